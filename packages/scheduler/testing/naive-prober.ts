// A probe worker the obvious way: every tick is taken, one after the other, for one instance of a container.
import type { Probe, ProbeBehavior } from "@podsim/core";
import type { Duration, SimTime } from "@podsim/core/time";
import { SECOND } from "@podsim/core/time";

export interface NaiveProbing {
  readonly probe: Probe;
  readonly behavior: ProbeBehavior;
  /** The worker's first tick. */
  readonly anchorUs: SimTime;
  readonly startedAtUs: SimTime;
  /** From when on a report names the instance as running. */
  readonly reportedAtUs: SimTime;
  readonly startupUs: Duration;
  /** Ticks up to and including this instant idle, as those of a worker that waits for the startup probe do. */
  readonly idleUntilUs: SimTime;
  /** null = nothing has been stored; the worker stops for good once this is. */
  readonly stopsAt: "success" | "failure" | "any" | null;
  readonly stored: "success" | "failure" | "unknown";
  readonly untilUs: SimTime;
}

export interface NaiveProbeLog {
  readonly failedAtUs: readonly SimTime[];
  readonly stored: readonly (readonly [at: SimTime, result: "success" | "failure"])[];
}

const passesAt = ({ behavior, startedAtUs, startupUs }: NaiveProbing, at: SimTime): boolean => {
  const since = at - startedAtUs;
  if (behavior.failFrom !== null && since >= behavior.failFrom) return false;
  if (behavior.passAfter === "never") return false;
  return since >= (behavior.passAfter === "startup" ? startupUs : behavior.passAfter);
};

export const naiveProbing = (given: NaiveProbing): NaiveProbeLog => {
  const { probe, behavior, untilUs } = given;
  const failedAtUs: SimTime[] = [];
  const stored: [SimTime, "success" | "failure"][] = [];
  const apiStartedAtUs = given.startedAtUs - (given.startedAtUs % SECOND);
  const timeoutUs = probe.timeoutSeconds * SECOND;
  const takesUs = Math.min(behavior.takes ?? 0, timeoutUs);
  let result: NaiveProbing["stored"] = given.stored;
  let last: "success" | "failure" | null = null;
  let run = 0;
  let gridUs = given.anchorUs;
  for (let at = given.anchorUs; at <= untilUs;) {
    const idles =
      at < given.reportedAtUs ||
      at <= given.idleUntilUs ||
      Math.floor((at - apiStartedAtUs) / SECOND) < probe.initialDelaySeconds;
    let freeUs = at;
    if (!idles) {
      freeUs = at + takesUs;
      if (freeUs > untilUs) break;
      const found = passesAt(given, at) && (behavior.takes ?? 0) <= timeoutUs ? "success" : "failure";
      if (found === "failure") failedAtUs.push(freeUs);
      run = found === last ? run + 1 : 1;
      last = found;
      if (run >= (found === "success" ? probe.successThreshold : probe.failureThreshold) && found !== result) {
        result = found;
        stored.push([freeUs, found]);
        if (given.stopsAt === "any" || given.stopsAt === found) break;
      }
    }
    // One tick is kept while an execution lasts; those after it are lost.
    while (gridUs <= at) gridUs += probe.periodSeconds * SECOND;
    at = Math.max(gridUs, freeUs);
  }
  return { failedAtUs, stored };
};
