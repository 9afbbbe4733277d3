// kubectl scale: another number of replicas.
import { refuse, refuseMissing } from "../object-ref.js";
import type { ObjectRef } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";
import { SCALABLE_KINDS, scaleOf } from "../scale-subresource.js";

export interface ScaleRequest extends ApiRequest {
  readonly verb: "scale";
  readonly target: ObjectRef;
  /** >= 0 */
  readonly replicas: number;
}

export const scale: RequestDefinition<ScaleRequest> = {
  verb: "scale",
  perform: ({ target, replicas }, { plane }, _now, out) => {
    if (!SCALABLE_KINDS.includes(target.kind)) {
      return refuse(target, `${target.kind} has no scale subresource`, out);
    }
    const found = scaleOf(plane.world, target);
    if (found === undefined) refuseMissing(target, out);
    else found.write(replicas, out);
  },
};
