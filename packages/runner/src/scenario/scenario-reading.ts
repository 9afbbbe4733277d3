// Reads a scenario section by section: a fault in one hides none in another, and what follows from a fault is not told.
import { isLeft } from "fp-ts/lib/Either.js";
import type * as t from "io-ts";
import type { Duration, KubernetesObject, Node, SimTime } from "@podsim/core";
import { MILLISECOND, MINUTE } from "@podsim/core/time";
import type { TimelineEntry } from "@podsim/scheduler";
import type { BehaviorSpec } from "../behaviors/behavior-spec.js";
import { behaviorSpec } from "../behaviors/behavior-spec.js";
import { diagnostic } from "../input/diagnostic.js";
import type { LocatedDocument, Path } from "../input/located.js";
import { locateNearest } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import type { PreparedRun } from "../run/prepared.js";
import { assembleRun, DEFAULT_CLOCK_START } from "./assemble-run.js";
import { reportAnnotations, reportUnusedBehaviors } from "./behavior-issues.js";
import type { PlacedBehavior } from "./behavior-issues.js";
import { ClusterSketch } from "./cluster-sketch.js";
import { FileReports } from "./file-reports.js";
import { ManifestFiles } from "./manifest-files.js";
import type { LoadedObject, OverrideSource } from "./manifest-files.js";
import { INITIAL_NAMESPACES } from "./namespaces.js";
import { buildNodes, nodeGroup } from "./node-group.js";
import type { NodeGroup } from "./node-group.js";
import { issueOfProblem } from "./object-issues.js";
import { notAPath, overrideSchema, parsePath } from "./overrides.js";
import { readParams, substituteParams } from "./params.js";
import {
  clockShape,
  clusterShape,
  DEFAULT_REPEAT,
  DEFAULT_VERSION,
  documentShape,
  kubernetesVersion,
  repeatShape,
  specShape,
} from "./scenario-shape.js";
import type { Clock, ClusterOutline, Repeat } from "./scenario-shape.js";
import { isMapping } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import { decodeAt } from "./schema/schema.js";
import type { Issue } from "./schema/schema.js";
import { shortTime } from "./schema/shown.js";
import { planTimeline, readTimeline } from "./timeline.js";
import type { TimelineItem } from "./timeline.js";
import { readThresholds } from "./thresholds.js";

export interface LoadOptions {
  /** What is not modelled, and namespaces nothing declares, are errors. */
  readonly strict: boolean;
  /** Instead of the scenario's: these seeds, or so many. */
  readonly seeds: readonly number[] | { readonly count: number } | null;
  /** Instead of spec.clock.stop.after. */
  readonly untilUs: Duration | null;
  /** name=value, for spec.params. */
  readonly settings: readonly string[];
}

export const DEFAULT_LOAD_OPTIONS: LoadOptions = { strict: false, seeds: null, untilUs: null, settings: [] };

/** Longer than every wait that is modelled by default: back-offs (5m), tolerations (5m), progress deadlines (10m). */
export const QUIET_US: Duration = 11 * MINUTE;

const directoryOf = (path: string): string => (path.includes("/") ? path.slice(0, Math.max(1, path.lastIndexOf("/"))) : ".");

/** Everything a scenario was found to hold, as far as it could be read. */
export class ScenarioReading {
  readonly reports = new FileReports();
  readonly #sketch = new ClusterSketch();
  readonly #laterObjects: LoadedObject[] = [];
  #unresolved: readonly Path[] = [];
  /** Whether objects may exist that nobody could read: then names are not called unknown. */
  #hidesObjects = false;

  constructor(
    private readonly access: InputAccess,
    private readonly document: LocatedDocument,
    private readonly options: LoadOptions,
  ) {}

  prepare(): PreparedRun | null {
    const { file } = this.document.source;
    const raw = isMapping(this.document.value) ? this.document.value : {};
    const spec = this.#spec(raw);
    this.#decode(documentShape, this.document.value, []);
    this.#decode(specShape, spec, ["spec"]);
    const clock = spec["clock"] === undefined ? null : this.#decode(clockShape, spec["clock"], ["spec", "clock"]);
    const horizonUs = this.options.untilUs ?? clock?.stop.after ?? Number.MAX_SAFE_INTEGER - 1;
    const kubernetes =
      spec["kubernetes"] === undefined ? DEFAULT_VERSION : this.#decode(kubernetesVersion, spec["kubernetes"], ["spec", "kubernetes"]);
    const repeat = spec["repeat"] === undefined ? DEFAULT_REPEAT : this.#decode(repeatShape, spec["repeat"], ["spec", "repeat"]);
    const cluster = this.#cluster(spec["cluster"]);
    const overrides = this.#overrides(cluster.overrides);
    const manifests = new ManifestFiles(this.access, this.reports, overrides);
    const objects = this.#manifests(manifests, cluster);
    const nodes = this.#nodeGroups(cluster);
    const behaviors = this.#behaviors(spec["behaviors"]);
    for (const { object } of objects) this.#sketch.add(object);
    for (const named of manifests.faulty) this.#sketch.addName(named);
    this.#hidesObjects = manifests.hasUnreadable;
    for (const object of [...INITIAL_NAMESPACES, ...nodes]) this.#sketch.add(object);
    const startImages = [...this.#sketch.images];
    const entries = this.#timeline(spec["timeline"], clock, horizonUs, manifests);
    const laterImages = [...this.#sketch.images].filter((image) => !startImages.includes(image));
    this.#checkBehaviors(behaviors, objects, laterImages, manifests);
    this.#unusedOverrides(manifests);
    const thresholds = this.#thresholds(spec["thresholds"], entries, clock?.stop.after ?? horizonUs);
    this.#notRun(spec);
    const name = isMapping(raw["metadata"]) ? raw["metadata"]["name"] : null;
    const run = assembleRun(
      {
        name: typeof name === "string" ? name : file,
        question: typeof spec["question"] === "string" ? spec["question"] : null,
        kubernetes: kubernetes ?? DEFAULT_VERSION,
        clockStart: clock?.start ?? DEFAULT_CLOCK_START,
        horizonUs,
        quietUs: clock?.stop.orWhen === "quiescent" ? QUIET_US : null,
        ...this.#seeds(repeat ?? DEFAULT_REPEAT),
        objects,
        laterObjects: this.#laterObjects,
        nodes,
        behaviors: behaviors.map(({ spec: each }) => each),
        entries: entries.filter(({ atUs }) => atUs <= horizonUs),
        thresholds,
        fileCount: manifests.fileCount + 1,
      },
      manifests,
      this.options.strict,
      this.reports,
    );
    return this.reports.hasErrors ? null : run;
  }

  /** spec with its parameters put in. */
  #spec(raw: Mapping): Mapping {
    const spec = isMapping(raw["spec"]) ? raw["spec"] : {};
    const path = ["spec", "params"];
    const params = readParams(spec["params"], path, this.options.settings);
    params.issues.forEach((issue) => this.#report(issue));
    params.settingIssues.forEach((each) => this.reports.addLoose(each));
    const at = this.document.locate(path, "key");
    const { params: _declared, ...rest } = spec;
    const declaredAt = at === null ? "" : ` (line ${String(at.line)})`;
    const replaced = substituteParams(rest, ["spec"], params.values, declaredAt);
    replaced.issues.forEach((issue) => this.#report(issue));
    this.#unresolved = replaced.unresolved;
    return { ...(isMapping(replaced.value) ? replaced.value : {}), ...("params" in spec ? { params: spec["params"] } : {}) };
  }

  /** What follows from a value that is not known is no fault of its own. */
  #report(issue: Issue): void {
    if (this.#hidesObjects && (issue.code === "E201" || issue.code === "E202")) return;
    const isConsequence =
      issue.code !== "E203" && this.#unresolved.some((path) => path.every((step, ix) => issue.path[ix] === step));
    if (!isConsequence) this.reports.addIssue(this.document, issue);
  }

  #decode<A>(type: t.Type<A, unknown, unknown>, value: unknown, path: Path): A | null {
    const read = decodeAt(type, value, path);
    if (!isLeft(read)) return read.right;
    read.left.forEach((issue) => this.#report(issue));
    return null;
  }

  #cluster(raw: unknown): ClusterOutline {
    const none: ClusterOutline = { manifests: [], nodes: [], overrides: [] };
    if (raw === undefined) return none;
    const read = this.#decode(clusterShape, raw, ["spec", "cluster"]);
    if (read !== null) return read;
    // What can be read of it is looked at nevertheless.
    const given = isMapping(raw) ? raw : {};
    const items = (key: string): readonly unknown[] => (Array.isArray(given[key]) ? (given[key] as readonly unknown[]) : []);
    const manifests = items("manifests").filter((each) => typeof each === "string");
    return { manifests, nodes: items("nodes"), overrides: items("overrides") };
  }

  #overrides(items: readonly unknown[]): readonly OverrideSource[] {
    return items.flatMap((item, ix): readonly OverrideSource[] => {
      const path = ["spec", "cluster", "overrides", ix];
      const override = this.#decode(overrideSchema, item, path);
      if (override === null) return [];
      for (const written of Object.keys(override.set)) {
        if (parsePath(written) !== null) continue;
        const why = "a path is field names with dots between them, and list items in brackets";
        this.#report({ code: "E108", message: notAPath(written), why, fix: "write spec.replicas, or spec.template.spec.containers[app].image", path: [...path, "set", written], part: "key" });
      }
      return [{ override, document: this.document, path }];
    });
  }

  #load(manifests: ManifestFiles, pattern: string, path: Path): readonly LoadedObject[] {
    const { file } = this.document.source;
    const found = manifests.load(directoryOf(file), pattern, file);
    if (!("code" in found)) return found;
    this.#report({ ...found, path });
    return [];
  }

  #manifests(manifests: ManifestFiles, { manifests: patterns }: ClusterOutline): readonly LoadedObject[] {
    const isList = this.document.locate(["spec", "cluster", "manifests", 0]) !== null;
    return patterns.flatMap((pattern, ix) => this.#load(manifests, pattern, ["spec", "cluster", "manifests", ...(isList ? [ix] : [])]));
  }

  #build(group: NodeGroup, path: Path): readonly Node[] {
    const { nodes, problems } = buildNodes(group);
    for (const problem of problems) this.#report(issueOfProblem(problem, [...path, "template"]));
    return nodes;
  }

  #nodeGroups({ nodes }: ClusterOutline): readonly Node[] {
    const names = new Set<string>();
    return nodes.flatMap((item, ix) => {
      const path = ["spec", "cluster", "nodes", ix];
      const group = this.#decode(nodeGroup, item, path);
      const built = group === null ? [] : this.#build(group, path);
      const twice = built.find(({ metadata }) => names.has(metadata.name));
      if (twice !== undefined) {
        const why = "two nodes cannot have one name";
        this.#report({ code: "E108", message: `there are two nodes "${twice.metadata.name}"`, why, fix: "give the groups different names", path: [...path, "name"] });
      }
      for (const { metadata } of built) names.add(metadata.name);
      return built;
    });
  }

  #behaviors(raw: unknown): readonly PlacedBehavior[] {
    if (raw === undefined || raw === null) return [];
    if (!Array.isArray(raw)) {
      const why = "behaviours are tried in order, the first that matches counts";
      this.#report({ code: "E104", message: "expected a list of behaviours", why, fix: "start every behaviour with a dash", path: ["spec", "behaviors"] });
      return [];
    }
    return (raw as readonly unknown[]).flatMap((item, ix): readonly PlacedBehavior[] => {
      const path = ["spec", "behaviors", ix];
      const spec: BehaviorSpec | null = this.#decode(behaviorSpec, item, path);
      return spec === null ? [] : [{ spec, path }];
    });
  }

  #checkBehaviors(
    behaviors: readonly PlacedBehavior[],
    objects: readonly LoadedObject[],
    laterImages: readonly string[],
    manifests: ManifestFiles,
  ): void {
    const all = [...objects, ...this.#laterObjects];
    const names = behaviors.flatMap(({ spec }) => (spec.name === null ? [] : [spec.name]));
    reportAnnotations(all, names, this.reports);
    if (all.length > 0 && manifests.faulty.length === 0) reportUnusedBehaviors(behaviors, all, laterImages, (issue) => this.#report(issue));
  }

  #unusedOverrides(manifests: ManifestFiles): void {
    for (const { override, path } of manifests.unusedOverrides) {
      const { kind, name } = override.target;
      const why = "no manifest holds an object of that kind, name and namespace";
      this.#report({ code: "E202", message: `this override matches no object: ${kind} ${name ?? ""}`.trim(), why, fix: "correct the target, or remove the override", path: [...path, "target"] });
    }
  }

  #timeline(raw: unknown, clock: Clock | null, horizonUs: Duration, manifests: ManifestFiles): readonly TimelineEntry[] {
    const { items, issues, idle } = readTimeline(raw, ["spec", "timeline"], horizonUs);
    issues.forEach((issue) => this.#report(issue));
    for (const path of idle) this.#warnNotRun(path, "snapshot", "the whole run is kept, so every moment of it can be looked at");
    if (clock !== null && this.options.untilUs === null) this.#checkTimes(items, clock);
    const start = Date.parse(clock?.start ?? DEFAULT_CLOCK_START);
    const timestampOf = (at: SimTime): string => new Date(start + Math.trunc(at / MILLISECOND)).toISOString().replace(/\.\d+Z$/, "Z");
    return planTimeline(items, {
      sketch: this.#sketch,
      report: (issue) => this.#report(issue),
      manifests: (pattern, path): readonly KubernetesObject[] => {
        const loaded = this.#load(manifests, pattern, path);
        this.#laterObjects.push(...loaded);
        return loaded.map(({ object }) => object);
      },
      nodes: (group, path) => this.#build(group, path),
      timestampOf,
    });
  }

  #checkTimes(items: readonly TimelineItem[], { stop }: Clock): void {
    const line = this.document.locate(["spec", "clock", "stop", "after"], "value")?.line;
    for (const { path, occursAtUs, verb, timeField } of items) {
      const [firstUs = 0] = occursAtUs;
      if (firstUs <= stop.after) continue;
      this.#report({
        code: "E204",
        message: "this happens after the run has stopped",
        why: `spec.clock.stop.after is ${shortTime(stop.after)}${line === undefined ? "" : ` (line ${String(line)})`}`,
        fix: `raise stop.after above ${shortTime(firstUs)}, or move the ${verb.verb} earlier`,
        path: [...path, timeField],
      });
    }
  }

  #thresholds(raw: unknown, entries: readonly TimelineEntry[], stopUs: Duration): PreparedRun["thresholds"] {
    const names = (kind: string): readonly string[] => [...new Set(this.#sketch.everOfKind(kind).map(({ name }) => name))];
    const known = {
      deployments: names("Deployment"),
      services: names("Service"),
      namespaces: [...new Set(this.#sketch.everOfKind("Deployment").map(({ namespace }) => namespace)), ...names("Namespace")],
      interventions: entries.map(({ name }) => name),
    };
    const judged = this.#hidesObjects ? null : known;
    const { specs, issues, aborts } = readThresholds(raw, ["spec", "thresholds"], judged, stopUs);
    issues.forEach((issue) => this.#report(issue));
    for (const path of aborts) this.#warnNotRun(path, "abort", "every seed is run to its end; the verdict is the same");
    return specs;
  }

  #notRun(spec: Mapping): void {
    if (spec["sweep"] !== undefined) this.#warnNotRun(["spec", "sweep"], "sweep", "it belongs to podsim sweep; run uses the parameters' defaults");
    if (spec["checks"] !== undefined) this.#warnNotRun(["spec", "checks"], "checks", "properties are not judged by this version; thresholds are");
  }

  #warnNotRun(path: Path, what: string, why: string): void {
    const { source } = this.document;
    const text = { code: "W504", message: `${what} is accepted and not run`, why, fix: "nothing, if that is what you want" } as const;
    this.reports.add(source, diagnostic(source.file, locateNearest(this.document, path), text));
  }

  #seeds({ seeds, base, require }: Repeat): { readonly seeds: readonly number[]; readonly require: number } {
    const given = this.options.seeds;
    if (given !== null && !("count" in given)) return { seeds: given, require };
    return { seeds: Array.from({ length: given?.count ?? seeds }, (_, ix) => base + ix), require };
  }
}
