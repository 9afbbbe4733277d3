// The first fact in which two logs differ: until there, both runs are one and the same.
import type { Envelope, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { subjectName } from "../outputs/view/subject-name.js";
import { Replay } from "../outputs/view/replay.js";

/** What one of the two runs recorded at the place where they part. */
export interface DivergedFact {
  readonly type: string;
  /** "pod shop/web-1"; "" for the cluster as a whole. */
  readonly subject: string;
  readonly atUs: SimTime;
  readonly data: object;
}

export interface Divergence {
  readonly seq: number;
  /** The earlier of the two facts. */
  readonly atUs: SimTime;
  /** null = that log has no fact of this number any more. */
  readonly a: DivergedFact | null;
  readonly b: DivergedFact | null;
}

/** Equal JSON values; values that both logs share are not looked into. */
const sameValue = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) => key in b && sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
};

/** How many facts, counted from the first, are the same in both logs. */
export const commonLength = (a: EventLog, b: EventLog): number => {
  const shorter = Math.min(a.length, b.length);
  for (let seq = 0; seq < shorter; seq += 1) {
    const isSame =
      a.at(seq) === b.at(seq) &&
      a.subject(seq) === b.subject(seq) &&
      a.causedBy(seq) === b.causedBy(seq) &&
      a.registry[a.typeOf(seq)]?.type === b.registry[b.typeOf(seq)]?.type &&
      sameValue(a.data(seq), b.data(seq));
    if (!isSame) return seq;
  }
  return shorter;
};

const factAt = (log: EventLog, seq: number): DivergedFact | null => {
  if (seq >= log.length) return null;
  let found: DivergedFact | null = null;
  new Replay(log).advance(seq).advance(seq + 1, (step) => {
    const { definition, at, data }: Envelope = step.fact;
    found = { type: definition.type, subject: subjectName(step), atUs: at, data };
  });
  return found;
};

/** null = no difference. */
export const firstDivergence = (a: EventLog, b: EventLog): Divergence | null => {
  const seq = commonLength(a, b);
  if (seq === a.length && seq === b.length) return null;
  const [factA, factB] = [factAt(a, seq), factAt(b, seq)];
  return { seq, atUs: Math.min(factA?.atUs ?? Infinity, factB?.atUs ?? Infinity), a: factA, b: factB };
};

const shownValue = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

/** "replicas 3 in A, 5 in B"; the first few places in which two values differ. */
const differencesIn = (a: object, b: object, path = ""): readonly string[] => {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key): readonly string[] => {
    const [one, other] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]];
    if (sameValue(one, other)) return [];
    const at = path === "" ? key : `${path}.${key}`;
    const isDeep = typeof one === "object" && typeof other === "object" && one !== null && other !== null;
    return isDeep ? differencesIn(one, other, at) : [`${at} ${shownValue(one)} in A, ${shownValue(other)} in B`];
  });
};

const DIFFERENCES_MAX = 3;

const named = ({ type, subject }: DivergedFact): string => (subject === "" ? type : `${type} ${subject}`);

/** What differs there, in one line. */
export const divergenceText = ({ a, b }: Divergence): string => {
  if (a === null) return b === null ? "" : `A has ended; B goes on with ${named(b)}`;
  if (b === null) return `B has ended; A goes on with ${named(a)}`;
  if (a.type !== b.type || a.subject !== b.subject) return `${named(a)} in A, ${named(b)} in B`;
  const differences = differencesIn(a.data, b.data);
  if (a.atUs !== b.atUs) return `${named(a)}, later in ${a.atUs > b.atUs ? "A" : "B"}`;
  if (differences.length === 0) return `${named(a)}, brought about by another fact`;
  const more = differences.length > DIFFERENCES_MAX ? ` and ${String(differences.length - DIFFERENCES_MAX)} more` : "";
  return `${named(a)}: ${differences.slice(0, DIFFERENCES_MAX).join("; ")}${more}`;
};
