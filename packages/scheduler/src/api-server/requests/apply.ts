// kubectl apply: objects are created, or replaced where they exist.
import type { KubernetesObject } from "@podsim/core";
import { applyObject, refOf } from "../apply-object.js";
import { refuse } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface ApplyRequest extends ApiRequest {
  readonly verb: "apply";
  readonly object: KubernetesObject;
}

export const apply: RequestDefinition<ApplyRequest> = {
  verb: "apply",
  perform: ({ object }, context, _now, out) => {
    const { namespace } = object.metadata;
    const known = namespace === "" || context.plane.world.cluster.namespaces.some((n) => n.name === namespace);
    if (!known) return refuse(refOf(object), `namespaces "${namespace}" not found`, out);
    applyObject(object, context, out);
  },
};
