// Makes the view of a run at a moment out of its log and what is known of the run besides.
import type { Profile, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import type { Settings } from "@podsim/scheduler";
import { recordedEvents } from "../recorder/event-recorder.js";
import type { RecordedEvent } from "../recorder/recorded-event.js";
import { Replay } from "./replay.js";
import type { BehaviorLookup, RunView } from "./run-view.js";
import type { WallClock } from "./wall-clock.js";

/** What stays the same at every moment of a run. */
export interface RunFrame extends Pick<Settings, "seed" | "reseeds"> {
  readonly log: EventLog;
  readonly clock: WallClock;
  readonly profile: Profile;
  readonly behaviorOf: BehaviorLookup;
}

/** The run after its first `factCount` facts, seen at `nowUs` (not before the last of them). */
export const viewAt = (frame: RunFrame, factCount: number, nowUs: SimTime): RunView => {
  const { world } = new Replay(frame.log).advance(factCount);
  let events: readonly RecordedEvent[] | null = null;
  return {
    ...frame,
    world,
    nowUs,
    factCount,
    events: () => (events ??= recordedEvents(frame.log, factCount, nowUs, frame.profile)),
  };
};
