// Which moment of a run is meant by --at: a time, the end or a time before it, a fact, a date, or a time after an
// intervention.
import { formatDuration, parseClock, parseDuration } from "@podsim/core";
import type { InterventionApplied, SimTime } from "@podsim/core";
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { closest } from "../../input/closest.js";
import { factCountAt } from "../../outputs/view/replay.js";
import type { WallClock } from "../../outputs/view/wall-clock.js";
import type { StoredRun } from "../../store/run-reader.js";

export interface Moment {
  readonly nowUs: SimTime;
  /** Facts that have happened by then. */
  readonly factCount: number;
}

export interface MomentRefusal {
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

const SPELLINGS = "12m41s, 00:12:41.250, end, -30s, '#4102', 2026-01-01T00:10:00Z, or an intervention's name with +90s";

/** Names and times of what the scenario did. */
const interventionsOf = ({ log }: StoredRun): ReadonlyMap<string, SimTime> => {
  const typeIx = log.registry.findIndex(({ type }) => type === "InterventionApplied");
  const times = new Map<string, SimTime>();
  for (let seq = 0; seq < log.length; seq += 1) {
    if (log.typeOf(seq) !== typeIx) continue;
    const { name } = log.data(seq) as InterventionApplied;
    if (!times.has(name)) times.set(name, log.at(seq));
  }
  return times;
};

const timeIn = (text: string): SimTime | null => {
  const clock = parseClock(text);
  if (!isLeft(clock)) return clock.right;
  const duration = parseDuration(text);
  return isLeft(duration) ? null : duration.right;
};

const factNumber = (text: string, { log }: StoredRun): Either<MomentRefusal, Moment> => {
  const seq = Number(text.slice(1));
  if (seq < log.length) return right({ nowUs: log.at(seq), factCount: seq + 1 });
  const why = `the facts of this run are #0 to #${log.length - 1}`;
  return left({ message: `there is no fact ${text}`, why, fix: `write --at '#${log.length - 1}' or --at end` });
};

const unreadable = (text: string, run: StoredRun): MomentRefusal => {
  const name = text.replace(/[+-][\d.]+[a-z]+.*$/, "");
  const near = closest(name, interventionsOf(run).keys());
  if (near !== null) {
    return {
      message: `no intervention is called "${name}"`,
      why: `--at takes ${SPELLINGS}`,
      fix: `did you mean ${near}?`,
    };
  }
  const bare = /^\d+$/.test(text);
  return {
    message: bare ? "a time needs a unit" : `"${text}" is no moment of the run`,
    why: bare ? `${text} could be seconds or minutes` : `--at takes ${SPELLINGS}`,
    fix: bare ? `write ${text}s or ${text}m` : `write --at ${formatDuration(run.endUs)}, or leave it out for the end`,
  };
};

/** The moment counted from some other one: "+90s", "-30s" or nothing. */
const shifted = (baseUs: SimTime, shift: string): SimTime | null => {
  if (shift === "") return baseUs;
  const by = timeIn(shift.slice(1));
  return by === null ? null : shift.startsWith("-") ? baseUs - by : baseUs + by;
};

const timeOf = (text: string, run: StoredRun, clock: WallClock): SimTime | null => {
  const plain = timeIn(text);
  if (plain !== null) return plain;
  const fromEnd = /^(?:end)?(-.+)?$/.exec(text);
  if (fromEnd !== null) return shifted(run.endUs, fromEnd[1] ?? "");
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return clock.simTimeOf(text);
  const interventions = interventionsOf(run);
  for (const [name, atUs] of interventions) {
    if (text !== name && !/^[+-]/.test(text.slice(name.length))) continue;
    if (text.startsWith(name)) return shifted(atUs, text.slice(name.length));
  }
  return null;
};

/** Runs that stopped because nothing was left to happen stay as they are for ever. */
const isAtRest = ({ seed }: StoredRun): boolean => seed.stopReason === "agenda-empty";

/** The moment a text means in a run; no text means the end. */
export const momentOf = (text: string | null, run: StoredRun, clock: WallClock): Either<MomentRefusal, Moment> => {
  if (text === null) return right({ nowUs: run.endUs, factCount: run.log.length });
  if (/^#\d+$/.test(text)) return factNumber(text, run);
  const nowUs = timeOf(text, run, clock);
  if (nowUs === null) return left(unreadable(text, run));
  if (nowUs < 0) {
    const why = `the run lasts ${formatDuration(run.endUs)}`;
    return left({ message: `"${text}" is before the run began`, why, fix: "write a time from 0s on" });
  }
  if (nowUs > run.endUs && !isAtRest(run)) {
    const why = `nobody knows what happened after ${formatDuration(run.endUs)}`;
    return left({
      message: `"${text}" is after the end of the run`,
      why,
      fix: "leave --at out, or run longer: --until",
    });
  }
  return right({ nowUs, factCount: factCountAt(run.log, nowUs) });
};
