// One running instance of a container whose commands are followed: what is asked about it and what is known.
import type { Duration, ScriptInput, ScriptRequest, ScriptSource, ScriptTrace, SimTime } from "@podsim/core";
import type { Mount } from "./mount.js";

export interface HookOutcome {
  readonly takesUs: Duration;
  readonly fails: boolean;
}

export interface ScriptInstance {
  readonly container: number;
  readonly attempt: number;
  readonly startedAtUs: SimTime;
  readonly source: ScriptSource;
  readonly request: ScriptRequest;
  readonly mounts: readonly Mount[];
  readonly hooks: Map<string, HookOutcome>;
  /** From outside the pod and from its hooks. */
  readonly own: ScriptInput[];
  /** What its neighbours do to volumes it shares with them. */
  shared: readonly ScriptInput[];
  trace: ScriptTrace;
  untilUs: Duration;
  /** NEVER while it runs. */
  endedAtUs: SimTime;
}
