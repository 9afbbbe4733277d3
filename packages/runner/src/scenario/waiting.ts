// "when" of a timeline entry: a condition or a field of an object, the value of a metric, or another entry.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Duration } from "@podsim/core";
import type { Trigger, Waiting } from "@podsim/scheduler";
import { closest } from "../input/closest.js";
import type { Path } from "../input/located.js";
import { entryTrigger } from "../waiting/entry-trigger.js";
import { metricTrigger, readLevel } from "../waiting/metric-trigger.js";
import { objectTrigger, WATCHED_KINDS } from "../waiting/object-trigger.js";
import { readCondition, readField } from "../waiting/object-test.js";
import type { Planning } from "./intervention.js";
import { checked } from "./schema/collections.js";
import { optional, record } from "./schema/record.js";
import type { Explanation, Issue, Schema } from "./schema/schema.js";
import { text } from "./schema/scalars.js";
import { firstFew, listed } from "./schema/shown.js";
import { duration } from "./schema/times.js";
import { namespaceField, resolveTarget, target } from "./targets.js";
import type { Target } from "./targets.js";
import { levelIssues } from "./thresholds.js";
import type { KnownNames } from "./metric-labels.js";

/** What is waited for, as it is written. */
export interface WhenDraft {
  /** Progressing=False */
  readonly condition: string | null;
  /** {.status.readyReplicas}=3 */
  readonly jsonpath: string | null;
  /** sim_pending_pods > 10 */
  readonly metric: string | null;
  /** Name of another entry. */
  readonly entry: string | null;
  readonly target: Target | null;
  readonly namespace: string;
  /** Not before this time. */
  readonly from: Duration | null;
}

const WAYS = ["condition", "jsonpath", "metric", "entry"] as const;

const objection = (draft: WhenDraft): Explanation | null => {
  const given = WAYS.filter((way) => draft[way] !== null);
  const refused = (message: string, why: string, fix: string): Explanation => ({ code: "E108", message, why, fix });
  if (given.length !== 1) {
    const message =
      given.length === 0 ? "when does not say what is waited for" : `${listed(given, "and")} stand in one when`;
    return refused(
      message,
      `exactly one of ${listed(WAYS)} is needed`,
      "write when: { condition: Available, target: deployment/web }",
    );
  }
  const needsTarget = draft.condition !== null || draft.jsonpath !== null;
  if (needsTarget && draft.target === null) {
    return refused(
      "when does not say of which object",
      "a condition is one of an object",
      "add target: deployment/web",
    );
  }
  if (!needsTarget && draft.target !== null) {
    return refused(
      `${given[0] ?? ""} has no target`,
      "a metric is of the run, an entry of the timeline",
      "remove the target",
    );
  }
  const read =
    draft.condition !== null
      ? readCondition(draft.condition)
      : draft.jsonpath !== null
        ? readField(draft.jsonpath)
        : draft.metric !== null
          ? readLevel(draft.metric)
          : null;
  return read !== null && isLeft(read) ? { code: "E104", ...read.left } : null;
};

export const whenShape: Schema<WhenDraft> = checked(
  record<WhenDraft>("when", {
    condition: optional(text),
    jsonpath: optional(text),
    metric: optional(text),
    entry: optional(text),
    target: optional(target(...WATCHED_KINDS)),
    namespace: namespaceField,
    from: optional(duration),
  }),
  objection,
);

/** The entries that must have taken place before this can hold, as far as its text says so. */
export const entriesWaitedFor = ({ entry, metric }: WhenDraft): readonly string[] => {
  if (entry !== null) return [entry];
  const level = metric === null ? null : readLevel(metric);
  if (level === null || isLeft(level)) return [];
  const { labels } = level.right.selector;
  return ["name", "cause"].flatMap((label) => {
    const value = labels[label];
    return value === undefined ? [] : [value];
  });
};

const unknownEntry = (entry: string, names: readonly string[], path: Path): Issue => {
  const meant = closest(entry, names);
  return {
    code: "E201",
    message: `no entry of the timeline is named "${entry}"`,
    why: names.length === 0 ? "no entry has a name" : `entries with names: ${firstFew(names)}`,
    fix: meant === null ? "name one that exists" : `did you mean ${meant}?`,
    path: [...path, "entry"],
  };
};

const triggerOf = (draft: WhenDraft, planning: Planning, names: readonly string[], path: Path): Trigger | null => {
  if (draft.entry !== null) {
    if (!names.includes(draft.entry)) planning.report(unknownEntry(draft.entry, names, path));
    return entryTrigger(draft.entry);
  }
  if (draft.metric !== null) {
    const level = readLevel(draft.metric);
    return isLeft(level) ? null : metricTrigger(level.right);
  }
  if (draft.target === null) return null;
  const ref = resolveTarget(draft.target, draft.namespace, planning, [...path, "target"]);
  const test = draft.condition === null ? readField(draft.jsonpath ?? "") : readCondition(draft.condition);
  return isLeft(test) ? null : objectTrigger(ref, test.right);
};

export interface WaitingMeans {
  readonly planning: Planning;
  /** Names of all entries that have one. */
  readonly names: readonly string[];
  /** What labels of metrics can name; null = not known. */
  readonly known: KnownNames | null;
}

/** What the entry waits for; null, and reported, where it cannot be waited for. Paths start at the entry. */
export const waitingOf = (draft: WhenDraft, afterUs: Duration, means: WaitingMeans): Waiting | null => {
  if (draft.metric !== null) {
    for (const issue of levelIssues(draft.metric, means.known, ["when", "metric"])) means.planning.report(issue);
  }
  const trigger = triggerOf(draft, means.planning, means.names, ["when"]);
  return trigger === null ? null : { trigger, afterUs, notBeforeUs: draft.from ?? 0 };
};
