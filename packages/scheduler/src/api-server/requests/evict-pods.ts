// Single calls of the eviction API: each pod is asked for once; a refusal is recorded, nobody tries again.
import { evictionRefused } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import type { ControlPlane, Outbox } from "../../actor.js";
import { evictPod, UNSUPPORTED_EVICTION } from "../evict-pod.js";
import { queryPods } from "../pod-query.js";
import type { PodQuery } from "../pod-query.js";
import { refuse, refuseMissing } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface EvictPodsRequest extends ApiRequest, PodQuery {
  readonly verb: "evict";
  /** null = each pod's own. */
  readonly gracePeriodSeconds: number | null;
}

/** One pod at a time: what the first eviction spends of a budget, the next one must see. */
export interface EvictPodRequest extends ApiRequest {
  readonly verb: "evict-pod";
  readonly namespace: string;
  readonly pod: string;
  readonly gracePeriodSeconds: number | null;
}

export const evictPods: RequestDefinition<EvictPodsRequest> = {
  verb: "evict",
  perform: (request, { plane, name, later }, now) => {
    const names =
      request.pod === null ? queryPods(request, plane, name).map(({ identity }) => identity.name) : [request.pod];
    const { namespace, gracePeriodSeconds } = request;
    for (const pod of names) {
      const one: EvictPodRequest = { verb: "evict-pod", namespace, pod, gracePeriodSeconds };
      later(now, one);
    }
  },
};

const perform = (
  { namespace, pod: name, gracePeriodSeconds }: EvictPodRequest,
  plane: ControlPlane,
  now: SimTime,
  out: Outbox,
): void => {
  const ref = { kind: "Pod", namespace, name };
  const pod = plane.world.pods.find(namespace, name);
  if (pod === undefined) return refuseMissing(ref, out);
  const answer = evictPod(pod, gracePeriodSeconds, plane.world, now, out);
  if (answer.kind === "unsupported") refuse(ref, UNSUPPORTED_EVICTION, out);
  if (answer.kind === "refused") {
    out.record(evictionRefused, 0, { namespace, pod: name, budget: answer.budget.object.metadata.name });
  }
};

export const evictOnePod: RequestDefinition<EvictPodRequest> = {
  verb: "evict-pod",
  perform: (request, { plane }, now, out) => {
    perform(request, plane, now, out);
  },
};
