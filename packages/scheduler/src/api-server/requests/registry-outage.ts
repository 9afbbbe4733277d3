// A registry stops answering, and after a while answers again.
import { registryOutageBegan, registryOutageEnded } from "@podsim/core";
import type { Duration } from "@podsim/core";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface RegistryOutageRequest extends ApiRequest {
  readonly verb: "registry-outage";
  /** Host of the registry; "*" = all of them. */
  readonly registry: string;
  /** What a pull is told, and after how long. */
  readonly error: string;
  readonly failsAfterUs: Duration;
  /** null = until the end of the run. */
  readonly forUs: Duration | null;
}

export interface EndRegistryOutageRequest extends ApiRequest {
  readonly verb: "end-registry-outage";
  readonly outage: string;
}

export const registryOutage: RequestDefinition<RegistryOutageRequest> = {
  verb: "registry-outage",
  perform: ({ registry, error, failsAfterUs, forUs }, { name, later }, now, out) => {
    out.record(registryOutageBegan, 0, { name, registry, error, failsAfterUs });
    if (forUs === null) return;
    const end: EndRegistryOutageRequest = { verb: "end-registry-outage", outage: name };
    later(now + forUs, end);
  },
};

export const endRegistryOutage: RequestDefinition<EndRegistryOutageRequest> = {
  verb: "end-registry-outage",
  perform: ({ outage }, _context, _now, out) => {
    out.record(registryOutageEnded, 0, { name: outage });
  },
};
