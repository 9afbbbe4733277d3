// The world outside asks more or less of a workload, or a metric begins to show something else.
import { loadSet } from "@podsim/core";
import type { LoadSet } from "@podsim/core";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface SetLoadRequest extends ApiRequest {
  readonly verb: "set-load";
  readonly load: LoadSet;
}

export const setLoad: RequestDefinition<SetLoadRequest> = {
  verb: "set-load",
  perform: ({ load }, _context, _now, out) => {
    out.record(loadSet, 0, load);
  },
};
