// kubectl scale: another number of replicas.
import { deploymentApplied, replicaSetScaled, statefulSetApplied } from "@podsim/core";
import { refuse, refuseMissing } from "../object-ref.js";
import type { ObjectRef } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface ScaleRequest extends ApiRequest {
  readonly verb: "scale";
  readonly target: ObjectRef;
  /** >= 0 */
  readonly replicas: number;
}

export const scale: RequestDefinition<ScaleRequest> = {
  verb: "scale",
  perform: ({ target, replicas }, { plane }, _now, out) => {
    const { namespace, name } = target;
    if (target.kind === "Deployment") {
      const found = plane.world.deployments.find(namespace, name);
      if (found === undefined) return refuseMissing(target, out);
      const object = { ...found.object, spec: { ...found.object.spec, replicas } };
      return out.record(deploymentApplied, found.ix, { deploymentIx: found.ix, uid: found.uid, object });
    }
    if (target.kind === "ReplicaSet") {
      const found = plane.world.replicaSets.find(namespace, name);
      if (found === undefined) return refuseMissing(target, out);
      return out.record(replicaSetScaled, found.ix, { from: found.replicas, to: replicas });
    }
    if (target.kind === "StatefulSet") {
      const found = plane.world.statefulSets.find(namespace, name);
      if (found === undefined) return refuseMissing(target, out);
      const object = { ...found.object, spec: { ...found.object.spec, replicas } };
      return out.record(statefulSetApplied, found.ix, { statefulSetIx: found.ix, uid: found.uid, object });
    }
    refuse(target, `${target.kind} has no scale subresource`, out);
  },
};
