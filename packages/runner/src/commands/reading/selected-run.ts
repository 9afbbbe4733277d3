// The run a read command looks at, opened, and the moment it looks at.
import { isLeft } from "fp-ts/lib/Either.js";
import type { RunFrame } from "../../outputs/view/make-view.js";
import { WallClock } from "../../outputs/view/wall-clock.js";
import { lookupIn } from "../../store/behavior-book.js";
import { locateStore } from "../../store/location.js";
import type { StoreLocation } from "../../store/location.js";
import { findRun } from "../../store/reference.js";
import type { StoredRun } from "../../store/run-reader.js";
import { profileIn } from "../../store/run-record.js";
import { openRun } from "../../store/run-reader.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import type { Moment } from "./moment.js";
import { momentOf } from "./moment.js";

export const storeFor = (line: CommandLine, { files, console }: Session): StoreLocation =>
  locateStore(files, line.text("store") ?? console.environment("PODSIM_STORE"));

/** A variable that is set to something. */
const environmentText = (name: string, { console }: Session): string | null => {
  const value = console.environment(name);
  return value === "" ? null : value;
};

export interface SelectedRun {
  readonly run: StoredRun;
  readonly frame: RunFrame;
}

/** `reference` wins over --run, which wins over PODSIM_RUN; without any of them the latest run is meant. */
export const selectRun = (line: CommandLine, session: Session, reference: string | null = null): SelectedRun => {
  const wanted = reference ?? line.text("run") ?? environmentText("PODSIM_RUN", session) ?? "@";
  const found = findRun(session.files, storeFor(line, session), wanted);
  if (isLeft(found)) throw CommandFailure.one(found.left);
  const opened = openRun(session.files, found.right);
  if (isLeft(opened)) throw CommandFailure.one(opened.left);
  const run = opened.right;
  if (run.note !== null) session.console.stderr.write(`note: ${run.note}\n`);
  const { record, log } = run;
  const { reseeds = [], clockStart } = record;
  const { seed } = run.seed;
  const clock = new WallClock(clockStart);
  return { run, frame: { seed, reseeds, log, clock, profile: profileIn(record), behaviorOf: lookupIn(record) } };
};

/** The moment that --at (or PODSIM_AT) means in the run. */
export const selectMoment = (line: CommandLine, session: Session, selected: SelectedRun): Moment =>
  momentFor(line.text("at") ?? environmentText("PODSIM_AT", session), selected);

export const momentFor = (text: string | null, { run, frame }: SelectedRun): Moment => {
  const moment = momentOf(text, run, frame.clock);
  if (isLeft(moment)) throw CommandFailure.usage(moment.left.message, moment.left.why, moment.left.fix);
  return moment.right;
};
