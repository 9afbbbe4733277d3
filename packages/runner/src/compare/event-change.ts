// How often each Kubernetes Event was recorded in one run and in another.
import type { RecordedEvent } from "../outputs/recorder/recorded-event.js";

export interface EventChange {
  /** "Warning FailedScheduling" */
  readonly what: string;
  readonly a: number;
  readonly b: number;
}

const countsOf = (events: readonly RecordedEvent[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { type, reason, count } of events) {
    const what = `${type} ${reason}`;
    counts.set(what, (counts.get(what) ?? 0) + count);
  }
  return counts;
};

/** Every reason of either run, by name. */
export const eventChanges = (a: readonly RecordedEvent[], b: readonly RecordedEvent[]): readonly EventChange[] => {
  const [inA, inB] = [countsOf(a), countsOf(b)];
  const all = [...new Set([...inA.keys(), ...inB.keys()])].sort();
  return all.map((what) => ({ what, a: inA.get(what) ?? 0, b: inB.get(what) ?? 0 }));
};
