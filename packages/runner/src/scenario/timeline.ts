// The timeline of a scenario as it is read: entries with a time and exactly one verb.
import { isLeft } from "fp-ts/lib/Either.js";
import { formatDuration } from "@podsim/core";
import type { Duration, SimTime } from "@podsim/core";
import { INTERVENTIONS } from "../interventions/index.js";
import type { Path } from "../input/located.js";
import type { Intervention, PlannedVerb } from "./intervention.js";
import { isMapping, notAMapping, optional, record } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import { decodeAt } from "./schema/schema.js";
import type { Issue, Schema } from "./schema/schema.js";
import { text } from "./schema/scalars.js";
import { listed } from "./schema/shown.js";
import { duration } from "./schema/times.js";
import { entriesWaitedFor, whenShape } from "./waiting.js";
import type { WhenDraft } from "./waiting.js";

const BY_VERB: ReadonlyMap<string, Intervention> = new Map(INTERVENTIONS.map((each) => [each.name, each]));

export interface Times {
  readonly at: Duration | null;
  readonly every: Duration | null;
  readonly from: Duration | null;
  readonly until: Duration | null;
  readonly when: WhenDraft | null;
  readonly after: Duration | null;
  readonly name: string | null;
}

/** When an entry takes place; the verbs are read apart. */
export const timelineTimes: Schema<Times> = record<Times>(
  "timeline entry",
  {
    at: optional(duration),
    every: optional(duration),
    from: optional(duration),
    until: optional(duration),
    when: optional(whenShape),
    after: optional(duration),
    name: optional(text),
  },
  { alsoKnown: [...BY_VERB.keys()] },
);

const OCCURRENCES_MAX = 10_000;

/** One entry as it was read. */
export interface TimelineItem {
  readonly path: Path;
  readonly verb: PlannedVerb;
  readonly name: string | null;
  /** When it takes place, in order; at least one. Of an entry that waits, the time from which it does. */
  readonly occursAtUs: readonly SimTime[];
  /** The field that says when. */
  readonly timeField: "at" | "every" | "when";
  /** Null = at its times. */
  readonly waits: { readonly when: WhenDraft; readonly after: Duration } | null;
}

const issueAt = (path: Path, issue: Omit<Issue, "path">): Issue => ({ ...issue, path });

const TIMES = ["at", "every", "when"] as const;

const refused = (path: Path, message: string, why: string, fix: string): Issue => ({
  code: "E108",
  message,
  why,
  fix,
  path,
  part: "key",
});

/** Fields that need another one: what they need it for. */
const BOUND_TO = [
  ["from", "every", "from and until bound every"],
  ["until", "every", "from and until bound every"],
  ["after", "when", "after counts from the moment at which what is waited for is so"],
] as const;

const whenIssue = (given: Times, raw: Mapping, path: Path): Issue | null => {
  const [first, second] = TIMES.filter((field) => given[field] !== null);
  if (first === undefined) {
    const why = "without a time the entry would never take place";
    const fix = "add at: 10m, every: 30s, or when: { … }";
    // Of a time that a parameter says, what is wrong with the parameter is told.
    const empty = TIMES.find((field) => field in raw);
    return issueAt(empty === undefined ? path : [...path, empty], {
      code: "E107",
      message: "this entry does not say when",
      why,
      fix,
      part: "key",
    });
  }
  if (second !== undefined) {
    const why = "at is one moment, every many, when one that is not known before";
    return refused([...path, second], `${first} and ${second} cannot be given together`, why, "keep one of them");
  }
  const stray = BOUND_TO.find(([field, needed]) => given[field] !== null && given[needed] === null);
  if (stray !== undefined) {
    const [field, needed, why] = stray;
    return refused(
      [...path, field],
      `${field} needs ${needed}`,
      why,
      `remove ${field}, or write ${needed} instead of ${first}`,
    );
  }
  if (given.every === 0) {
    const why = "it would take place without end at one moment";
    return issueAt([...path, "every"], {
      code: "E108",
      message: "every must be more than 0s",
      why,
      fix: "write every: 30s",
    });
  }
  const firstUs = given.from ?? given.every;
  if (given.until !== null && firstUs !== null && given.until < firstUs) {
    const why = "it would never take place, so what it tests is not tested";
    const message = `until is before the first time, which is ${formatDuration(firstUs)}`;
    return refused([...path, "until"], message, why, "write a later until, or an earlier from");
  }
  return null;
};

const occurrences = (given: Times, horizonUs: Duration): readonly SimTime[] => {
  if (given.at !== null) return [given.at];
  if (given.when !== null) return [given.when.from ?? 0];
  const step = given.every ?? 1;
  const last = Math.min(given.until ?? horizonUs, horizonUs);
  const found: SimTime[] = [];
  for (let at = given.from ?? step; at <= last && found.length <= OCCURRENCES_MAX; at += step) found.push(at);
  return found.length > 0 ? found : [given.from ?? step];
};

const verbOf = (raw: Mapping, path: Path, issues: Issue[]): PlannedVerb | null => {
  const verbs = Object.keys(raw).filter((key) => BY_VERB.has(key));
  const [name, second] = verbs;
  if (name === undefined) {
    const known = [...BY_VERB.keys()];
    const why = `an entry does exactly one of: ${known.join(", ")}`;
    const message = "this entry does nothing";
    issues.push(issueAt(path, { code: "E107", message, why, fix: "add a verb, such as scale", part: "key" }));
    return null;
  }
  if (second !== undefined) {
    const why = "an entry does exactly one thing, so that its effects can be told apart";
    issues.push(
      issueAt([...path, second], {
        code: "E108",
        message: `${listed(verbs, "and")} stand in one entry`,
        why,
        fix: "write one entry for each",
        part: "key",
      }),
    );
    return null;
  }
  const intervention = BY_VERB.get(name);
  if (intervention === undefined) return null;
  const read = decodeAt(intervention.params, raw[name], [...path, name]);
  if (!isLeft(read)) return read.right;
  issues.push(...read.left);
  return null;
};

export interface ReadTimeline {
  readonly items: readonly TimelineItem[];
  readonly issues: readonly Issue[];
}

/** The names on a way from an entry back to itself, over what each waits for; null = there is none. */
const cycleFrom = (start: string, waitsFor: ReadonlyMap<string, readonly string[]>): readonly string[] | null => {
  const seen = new Set<string>();
  const walk = (name: string, way: readonly string[]): readonly string[] | null => {
    for (const next of waitsFor.get(name) ?? []) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...way, next]);
      if (found !== null) return found;
    }
    return null;
  };
  return walk(start, [start]);
};

/** Entries that wait for each other would never take place; told at the first of them. */
const cycleIssues = (items: readonly TimelineItem[]): readonly Issue[] => {
  const waitsFor = new Map<string, readonly string[]>();
  for (const { name, waits } of items) {
    if (name !== null && waits !== null) waitsFor.set(name, entriesWaitedFor(waits.when));
  }
  const told = new Set<string>();
  return items.flatMap(({ name, path }): readonly Issue[] => {
    const way = name === null || told.has(name) ? null : cycleFrom(name, waitsFor);
    if (way === null) return [];
    for (const each of way) told.add(each);
    const message =
      way.length === 2 ? "this entry waits for itself" : `entries wait for each other: ${way.join(" → ")}`;
    const why = "none of them would ever take place";
    return [{ code: "E209", message, why, fix: "let one of them wait for something else", path: [...path, "when"] }];
  });
};

/** Reads spec.timeline, which stands at `base`. */
export const readTimeline = (raw: unknown, base: Path, horizonUs: Duration): ReadTimeline => {
  const issues: Issue[] = [];
  const items: TimelineItem[] = [];
  if (raw !== undefined && raw !== null && !Array.isArray(raw)) {
    const why = "the timeline is a list of entries, in any order";
    issues.push({
      code: "E104",
      message: "expected a list of entries",
      why,
      fix: "start every entry with a dash",
      path: base,
    });
  }
  for (const [ix, entry] of (Array.isArray(raw) ? (raw as readonly unknown[]) : []).entries()) {
    const path = [...base, ix];
    if (!isMapping(entry)) {
      issues.push({ ...notAMapping("a timeline entry", entry), path });
      continue;
    }
    const given = decodeAt(timelineTimes, entry, path);
    if (isLeft(given)) issues.push(...given.left);
    const verb = verbOf(entry, path, issues);
    if (isLeft(given)) continue;
    const wrong = whenIssue(given.right, entry, path);
    if (wrong !== null) issues.push(wrong);
    if (wrong !== null || verb === null) continue;
    const occursAtUs = occurrences(given.right, horizonUs);
    if (occursAtUs.length > OCCURRENCES_MAX) {
      const why = `an entry may take place ${String(OCCURRENCES_MAX)} times`;
      issues.push(
        issueAt([...path, "every"], {
          code: "E108",
          message: "this takes place too often",
          why,
          fix: "choose a longer every, or an earlier until",
        }),
      );
      continue;
    }
    const { name, when, after } = given.right;
    const timeField = TIMES.find((field) => given.right[field] !== null) ?? "at";
    const waits = when === null ? null : { when, after: after ?? 0 };
    items.push({ path, verb, name, occursAtUs, timeField, waits });
  }
  return { items, issues: [...issues, ...cycleIssues(items)] };
};
