// kubectl rollout undo: the Deployment gets the template of an earlier revision back.
import { deploymentApplied } from "@podsim/core";
import type { PodTemplateSpec, ReplicaSetState } from "@podsim/core";
import { refuse, refuseMissing } from "../object-ref.js";
import type { ObjectRef } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface RolloutUndoRequest extends ApiRequest {
  readonly verb: "rollout-undo";
  readonly target: ObjectRef;
  /** 0 = the revision before the present one. */
  readonly toRevision: number;
}

const HASH_LABEL = "pod-template-hash";
/** What kubectl says itself. */
const PAUSED = "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again";

/** The template as it was before the controller added its label. */
const withoutHash = (template: PodTemplateSpec): PodTemplateSpec => {
  const labels = Object.fromEntries(Object.entries(template.metadata.labels).filter(([key]) => key !== HASH_LABEL));
  return { metadata: { ...template.metadata, labels }, spec: template.spec };
};

export const rolloutUndo: RequestDefinition<RolloutUndoRequest> = {
  verb: "rollout-undo",
  perform: ({ target, toRevision }, { plane }, _now, out) => {
    const found = plane.world.deployments.find(target.namespace, target.name);
    if (found === undefined) return refuseMissing(target, out);
    let wanted: ReplicaSetState | undefined;
    for (const set of plane.world.replicaSets.values()) {
      if (set.deployment !== found.ix) continue;
      if (toRevision > 0 && set.revision === toRevision) wanted = set;
      if (toRevision === 0 && set.revision < found.revision && set.revision > (wanted?.revision ?? 0)) wanted = set;
    }
    if (wanted === undefined) {
      const text =
        toRevision > 0 ? `unable to find specified revision ${toRevision} in history` : "no rollout history found";
      return refuse(target, text, out);
    }
    if (found.object.spec.paused) return refuse(target, PAUSED, out);
    const object = { ...found.object, spec: { ...found.object.spec, template: withoutHash(wanted.template) } };
    out.record(deploymentApplied, found.ix, { deploymentIx: found.ix, uid: found.uid, object });
  },
};
