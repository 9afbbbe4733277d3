// A run at one moment, as the read commands see it: the world folded up to there, the facts that led to it, the calendar.
import type { Behavior, PodTemplateSpec, Profile, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import type { Settings, WorldView } from "@podsim/scheduler";
import type { RecordedEvent } from "../recorder/recorded-event.js";
import type { WallClock } from "./wall-clock.js";

/** Which behaviour a container of a template had in the run; null where nobody knows. */
export type BehaviorLookup = (template: PodTemplateSpec, container: number) => Behavior | null;

export interface RunView extends Pick<Settings, "seed" | "reseeds"> {
  readonly world: WorldView;
  /** The moment looked at: what "ago" counts from. */
  readonly nowUs: SimTime;
  readonly log: EventLog;
  /** How many of the log's facts had happened by then. */
  readonly factCount: number;
  readonly clock: WallClock;
  readonly profile: Profile;
  readonly behaviorOf: BehaviorLookup;
  /** Kubernetes Events recorded by then, in order of creation; folded on first use. */
  readonly events: () => readonly RecordedEvent[];
}
