// A log written by hand: facts at times, for tests of what is read out of a run.
import { DEFAULT_PROFILE, EVENTS } from "@podsim/core";
import type { EventDefinition, SimTime } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import type { ColumnLog } from "@podsim/core/log";
import { parseDuration } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { viewAt } from "../src/outputs/view/make-view.js";
import type { RunFrame } from "../src/outputs/view/make-view.js";
import { factCountAt } from "../src/outputs/view/replay.js";
import type { RunView } from "../src/outputs/view/run-view.js";
import { WallClock } from "../src/outputs/view/wall-clock.js";

const time = (text: string): SimTime => {
  const parsed = parseDuration(text);
  if (isLeft(parsed)) throw new Error(`${text}: ${parsed.left.reason}`);
  return parsed.right;
};

/** The frame of a run whose clock starts with 2026. */
export const frameOf = (log: ColumnLog): RunFrame => ({
  log,
  clock: new WallClock("2026-01-01T00:00:00Z"),
  seed: 1,
  profile: DEFAULT_PROFILE,
  behaviorOf: () => null,
});

export class Chronicle {
  readonly log: ColumnLog = createColumnLog(EVENTS);
  #nowUs: SimTime = 0;

  /** What is recorded next happens then. */
  at(text: string): this {
    this.#nowUs = time(text);
    return this;
  }

  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): this {
    this.log.append(this.#nowUs, definition, subject, -1, data);
    return this;
  }

  /** The run as it is then. */
  viewAt(text: string): RunView {
    const nowUs = time(text);
    return viewAt(frameOf(this.log), factCountAt(this.log, nowUs), nowUs);
  }
}
