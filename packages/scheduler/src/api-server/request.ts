// What somebody outside the cluster can ask of it: one shape for every verb, one file per verb in requests/.
import type { SimTime } from "@podsim/core";
import type { ControlPlane, Outbox } from "../actor.js";
import type { DrainOrder } from "./drain.js";
import type { Waiting } from "./watched-entry.js";

/** What a request may use besides the world. */
export interface RequestContext {
  readonly plane: ControlPlane;
  /** Name of the timeline entry the request came from; keys its draws. */
  readonly name: string;
  /** Does another request later, as part of the same intervention. */
  readonly later: (at: SimTime, request: ApiRequest) => void;
  /** Begins to drain nodes, now. */
  readonly drain: (order: DrainOrder) => void;
}

/** A request is plain data; `verb` says which definition in requests/ carries it out. */
export interface ApiRequest {
  readonly verb: string;
}

export interface RequestDefinition<Request extends ApiRequest> {
  readonly verb: Request["verb"];
  /** Records what the request changes; a request that cannot be met records RequestRefused. */
  perform(request: Request, context: RequestContext, now: SimTime, out: Outbox): void;
}

/** One entry of a scenario's timeline. */
export interface TimelineEntry {
  readonly atUs: SimTime;
  /** Unique in the run. */
  readonly name: string;
  /** What is done, in the words a person would type. */
  readonly text: string;
  readonly requests: readonly ApiRequest[];
  /** Absent = at `atUs`; otherwise when this has come to be so, if it ever does. */
  readonly waits?: Waiting;
}
