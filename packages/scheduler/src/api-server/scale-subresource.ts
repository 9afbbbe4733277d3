// The scale subresource: how many replicas something has and should have, whatever its kind.
import { deploymentApplied, replicaSetScaled, statefulSetApplied } from "@podsim/core";
import type { PodTemplateSpec } from "@podsim/core";
import type { Outbox } from "../actor.js";
import type { WorldView } from "../cluster/world.js";
import type { ObjectRef } from "./object-ref.js";

export interface Scale {
  /** Dense index among its kind. */
  readonly ix: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly readyReplicas: number;
  readonly template: PodTemplateSpec;
  readonly write: (replicas: number, out: Pick<Outbox, "record">) => void;
}

/** Kinds that have a scale. */
export const SCALABLE_KINDS: readonly string[] = ["Deployment", "ReplicaSet", "StatefulSet"];

/** undefined where there is no such object, or its kind has no scale. */
export const scaleOf = (world: WorldView, { kind, namespace, name }: ObjectRef): Scale | undefined => {
  if (kind === "Deployment") {
    const found = world.deployments.find(namespace, name);
    if (found === undefined) return undefined;
    const { ix, uid, object, status } = found;
    return {
      ix,
      specReplicas: object.spec.replicas,
      statusReplicas: status.replicas,
      readyReplicas: status.readyReplicas,
      template: object.spec.template,
      write: (replicas, out) => {
        const scaled = { ...object, spec: { ...object.spec, replicas } };
        out.record(deploymentApplied, ix, { deploymentIx: ix, uid, object: scaled });
      },
    };
  }
  if (kind === "ReplicaSet") {
    const found = world.replicaSets.find(namespace, name);
    if (found === undefined) return undefined;
    const { ix, replicas: from, status, template } = found;
    return {
      ix,
      specReplicas: from,
      statusReplicas: status.replicas,
      readyReplicas: status.readyReplicas,
      template,
      write: (replicas, out) => out.record(replicaSetScaled, ix, { from, to: replicas }),
    };
  }
  const found = kind === "StatefulSet" ? world.statefulSets.find(namespace, name) : undefined;
  if (found === undefined) return undefined;
  const { ix, uid, object, status } = found;
  return {
    ix,
    specReplicas: object.spec.replicas,
    statusReplicas: status.replicas,
    readyReplicas: status.readyReplicas,
    template: object.spec.template,
    write: (replicas, out) => {
      const scaled = { ...object, spec: { ...object.spec, replicas } };
      out.record(statefulSetApplied, ix, { statefulSetIx: ix, uid, object: scaled });
    },
  };
};
