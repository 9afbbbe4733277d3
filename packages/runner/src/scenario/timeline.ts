// The timeline of a scenario: entries with a time and exactly one verb, turned into what the cluster is asked for.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Duration, KubernetesObject, Node, SimTime } from "@podsim/core";
import type { ApiRequest, TimelineEntry } from "@podsim/scheduler";
import { INTERVENTIONS } from "../interventions/index.js";
import type { Path } from "../input/located.js";
import type { ClusterSketch } from "./cluster-sketch.js";
import type { Intervention, PlannedVerb } from "./intervention.js";
import type { NodeGroup } from "./node-group.js";
import { isMapping, notAMapping, optional, record } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import { decodeAt } from "./schema/schema.js";
import type { Issue } from "./schema/schema.js";
import { text } from "./schema/scalars.js";
import { listed, shortTime } from "./schema/shown.js";
import { duration } from "./schema/times.js";

const BY_VERB: ReadonlyMap<string, Intervention> = new Map(INTERVENTIONS.map((each) => [each.name, each]));

/** Verbs and times of the format that this version cannot act on. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  when: "entries that wait for a condition are not run yet; give a time with at",
  after: "it belongs to when, which is not run yet",
  evict: "single evictions are not asked for yet; drain evicts the pods of nodes",
  taint: "taints of one's own are not put on nodes yet; cordon and fail are",
  apiLatency: "the API server's latency is the same throughout a run",
  behavior: "behaviours are the same throughout a run; a rollout to another image can change them",
  setParam: "parameters are the same throughout a run",
};

/** Taken and passed over: the run does not depend on it. */
const IDLE_VERBS = ["snapshot"] as const;

interface Times {
  readonly at: Duration | null;
  readonly every: Duration | null;
  readonly from: Duration | null;
  readonly until: Duration | null;
  readonly name: string | null;
}

const times = record<Times>(
  "timeline entry",
  {
    at: optional(duration),
    every: optional(duration),
    from: optional(duration),
    until: optional(duration),
    name: optional(text),
  },
  { alsoKnown: [...BY_VERB.keys(), ...IDLE_VERBS], unsupported: UNSUPPORTED },
);

const OCCURRENCES_MAX = 10_000;

/** One entry as it was read. */
export interface TimelineItem {
  readonly path: Path;
  readonly verb: PlannedVerb;
  readonly name: string | null;
  /** When it takes place, in order; at least one. */
  readonly occursAtUs: readonly SimTime[];
  /** The field that says when. */
  readonly timeField: "at" | "every";
}

const issueAt = (path: Path, issue: Omit<Issue, "path">): Issue => ({ ...issue, path });

const whenIssue = (given: Times, path: Path): Issue | null => {
  if (given.at === null && given.every === null) {
    const why = "without a time the entry would never take place";
    return issueAt(path, {
      code: "E107",
      message: "this entry does not say when",
      why,
      fix: "add at: 10m, or every: 30s",
      part: "key",
    });
  }
  if (given.at !== null && given.every !== null) {
    const why = "at is one moment, every many";
    return issueAt([...path, "every"], {
      code: "E108",
      message: "at and every cannot be given together",
      why,
      fix: "keep one of them",
      part: "key",
    });
  }
  const stray = given.every === null ? (given.from !== null ? "from" : given.until !== null ? "until" : null) : null;
  if (stray !== null) {
    const why = "from and until bound every";
    return issueAt([...path, stray], {
      code: "E108",
      message: `${stray} needs every`,
      why,
      fix: `remove ${stray}, or write every: 30s instead of at`,
      part: "key",
    });
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
  return null;
};

const occurrences = (given: Times, horizonUs: Duration): readonly SimTime[] => {
  if (given.at !== null) return [given.at];
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
    const hasOther = Object.keys(raw).some(
      (key) => key in UNSUPPORTED || (IDLE_VERBS as readonly string[]).includes(key),
    );
    const known = [...BY_VERB.keys()];
    const why = `an entry does exactly one of: ${known.join(", ")}`;
    if (!hasOther)
      issues.push(
        issueAt(path, {
          code: "E107",
          message: "this entry does nothing",
          why,
          fix: "add a verb, such as scale",
          part: "key",
        }),
      );
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
  /** Entries that are taken and do nothing. */
  readonly idle: readonly Path[];
}

/** Reads spec.timeline, which stands at `base`. */
export const readTimeline = (raw: unknown, base: Path, horizonUs: Duration): ReadTimeline => {
  const issues: Issue[] = [];
  const items: TimelineItem[] = [];
  const idle: Path[] = [];
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
    if (IDLE_VERBS.some((verb) => verb in entry)) {
      idle.push(path);
      continue;
    }
    const given = decodeAt(times, entry, path);
    if (isLeft(given)) issues.push(...given.left);
    const verb = verbOf(entry, path, issues);
    if (isLeft(given)) continue;
    const wrong = whenIssue(given.right, path);
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
    items.push({ path, verb, name: given.right.name, occursAtUs, timeField: given.right.at === null ? "every" : "at" });
  }
  return { items, issues, idle };
};

export interface PlanningMeans {
  readonly sketch: ClusterSketch;
  readonly report: (issue: Issue) => void;
  readonly manifests: (pattern: string, path: Path) => readonly KubernetesObject[];
  readonly objects: (items: readonly unknown[], path: Path) => readonly KubernetesObject[];
  readonly nodes: (group: NodeGroup, path: Path) => readonly Node[];
  readonly timestampOf: (at: SimTime) => string;
}

/** Gives entries names that no two of them share. */
class Names {
  readonly #taken = new Set<string>(["start"]);

  /** Null when it is taken. */
  claim(name: string): string | null {
    if (this.#taken.has(name)) return null;
    this.#taken.add(name);
    return name;
  }

  invent(stem: string): string {
    for (let n = 1; ; n += 1) {
      const name = this.claim(n === 1 ? stem : `${stem}-${String(n)}`);
      if (name !== null) return name;
    }
  }
}

const kebab = (words: string): string =>
  words
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

/** What the cluster is asked for and when, entry by entry; faults are reported with the place they are written at. */
export const planTimeline = (items: readonly TimelineItem[], means: PlanningMeans): readonly TimelineEntry[] => {
  const names = new Names();
  const entries: TimelineEntry[] = [];
  const given = new Map<TimelineItem, string>();
  for (const item of items) {
    if (item.name === null) continue;
    const name = names.claim(item.name);
    if (name !== null) given.set(item, name);
    else {
      const why = "thresholds and times refer to entries by name";
      means.report({
        code: "E108",
        message: `the name "${item.name}" is taken`,
        why,
        fix: "give the entry another name",
        path: [...item.path, "name"],
      });
    }
  }
  const inOrder = [...items].sort((a, b) => (a.occursAtUs[0] ?? 0) - (b.occursAtUs[0] ?? 0));
  for (const item of inOrder) {
    const { verb, occursAtUs } = item;
    const [firstUs = 0] = occursAtUs;
    const at = [...item.path, verb.verb];
    const requests: readonly ApiRequest[] = verb.plan({
      sketch: means.sketch,
      at: shortTime(firstUs),
      timestamp: means.timestampOf(firstUs),
      report: (issue) => means.report({ ...issue, path: [...at, ...issue.path] }),
      manifests: (pattern, path) => means.manifests(pattern, [...at, ...path]),
      objects: (items, path) => means.objects(items, [...at, ...path]),
      nodes: (group, path) => means.nodes(group, [...at, ...path]),
    });
    const stem = given.get(item) ?? names.invent(kebab(`${verb.verb} ${verb.subject}`));
    occursAtUs.forEach((atUs, ix) => {
      const name = ix === 0 ? stem : names.invent(`${stem}-${String(ix + 1)}`);
      entries.push({ atUs, name, text: verb.text, requests });
    });
  }
  return entries.sort((a, b) => a.atUs - b.atUs);
};
