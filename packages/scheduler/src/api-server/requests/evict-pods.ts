// Single calls of the eviction API: each pod is asked for once; a refusal is recorded, nobody tries again.
import { compileLabelSelector, evictionRefused } from "@podsim/core";
import type { LabelSelector, PodState, SimTime } from "@podsim/core";
import type { ControlPlane, Outbox } from "../../actor.js";
import { evictPod, UNSUPPORTED_EVICTION } from "../evict-pod.js";
import { refuse, refuseMissing } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface EvictPodsRequest extends ApiRequest {
  readonly verb: "evict";
  readonly namespace: string;
  /** One pod by name; null = those the selector means. */
  readonly pod: string | null;
  readonly selector: LabelSelector | null;
  /** At most so many of them, drawn at random; null = all. */
  readonly count: number | null;
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

const podsMeant = (request: EvictPodsRequest, plane: ControlPlane, purpose: string): readonly PodState[] => {
  const compiled = compileLabelSelector(request.selector ?? {});
  if (compiled._tag === "Left") return [];
  const found: PodState[] = [];
  for (const pod of plane.world.pods.values()) {
    const { namespace, template } = pod.identity;
    const isLive = pod.deletion === null && pod.status.phase !== "Succeeded" && pod.status.phase !== "Failed";
    if (isLive && namespace === request.namespace && compiled.right(template.metadata.labels)) found.push(pod);
  }
  if (request.count === null || request.count >= found.length) return found;
  const drawn = found.map((pod) => ({ pod, u: plane.draw(`pick-pod/${purpose}`, pod.identity.name, 0) }));
  return drawn
    .sort((a, b) => a.u - b.u)
    .slice(0, request.count)
    .map(({ pod }) => pod);
};

export const evictPods: RequestDefinition<EvictPodsRequest> = {
  verb: "evict",
  perform: (request, { plane, name, later }, now) => {
    const names =
      request.pod === null ? podsMeant(request, plane, name).map(({ identity }) => identity.name) : [request.pod];
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
