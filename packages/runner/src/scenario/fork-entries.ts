// Interventions that are put into a run afterwards, planned against the cluster as it really was at that moment.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { KubernetesObject, SimTime } from "@podsim/core";
import { MILLISECOND } from "@podsim/core/time";
import type { TimelineEntry, WorldView } from "@podsim/scheduler";
import { readText } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import { sourceText } from "../input/source-text.js";
import type { PlacedTemplate } from "../behaviors/resolve-behaviors.js";
import { reportUnmadePods, reportUnusedBehaviors } from "./behavior-issues.js";
import { ClusterSketch } from "./cluster-sketch.js";
import { FileReports } from "./file-reports.js";
import type { FileReport } from "./file-reports.js";
import { ManifestFiles } from "./manifest-files.js";
import { buildGroup, loadPattern } from "./scenario-cluster.js";
import { isMapping } from "./schema/record.js";
import { SectionReader } from "./section-reader.js";
import { planTimeline } from "./plan-timeline.js";
import { readTimeline } from "./timeline.js";

export interface ForkPlace {
  readonly atUs: SimTime;
  /** The cluster then. */
  readonly world: WorldView;
  /** Date of time 0. */
  readonly clockStart: string;
  /** Names that entries of the run have. */
  readonly taken: ReadonlySet<string>;
}

const sketchOf = (world: WorldView): ClusterSketch => {
  const sketch = new ClusterSketch();
  const objects = [
    ...world.nodes.values(),
    ...world.deployments.values(),
    ...world.statefulSets.values(),
    ...world.daemonSets.values(),
    ...world.jobs.values(),
    ...world.cronJobs.values(),
    ...world.services.values(),
    ...world.budgets.values(),
    ...world.configMaps.values(),
    ...world.secrets.values(),
    ...world.leases.values(),
    ...world.claims.values(),
    ...world.volumes.values(),
    ...world.storageClasses.values(),
  ];
  for (const { object } of objects) sketch.add(object as KubernetesObject);
  for (const { namespace, name } of world.replicaSets.values()) sketch.addName({ kind: "ReplicaSet", namespace, name });
  for (const { identity } of world.pods.values()) {
    sketch.addName({ kind: "Pod", namespace: identity.namespace, name: identity.name });
  }
  return sketch;
};

const unique = (name: string, taken: Set<string>): string => {
  let found = name;
  for (let n = 2; taken.has(found); n += 1) found = `${name}-${String(n)}`;
  taken.add(found);
  return found;
};

/** Templates of the pods there are. */
const templatesOf = ({ pods }: WorldView): readonly PlacedTemplate[] =>
  [...pods.values()].map(({ identity: { namespace, template } }) => ({ namespace, template }));

const SHOWN_FILE = "<fork>";

/** Plans entries without a time, written as a YAML list; Left: everything wrong with them. */
export const planFork = (
  yaml: string,
  { atUs, world, clockStart, taken }: ForkPlace,
  access: InputAccess,
): Either<readonly FileReport[], readonly TimelineEntry[]> => {
  const read = readText(sourceText(SHOWN_FILE, yaml));
  if (isLeft(read)) return left([read.left]);
  const [document] = read.right.documents;
  if (document === undefined) return right([]);
  const reports = new FileReports();
  const reader = new SectionReader(document, reports);
  const manifests = new ManifestFiles(access, reports, []);
  const timed = (Array.isArray(document.value) ? (document.value as readonly unknown[]) : [document.value]).map(
    (entry) => (isMapping(entry) ? { ...entry, at: `${String(atUs)}us` } : entry),
  );
  const { items, issues } = readTimeline(timed, [], atUs);
  for (const issue of issues) reader.report(issue);
  const timestamp = new Date(Date.parse(clockStart) + Math.trunc(atUs / MILLISECOND)).toISOString();
  const entries = planTimeline(items, {
    sketch: sketchOf(world),
    controllers: [],
    report: (issue) => reader.report(issue),
    manifests: (pattern, path) => loadPattern(manifests, pattern, path, reader).map(({ object }) => object),
    objects: (raw, path) =>
      raw.flatMap((item, ix) => manifests.inline(document, item, [...path, ix]).map(({ object }) => object)),
    nodes: (group, path) => buildGroup(group, path, reader, access),
    behavior: (placed) => reportUnusedBehaviors([placed], templatesOf(world), [], (issue) => reader.report(issue)),
    pods: (wanted) => reportUnmadePods(wanted, templatesOf(world), (issue) => reader.report(issue)),
    setParams: (_, item) => {
      const why = "a fork changes what runs; it has no scenario in which parameters stand";
      const fix = "ask for what the parameter stands for: scale, patch, addNodes, behavior";
      const path = [...item.path, "setParam"];
      reader.report({ code: "E108", message: "a fork cannot set parameters", why, fix, path });
      return [];
    },
    timestampOf: () => timestamp.replace(/\.\d+Z$/, "Z"),
    known: () => null,
  });
  if (reports.hasErrors) return left(reports.errors);
  const names = new Set(taken);
  return right(entries.map((entry) => ({ ...entry, name: unique(entry.name, names) })));
};
