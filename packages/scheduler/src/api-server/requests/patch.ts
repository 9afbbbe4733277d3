// kubectl patch: values are put at places of an object that exists, or of one of its subresources.
import type { ObjectRef } from "../object-ref.js";
import { refuse, refuseMissing } from "../object-ref.js";
import { patchedObject } from "../patched-object.js";
import type { Placement } from "../patched-object.js";
import { patchPodStatus } from "../pod-status-patch.js";
import type { ApiRequest, RequestDefinition } from "../request.js";
import { resizePod } from "../update-pod.js";
import { applyObject } from "../apply-object.js";

export interface PatchRequest extends ApiRequest {
  readonly verb: "patch";
  readonly target: ObjectRef;
  /** "" = the object itself. */
  readonly subresource: "" | "status" | "resize";
  readonly set: readonly Placement[];
}

const RESOURCE_NAMES: Readonly<Record<string, string>> = {
  Deployment: "Deployment.apps",
  StatefulSet: "StatefulSet.apps",
  DaemonSet: "DaemonSet.apps",
  Job: "Job.batch",
  CronJob: "CronJob.batch",
  PodDisruptionBudget: "PodDisruptionBudget.policy",
};

export const patch: RequestDefinition<PatchRequest> = {
  verb: "patch",
  perform: ({ target, subresource, set }, context, _now, out) => {
    const { world } = context.plane;
    if (subresource === "status") {
      const pod = target.kind === "Pod" ? world.pods.find(target.namespace, target.name) : undefined;
      return pod === undefined ? refuseMissing(target, out) : patchPodStatus(pod, set, out);
    }
    const patched = patchedObject(world, target, set);
    switch (patched.kind) {
      case "missing":
        return refuseMissing(target, out);
      case "invalid": {
        const resource = RESOURCE_NAMES[target.kind] ?? target.kind;
        return refuse(target, `${resource} "${target.name}" is invalid: ${patched.objections.join(", ")}`, out);
      }
      case "object": {
        const { namespace, name } = target;
        const pod = subresource === "resize" ? world.pods.find(namespace, name) : undefined;
        if (pod !== undefined && patched.object.kind === "Pod")
          return resizePod(pod, patched.object, context.plane, out);
        return applyObject(patched.object, context, out);
      }
    }
  },
};
