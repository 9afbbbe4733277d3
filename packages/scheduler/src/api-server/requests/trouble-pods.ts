// The processes of single pods end, hang or answer late, and after a while are well again.
import { podMended, podTroubled } from "@podsim/core";
import type { Duration, PodIx, PodTrouble } from "@podsim/core";
import { queryPods } from "../pod-query.js";
import type { PodQuery } from "../pod-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface TroublePodsRequest extends ApiRequest {
  readonly verb: "trouble-pods";
  readonly pods: PodQuery;
  readonly trouble: PodTrouble;
  /** Of processes that end. */
  readonly exitCode: number;
  /** Of processes that answer late. */
  readonly answersAfterUs: Duration;
  /** null = until the end of the run. */
  readonly forUs: Duration | null;
}

export interface MendPodsRequest extends ApiRequest {
  readonly verb: "mend-pods";
  readonly pods: readonly PodIx[];
}

export const troublePods: RequestDefinition<TroublePodsRequest> = {
  verb: "trouble-pods",
  perform: ({ pods, trouble, exitCode, answersAfterUs, forUs }, { plane, name, later }, now, out) => {
    const troubled = queryPods(pods, plane, name);
    for (const { identity } of troubled) out.record(podTroubled, identity.ix, { trouble, exitCode, answersAfterUs });
    if (forUs === null || troubled.length === 0) return;
    const mending: MendPodsRequest = { verb: "mend-pods", pods: troubled.map(({ identity }) => identity.ix) };
    later(now + forUs, mending);
  },
};

export const mendPods: RequestDefinition<MendPodsRequest> = {
  verb: "mend-pods",
  perform: ({ pods }, { plane }, _now, out) => {
    for (const ix of pods) if (plane.world.pods.at(ix) !== undefined) out.record(podMended, ix, {});
  },
};
