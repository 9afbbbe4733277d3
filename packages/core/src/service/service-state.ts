// What a Service is at an instant. Its endpoints are a membership (service, pod) kept beside it: a Service may have
// thousands, and copying them on every change would cost more than everything else.
import type { Service } from "../api/service.js";
import type { PodIx, ServiceIx } from "../ids.js";
import type { SimTime } from "../time.js";

/** One pod behind a Service, as its EndpointSlice shows it. */
export interface Endpoint {
  readonly pod: PodIx;
  /** serving and not terminating, or publishNotReadyAddresses: what traffic goes by. */
  readonly ready: boolean;
  /** The pod's Ready condition. */
  readonly serving: boolean;
  readonly terminating: boolean;
}

export interface ServiceState {
  readonly ix: ServiceIx;
  readonly object: Service;
  readonly createdAtUs: SimTime;
}
