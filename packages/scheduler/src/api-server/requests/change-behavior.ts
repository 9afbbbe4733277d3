// Containers begin to behave otherwise, and after a while as before.
import { behaviorChanged, behaviorRestored } from "@podsim/core";
import type { Duration } from "@podsim/core";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface ChangeBehaviorRequest extends ApiRequest {
  readonly verb: "change-behavior";
  /** Plain data for who gives behaviours: see BehaviorOf. */
  readonly change: object;
  /** null = until the end of the run. */
  readonly forUs: Duration | null;
}

export interface RestoreBehaviorRequest extends ApiRequest {
  readonly verb: "restore-behavior";
  /** Name of the change. */
  readonly change: string;
}

export const changeBehavior: RequestDefinition<ChangeBehaviorRequest> = {
  verb: "change-behavior",
  perform: ({ change, forUs }, { name, later }, now, out) => {
    out.record(behaviorChanged, 0, { name, change });
    if (forUs === null) return;
    const restoring: RestoreBehaviorRequest = { verb: "restore-behavior", change: name };
    later(now + forUs, restoring);
  },
};

export const restoreBehavior: RequestDefinition<RestoreBehaviorRequest> = {
  verb: "restore-behavior",
  perform: ({ change }, _context, _now, out) => {
    out.record(behaviorRestored, 0, { name: change });
  },
};
