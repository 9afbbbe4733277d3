// The pod a decision is about, with what every plugin asks of it at hand.
import { objectKey, podRequests } from "@podsim/core";
import type { Labels, ObjectKey, PodIx, PodRequests, PodSpec, PodState, PodTemplateSpec } from "@podsim/core";
import type { ClusterView, PodClass } from "../cluster/cluster-view.js";

export interface PodView {
  readonly ix: PodIx;
  readonly key: ObjectKey;
  readonly namespace: string;
  readonly name: string;
  readonly state: PodState;
  /** Shared by every pod of one template: the key for whatever a plugin computes once per template. */
  readonly template: PodTemplateSpec;
  readonly spec: PodSpec;
  readonly labels: Labels;
  readonly requests: PodRequests;
  readonly podClass: PodClass;
}

export const podViewOf = (state: PodState, cluster: ClusterView): PodView => {
  const { ix, namespace, name, template } = state.identity;
  return {
    ix,
    key: objectKey(namespace, name),
    namespace,
    name,
    state,
    template,
    spec: template.spec,
    labels: template.metadata.labels,
    requests: podRequests(template.spec),
    podClass: cluster.pods.classOf(state),
  };
};
