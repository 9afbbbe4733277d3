// The API server gets slow, and after a while is as fast as before.
import { apiServerRecovered, apiServerSlowed } from "@podsim/core";
import type { Distribution, Duration } from "@podsim/core";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface SlowApiRequest extends ApiRequest {
  readonly verb: "slow-api";
  readonly add: Distribution;
  /** null = until the end of the run. */
  readonly forUs: Duration | null;
}

export interface EndSlowApiRequest extends ApiRequest {
  readonly verb: "end-slow-api";
  readonly trouble: string;
}

export const slowApi: RequestDefinition<SlowApiRequest> = {
  verb: "slow-api",
  perform: ({ add, forUs }, { name, later }, now, out) => {
    out.record(apiServerSlowed, 0, { name, add });
    if (forUs === null) return;
    const end: EndSlowApiRequest = { verb: "end-slow-api", trouble: name };
    later(now + forUs, end);
  },
};

export const endSlowApi: RequestDefinition<EndSlowApiRequest> = {
  verb: "end-slow-api",
  perform: ({ trouble }, _context, _now, out) => {
    out.record(apiServerRecovered, 0, { name: trouble });
  },
};
