// Puts together what was read into a run: the objects the cluster begins with, the timeline, behaviours and thresholds.
import { containerCount } from "@podsim/core";
import type { Duration, KubernetesObject, Node } from "@podsim/core";
import type { JsonValue } from "@podsim/core/log";
import { MILLISECOND } from "@podsim/core/time";
import { DEFAULT_LATENCIES } from "@podsim/scheduler";
import type {
  ApiRequest,
  ApplyRequest,
  Reconciler,
  SchedulerSettings,
  Settings,
  TimelineEntry,
} from "@podsim/scheduler";
import type { Workload } from "../arrivals/read-workloads.js";
import type { BehaviorSpec } from "../behaviors/behavior-spec.js";
import { placedTemplates, summarizeBehaviors, templateOf } from "../behaviors/behavior-summary.js";
import { resolveBehaviors } from "../behaviors/resolve-behaviors.js";
import { fingerprint } from "../run/fingerprint.js";
import type { DeclaredParameter, PreparedRun, ThresholdSpec } from "../run/prepared.js";
import { reportDisabledFields } from "./disabled-fields.js";
import type { ControllerSettings } from "./controllers-shape.js";
import type { FileReports } from "./file-reports.js";
import type { LoadedObject, ManifestFiles } from "./manifest-files.js";
import { undeclaredAccounts } from "./service-accounts.js";
import { INITIAL_NAMESPACES, namespaceObject, undeclaredNamespaces } from "./namespaces.js";
import { notModelled } from "./not-modelled.js";
import type { NotModelled } from "./not-modelled.js";
import { plain } from "./plain.js";
import { withZones, zoneNames } from "./time-zones.js";
import type { ScenarioProfile } from "./profile-shape.js";
import type { ScenarioDump } from "./scenario-dump.js";
import { reportUnloadedAutoscalers } from "./unloaded-autoscalers.js";
import type { UserPlugin } from "./scheduler-choice.js";
import type { Sweep } from "./sweep-cells.js";

export interface RunParts extends ScenarioProfile {
  readonly name: string;
  readonly question: string | null;
  readonly clockStart: string;
  readonly horizonUs: Duration;
  readonly quietUs: Duration | null;
  readonly stopWhen?: "allJobsDone" | null;
  readonly seeds: readonly number[];
  readonly require: number;
  /** Of the manifests the cluster begins with. */
  readonly objects: readonly LoadedObject[];
  /** Objects that the timeline applies. */
  readonly laterObjects: readonly LoadedObject[];
  /** Nodes made from templates. */
  readonly nodes: readonly Node[];
  readonly behaviors: readonly BehaviorSpec[];
  readonly entries: readonly TimelineEntry[];
  readonly thresholds: readonly ThresholdSpec[];
  /** Ids of laws. */
  readonly checks?: readonly string[];
  readonly fileCount: number;
  /** Entries of the timeline as they are written: one that repeats is one. */
  readonly entryCount?: number;
  /** Null = the scheduler every cluster has. */
  readonly scheduler: SchedulerSettings | null;
  readonly plugins: readonly UserPlugin[];
  /** Controllers of the user's own. */
  readonly reconcilers?: readonly Reconciler[];
  readonly workloads?: readonly Workload[];
  /** The cluster that is there already when the run begins; null or absent = there is none. */
  readonly dump?: ScenarioDump | null;
  readonly parameters?: readonly DeclaredParameter[];
  readonly sweep?: Sweep | null;
  readonly controllers: ControllerSettings;
}

/** Time 0 where a scenario does not say it. */
export const DEFAULT_CLOCK_START = "2026-01-01T00:00:00Z";

/** What others refer to comes first; within a kind, objects keep the order of the files. */
const ORDER: readonly KubernetesObject["kind"][] = [
  "Namespace",
  "PriorityClass",
  "RuntimeClass",
  "LimitRange",
  "ResourceQuota",
  "StorageClass",
  "Node",
  "ConfigMap",
  "Secret",
  "Lease",
  "CSINode",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Service",
  "PodDisruptionBudget",
  "DaemonSet",
  "Deployment",
  "ReplicaSet",
  "StatefulSet",
  "Job",
  "CronJob",
  "HorizontalPodAutoscaler",
  "Pod",
];

const inOrder = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  [...objects].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));

const applying = (object: KubernetesObject): ApplyRequest => ({ verb: "apply", object });

/** What is found is there before anything else is applied. */
const startEntry = (dump: ScenarioDump | null, objects: readonly KubernetesObject[]): TimelineEntry => ({
  atUs: 0,
  name: "start",
  text: "",
  requests: [
    ...inOrder(dump?.objects ?? []).map(applying),
    ...(dump?.requests ?? []),
    ...inOrder(objects).map(applying),
  ] as readonly ApiRequest[],
});

/** Creates what nothing declares, and says so, or refuses it. */
const createdNamespaces = (
  { objects, laterObjects, dump }: RunParts,
  isStrict: boolean,
  reports: FileReports,
): readonly KubernetesObject[] => {
  const all = [...objects, ...laterObjects];
  const declaring = [...all.map(({ object }) => object), ...(dump?.objects ?? [])];
  const declared = new Set(declaring.flatMap((object) => (object.kind === "Namespace" ? [object.metadata.name] : [])));
  const undeclared = undeclaredNamespaces(all, declared, isStrict);
  for (const { source, diagnostic } of undeclared) reports.add(source, diagnostic);
  return isStrict ? [] : undeclared.map(({ name }) => namespaceObject(name));
};

const reportNotModelled = (files: ManifestFiles, isStrict: boolean, reports: FileReports): readonly NotModelled[] => {
  const findings = notModelled(files.ignored, isStrict);
  for (const { source, diagnostic } of findings) reports.add(source, diagnostic);
  return findings.map(({ part }) => part);
};

const podCount = (objects: readonly KubernetesObject[]): number =>
  objects.reduce((sum, object) => sum + (templateOf(object)?.replicas ?? 0), 0);

/** Touches every container once, so that a behaviour that cannot be resolved shows before the run. */
const warmUp = (behaviorOf: PreparedRun["behaviorOf"], objects: readonly KubernetesObject[]): void => {
  for (const object of objects) {
    const made = templateOf(object);
    if (made === null) continue;
    for (let ix = 0; ix < containerCount(made.template.spec); ix += 1) behaviorOf(made.template, ix);
  }
};

const isEmpty = (record: object): boolean => Object.keys(record).length === 0;

const settingsOf = ({
  clockStart,
  kubernetes,
  featureGates,
  kubelet,
  scheduler,
  controllers,
}: RunParts): Omit<Settings, "seed"> => ({
  clockStartUs: Date.parse(clockStart) * MILLISECOND,
  kubernetes,
  ...(isEmpty(featureGates) ? {} : { featureGates }),
  ...(isEmpty(kubelet) ? {} : { kubelet }),
  latencies: DEFAULT_LATENCIES,
  ...(scheduler === null ? {} : { scheduler }),
  ...controllers,
});

/** Worked out when somebody asks: whoever plays thousands of small scenarios does not. */
const onceAsked = <Work extends string | object>(work: () => Work): (() => Work) => {
  let known: Work | null = null;
  return () => (known ??= work());
};

/** Everything that the run's result depends on. */
const inputsOf = (parts: RunParts, begin: readonly KubernetesObject[], settings: object): object => {
  const { name, question, require, horizonUs, quietUs, clockStart, thresholds, plugins, workloads = [] } = parts;
  const { dump = null, checks = [], stopWhen = null } = parts;
  return {
    name,
    question,
    require,
    horizonUs,
    quietUs,
    clockStart,
    thresholds,
    settings,
    // A dump is told by its own digest: it can be a hundred megabytes.
    timeline: [startEntry(null, begin), ...parts.entries],
    ...(dump === null ? {} : { dump: dump.digest }),
    behaviors: parts.behaviors,
    ...(checks.length === 0 ? {} : { checks }),
    ...(stopWhen === null ? {} : { stopWhen }),
    ...(workloads.length === 0 ? {} : { arrivals: workloads.map(({ inputs }) => inputs) }),
    ...(plugins.length === 0 ? {} : { plugins: plugins.map(({ digest }) => digest) }),
  };
};

/** The run, provided that nothing was found wrong; `reports` gets what is found on the way. */
export const assembleRun = (
  parts: RunParts,
  files: ManifestFiles,
  isStrict: boolean,
  reports: FileReports,
): PreparedRun => {
  const ignored = reportNotModelled(files, isStrict, reports);
  reportDisabledFields([...parts.objects, ...parts.laterObjects], parts, reports);
  // What a dump does not hold the cluster has all the same.
  const accounts = parts.dump == null ? undeclaredAccounts(parts.objects, files.passedOver, isStrict) : [];
  for (const { source, diagnostic } of accounts) reports.add(source, diagnostic);
  const created = createdNamespaces(parts, isStrict, reports);
  const declared = parts.objects.map(({ object }) => object);
  const begin: readonly KubernetesObject[] = [...INITIAL_NAMESPACES, ...created, ...declared, ...parts.nodes];
  const dump = parts.dump ?? null;
  const known = [...declared, ...(dump?.objects ?? []), ...parts.laterObjects.map(({ object }) => object)];
  const behaviors = resolveBehaviors(parts.behaviors, [...placedTemplates(known), ...(dump?.templates ?? [])]);
  warmUp(behaviors.behaviorOf, known);
  const timeline = [startEntry(dump, begin), ...parts.entries];
  const requests = parts.entries.flatMap((entry) => entry.requests);
  reportUnloadedAutoscalers([...parts.objects, ...parts.laterObjects], dump?.objects ?? [], requests, reports);
  const names = zoneNames(known, requests);
  const settings = withZones(settingsOf(parts), names, parts);
  const { plugins, workloads = [] } = parts;
  const { name, question, require, horizonUs, quietUs, clockStart, thresholds } = parts;
  const digest = onceAsked(() => fingerprint(plain(inputsOf(parts, begin, settings)) as unknown as JsonValue));
  const summary = onceAsked(() => summarizeBehaviors(behaviors, known));
  return {
    name,
    question,
    seeds: parts.seeds,
    require,
    settings,
    plugins,
    reconcilers: parts.reconcilers ?? [],
    horizonUs,
    quietUs,
    stopWhen: parts.stopWhen ?? null,
    clockStart,
    behaviorOf: behaviors.behaviorOf,
    behaviors: summary,
    timeline,
    arrivals: workloads.map(({ stream }) => stream),
    thresholds,
    checks: parts.checks ?? [],
    parameters: parts.parameters ?? [],
    sweep: parts.sweep ?? null,
    warnings: reports.warnings,
    notModelled: ignored,
    counts: {
      files: parts.fileCount,
      nodes: [...begin, ...(dump?.objects ?? [])].filter(({ kind }) => kind === "Node").length,
      pods: podCount(declared) + (dump?.podCount ?? 0),
      timelineEntries: parts.entryCount ?? parts.entries.length,
    },
    inputDigest: digest,
  };
};
