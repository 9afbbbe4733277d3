// Reads a scenario section by section: a fault in one hides none in another.
import { nodeResources } from "@podsim/core";
import type { Duration, KubernetesObject, SimTime } from "@podsim/core";
import { MILLISECOND } from "@podsim/core/time";
import type { Reconciler, SchedulerSettings, TimelineEntry } from "@podsim/scheduler";
import { placedTemplates } from "../behaviors/behavior-summary.js";
import type { LocatedDocument } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import type { DeclaredParameter, PreparedRun } from "../run/prepared.js";
import { assembleRun, DEFAULT_CLOCK_START } from "./assemble-run.js";
import { reportAnnotations, reportUnmadePods, reportUnusedBehaviors } from "./behavior-issues.js";
import type { PlacedBehavior } from "./behavior-issues.js";
import { readChecks } from "./checks.js";
import { ClusterSketch, imagesOf } from "./cluster-sketch.js";
import { earlyStopOf } from "./early-stop.js";
import { checkExpectation } from "./expectation.js";
import { FileReports } from "./file-reports.js";
import type { WantedPods } from "./intervention.js";
import type { LoadOptions } from "./load-options.js";
import { ManifestFiles } from "./manifest-files.js";
import type { LoadedObject } from "./manifest-files.js";
import { INITIAL_NAMESPACES } from "./namespaces.js";
import { ParamTimes } from "./param-changes.js";
import { ParamEffects } from "./param-effects.js";
import { readParams, substituteParams } from "./params.js";
import type { Parameters } from "./params.js";
import {
  buildControllers,
  buildGroup,
  loadManifests,
  loadPattern,
  readBehaviors,
  readCluster,
  readNodeGroups,
  readObjects,
  readOverrides,
  reportUnusedOverrides,
} from "./scenario-cluster.js";
import { readProfile } from "./profile-shape.js";
import { clockShape, DEFAULT_REPEAT, documentShape, repeatShape, specShape } from "./scenario-shape.js";
import type { ClusterOutline, Clock, Repeat } from "./scenario-shape.js";
import { isMapping } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import { shortTime } from "./schema/shown.js";
import { readScenarioDump } from "./scenario-dump.js";
import type { ScenarioDump } from "./scenario-dump.js";
import { readScenarioScheduler } from "./scenario-scheduler.js";
import { NO_CHOICE, schedulerSettings } from "./scheduler-choice.js";
import type { SchedulerChoice } from "./scheduler-choice.js";
import { SectionReader } from "./section-reader.js";
import { readSweep } from "./sweep.js";
import type { Sweep } from "./sweep-cells.js";
import { readThresholds } from "./thresholds.js";
import type { KnownNames } from "./metric-labels.js";
import { amountOf } from "../arrivals/read-trace.js";
import { readWorkloads } from "../arrivals/read-workloads.js";
import type { Workload } from "../arrivals/read-workloads.js";
import { planTimeline } from "./plan-timeline.js";
import { readTimeline } from "./timeline.js";
import type { TimelineItem } from "./timeline.js";

/** Stands in for the time at which a run stops whose clock cannot be read. */
const NO_STOP: Duration = Number.MAX_SAFE_INTEGER - 1;

/** Names of timeline entries as they are written, those of faulty entries included. */
const namesGiven = (timeline: unknown): readonly string[] =>
  (Array.isArray(timeline) ? (timeline as readonly unknown[]) : []).flatMap((entry) =>
    isMapping(entry) && typeof entry["name"] === "string" ? [entry["name"]] : [],
  );

/** Everything a scenario was found to hold, as far as it could be read. */
export class ScenarioReading {
  readonly reports = new FileReports();
  readonly #reader: SectionReader;
  readonly #sketch = new ClusterSketch();
  readonly #laterObjects: LoadedObject[] = [];
  readonly #laterBehaviors: PlacedBehavior[] = [];
  readonly #wantedPods: WantedPods[] = [];
  #params: Parameters | null = null;
  /** RFC 3339: time 0. */
  #clockStart = DEFAULT_CLOCK_START;
  #usedParams: ReadonlySet<string> = new Set();
  #paramEffects: ParamEffects | null = null;
  #timelineEntries = 0;
  readonly #controllers: readonly Reconciler[] | null;

  constructor(
    private readonly access: InputAccess,
    private readonly document: LocatedDocument,
    private readonly options: LoadOptions,
  ) {
    this.#reader = new SectionReader(document, this.reports);
    this.#controllers = options.controllers === undefined ? [] : options.controllers;
  }

  /** The run; null when anything is wrong, which is then in `reports`. */
  prepare(): PreparedRun | null {
    const reader = this.#reader;
    const raw = isMapping(this.document.value) ? this.document.value : {};
    const spec = this.#spec(raw);
    const header = reader.decode(documentShape, this.document.value, []);
    const outline = raw["spec"] === undefined ? null : reader.decode(specShape, spec, ["spec"]);
    const clock = spec["clock"] === undefined ? null : reader.decode(clockShape, spec["clock"], ["spec", "clock"]);
    const profile = readProfile(spec, reader, this.options.kubernetes ?? null, this.options.strict);
    const repeat = reader.decode(repeatShape, spec["repeat"] ?? {}, ["spec", "repeat"]);
    const horizonUs = this.options.untilUs ?? clock?.stop.after ?? NO_STOP;
    const cluster = readCluster(spec["cluster"], reader);
    const choice = this.options.scheduler ?? NO_CHOICE;
    const manifests = new ManifestFiles(this.access, this.reports, readOverrides(cluster.overrides, reader));
    const objects = [
      ...loadManifests(manifests, cluster.manifests, reader),
      ...readObjects(manifests, cluster.objects, reader),
    ];
    const dump = this.#dump(cluster, clock, manifests);
    const controllers = buildControllers(cluster.controllers, reader);
    const nodes = [...readNodeGroups(cluster.nodes, reader, this.access, this.#sketch), ...controllers.nodes];
    const behaviors = readBehaviors(spec["behaviors"], reader);
    reader.hidesObjects ||= manifests.hasUnreadable;
    const begin = [...nodes, ...objects.map(({ object }) => object), ...(dump?.known ?? [])];
    const startImages = this.#sketchAll(manifests, begin);
    const workloads = this.#workloads(spec["workload"], begin, horizonUs);
    manifests.ignored.push(...workloads.flatMap(({ ignored }) => ignored));
    const scheduler = this.#scheduler(cluster, choice, workloads);
    const entries = this.#timeline(spec["timeline"], clock, manifests);
    // What containers a dump holds is not looked at file by file.
    if (manifests.faulty.length === 0 && dump === null) this.#checkBehaviors(behaviors, objects, startImages);
    reportUnusedOverrides(manifests, reader);
    const interventions = [...entries.map(({ name }) => name), ...namesGiven(spec["timeline"])];
    const thresholds = this.#thresholds(spec["thresholds"], interventions, clock);
    const sweep = this.#sweep(spec["sweep"]);
    const checks = readChecks(spec["checks"], reader);
    checkExpectation(spec["expect"], this.#controllers, reader);
    const run = assembleRun(
      {
        name: header?.metadata.name ?? "",
        question: outline?.question ?? null,
        ...profile,
        clockStart: this.#clockStart,
        dump,
        horizonUs,
        ...earlyStopOf(clock),
        ...this.#seeds(repeat ?? DEFAULT_REPEAT),
        objects,
        laterObjects: this.#laterObjects,
        nodes,
        behaviors: behaviors.map(({ spec: each }) => each),
        entries: entries.filter(({ atUs }) => atUs <= horizonUs),
        thresholds,
        fileCount: manifests.fileCount + 1,
        entryCount: this.#timelineEntries,
        scheduler,
        plugins: choice.plugins,
        reconcilers: this.#controllers ?? [],
        workloads,
        checks,
        parameters: this.#parameterValues(),
        sweep,
        controllers: controllers.settings,
      },
      manifests,
      this.options.strict,
      this.reports,
    );
    return this.reports.hasErrors ? null : run;
  }

  /** Images of everything the run begins with. */
  #sketchAll({ faulty }: ManifestFiles, begin: readonly KubernetesObject[]): ReadonlySet<string> {
    for (const named of faulty) this.#sketch.addName(named);
    for (const object of [...INITIAL_NAMESPACES, ...begin]) this.#sketch.add(object);
    return new Set(this.#sketch.images);
  }

  /** The cluster that is there already; time 0 is when it was dumped, unless the scenario says otherwise. */
  #dump(cluster: ClusterOutline, clock: Clock | null, manifests: ManifestFiles): ScenarioDump | null {
    const start = clock?.start ?? null;
    const startMillis = start === null ? null : Date.parse(start);
    const dump = readScenarioDump(cluster.dump, startMillis, DEFAULT_CLOCK_START, manifests, this.#reader, this.access);
    this.#clockStart = start ?? dump?.takenAt ?? DEFAULT_CLOCK_START;
    manifests.ignored.push(...(dump?.ignored ?? []));
    return dump;
  }

  /** spec with its parameters put in. */
  #spec(raw: Mapping): Mapping {
    const spec = isMapping(raw["spec"]) ? raw["spec"] : {};
    const path = ["spec", "params"];
    const params = readParams(spec["params"], path, this.options.settings);
    for (const issue of params.issues) this.#reader.report(issue);
    for (const each of params.settingIssues) this.reports.addLoose(each);
    const at = this.document.locate(path, "key");
    this.#params = params;
    const { params: declared, timeline, ...rest } = spec;
    const declaredAt = at === null ? "" : ` (line ${String(at.line)})`;
    const times = new ParamTimes(timeline, params);
    const replaced = substituteParams(rest, ["spec"], params.values, declaredAt);
    const entries = times.substitute(timeline, ["spec", "timeline"], declaredAt);
    for (const issue of [...replaced.issues, ...entries.issues]) this.#reader.report(issue);
    this.#reader.unresolved = [...replaced.unresolved, ...entries.unresolved];
    this.#usedParams = new Set([...replaced.used, ...entries.used, ...times.changed]);
    const places = [...replaced.places, ...entries.places];
    this.#paramEffects = new ParamEffects({ spec, places, params, times }, this.#reader, this.access);
    return { timeline: entries.value, params: declared, ...(isMapping(replaced.value) ? replaced.value : {}) };
  }

  #scheduler(
    { scheduler }: ClusterOutline,
    choice: SchedulerChoice,
    workloads: readonly Workload[],
  ): SchedulerSettings | null {
    const { strict } = this.options;
    const configuration = readScenarioScheduler(scheduler, choice, strict, this.access, this.#reader, workloads);
    const tieBreak = choice.tieBreak ?? scheduler?.tieBreak ?? null;
    return schedulerSettings(configuration, tieBreak, scheduler?.cost ?? null);
  }

  /** Arrivals; their templates count among the objects that come later. */
  #workloads(raw: unknown, begin: readonly KubernetesObject[], stopUs: Duration): readonly Workload[] {
    const capacityOf = (resource: string): number => {
      const nodes = begin.flatMap((object) => (object.kind === "Node" ? [object.status.allocatable] : []));
      return nodes.reduce((sum, allocatable) => sum + amountOf(nodeResources(allocatable), resource), 0);
    };
    const workloads = readWorkloads(raw, { access: this.access, reader: this.#reader, stopUs, capacityOf });
    for (const { sample } of workloads) {
      this.#laterObjects.push(sample);
      for (const image of imagesOf(sample.object)) this.#sketch.addImage(image);
    }
    return workloads;
  }

  #timeline(raw: unknown, clock: Clock | null, manifests: ManifestFiles): readonly TimelineEntry[] {
    const reader = this.#reader;
    const { items, issues } = readTimeline(raw, ["spec", "timeline"], this.options.untilUs ?? clock?.stop.after ?? 0);
    for (const issue of issues) reader.report(issue);
    if (clock !== null && this.options.untilUs === null) this.#checkTimes(items, clock);
    const horizonUs = this.options.untilUs ?? clock?.stop.after ?? 0;
    this.#timelineEntries = items.filter(({ occursAtUs: [firstUs = 0] }) => firstUs <= horizonUs).length;
    const start = Date.parse(this.#clockStart);
    const timestampOf = (at: SimTime): string =>
      new Date(start + Math.trunc(at / MILLISECOND)).toISOString().replace(/\.\d+Z$/, "Z");
    return planTimeline(items, {
      sketch: this.#sketch,
      controllers: this.#controllers,
      report: (issue) => reader.report(issue),
      manifests: (pattern, path): readonly KubernetesObject[] => {
        const loaded = loadPattern(manifests, pattern, path, reader);
        this.#laterObjects.push(...loaded);
        return loaded.map(({ object }) => object);
      },
      objects: (items, path): readonly KubernetesObject[] => {
        const loaded = items.flatMap((item, ix) => manifests.inline(this.document, item, [...path, ix]));
        this.#laterObjects.push(...loaded);
        return loaded.map(({ object }) => object);
      },
      nodes: (group, path) => buildGroup(group, path, reader, this.access),
      behavior: (placed) => void this.#laterBehaviors.push(placed),
      pods: (wanted) => void this.#wantedPods.push(wanted),
      setParams: (values, item, planning) => this.#paramEffects?.requests(values, item, planning) ?? [],
      timestampOf,
      known: () => this.#knownNames(namesGiven(raw)),
    });
  }

  #checkTimes(items: readonly TimelineItem[], { stop }: Clock): void {
    const line = this.document.locate(["spec", "clock", "stop", "after"], "value")?.line;
    for (const { path, occursAtUs, verb, timeField } of items) {
      const [firstUs = 0] = occursAtUs;
      if (firstUs <= stop.after) continue;
      this.#reader.report({
        code: "E204",
        message: "this happens after the run has stopped",
        why: `spec.clock.stop.after is ${shortTime(stop.after)}${line === undefined ? "" : ` (line ${String(line)})`}`,
        fix: `raise stop.after above ${shortTime(firstUs)}, or move the ${verb.verb} earlier`,
        path: [...path, timeField, ...(timeField === "when" ? ["from"] : [])],
      });
    }
  }

  #checkBehaviors(
    behaviors: readonly PlacedBehavior[],
    objects: readonly LoadedObject[],
    startImages: ReadonlySet<string>,
  ): void {
    const all = [...objects, ...this.#laterObjects];
    const names = behaviors.flatMap(({ spec }) => (spec.name === null ? [] : [spec.name]));
    reportAnnotations(all, names, this.reports);
    const laterImages = [...this.#sketch.images].filter((image) => !startImages.has(image));
    const placed = [...behaviors, ...this.#laterBehaviors];
    const made = placedTemplates(all.map(({ object }) => object));
    for (const wanted of this.#wantedPods) reportUnmadePods(wanted, made, (issue) => this.#reader.report(issue));
    if (all.length > 0) reportUnusedBehaviors(placed, made, laterImages, (issue) => this.#reader.report(issue));
  }

  /** What labels of metrics can name; null where nobody knows, because files could not be read. */
  #knownNames(interventions: readonly string[]): KnownNames | null {
    if (this.#reader.hidesObjects) return null;
    const names = (kind: string): readonly string[] => this.#sketch.everOfKind(kind).map(({ name }) => name);
    return {
      deployments: [...new Set(names("Deployment"))],
      services: [...new Set(names("Service"))],
      namespaces: [...this.#sketch.namespaces],
      interventions,
    };
  }

  #thresholds(raw: unknown, interventions: readonly string[], clock: Clock | null): PreparedRun["thresholds"] {
    const reader = this.#reader;
    const judged = this.#knownNames(interventions);
    const { specs, issues } = readThresholds(raw, ["spec", "thresholds"], judged, clock?.stop.after ?? NO_STOP);
    for (const issue of issues) reader.report(issue);
    return specs;
  }

  #sweep(raw: unknown): Sweep | null {
    const declared = this.#params?.declared ?? new Map();
    const { sweep, issues } = readSweep(raw, ["spec", "sweep"], { declared, used: this.#usedParams });
    for (const issue of issues) this.#reader.report(issue);
    return sweep;
  }

  #parameterValues(): readonly DeclaredParameter[] {
    const { declared, values } = this.#params ?? { declared: new Map(), values: new Map() };
    return [...declared].flatMap(([name, parameter]) => {
      const value = values.get(name);
      return parameter === null || value === null || value === undefined ? [] : [{ name, parameter, value }];
    });
  }

  #seeds({ seeds, base, require }: Repeat): { readonly seeds: readonly number[]; readonly require: number } {
    const given = this.options.seeds;
    if (given !== null && !("count" in given)) return { seeds: given, require };
    return { seeds: Array.from({ length: given?.count ?? seeds }, (_, ix) => base + ix), require };
  }
}
