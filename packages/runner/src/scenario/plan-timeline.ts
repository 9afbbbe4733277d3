// The timeline of a scenario turned into what the cluster is asked for, entry by entry.
import type { KubernetesObject, Node, SimTime } from "@podsim/core";
import type { ApiRequest, TimelineEntry } from "@podsim/scheduler";
import type { Path } from "../input/located.js";
import type { PlacedBehavior } from "./behavior-issues.js";
import type { ClusterSketch } from "./cluster-sketch.js";
import type { Planning, WantedPods } from "./intervention.js";
import type { NodeGroup } from "./node-group.js";
import type { ParameterValue } from "./parameter-value.js";
import type { Issue } from "./schema/schema.js";
import { shortTime } from "./schema/shown.js";
import type { KnownNames } from "./metric-labels.js";
import type { TimelineItem } from "./timeline.js";
import { waitingOf } from "./waiting.js";

export interface PlanningMeans {
  readonly sketch: ClusterSketch;
  readonly controllers: Planning["controllers"];
  readonly report: (issue: Issue) => void;
  readonly manifests: (pattern: string, path: Path) => readonly KubernetesObject[];
  readonly objects: (items: readonly unknown[], path: Path) => readonly KubernetesObject[];
  readonly nodes: (group: NodeGroup, path: Path) => readonly Node[];
  readonly behavior: (placed: PlacedBehavior) => void;
  readonly pods: (wanted: WantedPods) => void;
  readonly setParams: (
    values: Readonly<Record<string, ParameterValue>>,
    item: TimelineItem,
    planning: Planning,
  ) => readonly ApiRequest[];
  readonly timestampOf: (at: SimTime) => string;
  /** What labels of metrics can name; null = not known. */
  readonly known: () => KnownNames | null;
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
  const all = [...given.values()];
  // What waits is planned last: it finds everything there ever was.
  const inOrder = [...items].sort(
    (a, b) => Number(a.waits !== null) - Number(b.waits !== null) || (a.occursAtUs[0] ?? 0) - (b.occursAtUs[0] ?? 0),
  );
  for (const item of inOrder) {
    const { verb, occursAtUs, waits } = item;
    const [firstUs = 0] = occursAtUs;
    const planningAt = (base: Path): Planning => {
      const planning: Planning = {
        sketch: waits === null ? means.sketch : means.sketch.ofAllTimes(),
        at: () => (waits === null ? shortTime(firstUs) : "any time"),
        timestamp: () => means.timestampOf(firstUs),
        entries: all,
        controllers: means.controllers,
        report: (issue) => means.report({ ...issue, path: [...base, ...issue.path] }),
        manifests: (pattern, path) => means.manifests(pattern, [...base, ...path]),
        objects: (written, path) => means.objects(written, [...base, ...path]),
        nodes: (group, path) => means.nodes(group, [...base, ...path]),
        behavior: (spec) => means.behavior({ spec, path: base }),
        pods: (wanted) => means.pods({ ...wanted, path: [...base, ...wanted.path] }),
        setParams: (values) => means.setParams(values, item, planning),
      };
      return planning;
    };
    const requests: readonly ApiRequest[] = verb.plan(planningAt([...item.path, verb.verb]));
    const waiting =
      waits === null
        ? null
        : waitingOf(waits.when, waits.after, { planning: planningAt(item.path), names: all, known: means.known() });
    const stem = given.get(item) ?? names.invent(kebab(`${verb.verb} ${verb.subject}`));
    occursAtUs.forEach((atUs, ix) => {
      const name = ix === 0 ? stem : names.invent(`${stem}-${String(ix + 1)}`);
      entries.push({ atUs, name, text: verb.text, requests, ...(waiting === null ? {} : { waits: waiting }) });
    });
  }
  return entries.sort((a, b) => a.atUs - b.atUs);
};
