// Applying a ReplicaSet: it is created, or takes over what may change.
import {
  formatLabelSelector,
  isSameTemplate,
  replicaSetCreated,
  replicaSetMinReadyChanged,
  replicaSetScaled,
  replicaSetTemplateChanged,
} from "@podsim/core";
import type { ReplicaSet } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { refuse } from "./object-ref.js";
import type { RequestContext } from "./request.js";
import { appliedUid } from "./uid.js";

const createReplicaSet = (object: ReplicaSet, context: RequestContext, out: Outbox): void => {
  const { plane } = context;
  const { namespace, name, labels } = object.metadata;
  const replicaSetIx = plane.world.replicaSets.nextIx;
  out.record(replicaSetCreated, replicaSetIx, {
    replicaSetIx,
    namespace,
    name,
    uid: appliedUid(context, "replica-set", object.metadata),
    labels,
    deploymentIx: null,
    deploymentName: null,
    template: object.spec.template,
    selector: object.spec.selector,
    minReadySeconds: object.spec.minReadySeconds,
    templateHash: "",
    revision: 0,
    replicas: object.spec.replicas,
  });
};

export const applyReplicaSet = (object: ReplicaSet, context: RequestContext, out: Outbox): void => {
  const { namespace, name } = object.metadata;
  const { selector, template, minReadySeconds, replicas } = object.spec;
  const old = context.plane.world.replicaSets.find(namespace, name);
  if (old === undefined) return createReplicaSet(object, context, out);
  if (formatLabelSelector(old.selector) !== formatLabelSelector(selector)) {
    const message = `ReplicaSet.apps "${name}" is invalid: spec.selector: field is immutable`;
    return refuse({ kind: "ReplicaSet", namespace, name }, message, out);
  }
  if (!isSameTemplate(old.template, template)) out.record(replicaSetTemplateChanged, old.ix, { template });
  if (old.minReadySeconds !== minReadySeconds) out.record(replicaSetMinReadyChanged, old.ix, { minReadySeconds });
  if (old.replicas !== replicas) out.record(replicaSetScaled, old.ix, { from: old.replicas, to: replicas });
};
