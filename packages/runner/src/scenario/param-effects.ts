// What it means for a cluster that runs that parameters get other values: overrides, node groups and behaviours follow.
import type { Node } from "@podsim/core";
import { parseObjectPath } from "@podsim/core";
import type {
  AddNodesRequest,
  ApiRequest,
  ChangeBehaviorRequest,
  PatchRequest,
  RemoveNodesRequest,
} from "@podsim/scheduler";
import { behaviorSpec } from "../behaviors/behavior-spec.js";
import type { ChangedBehavior } from "../behaviors/behavior-spec.js";
import type { Path } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import type { Planning } from "./intervention.js";
import { nodeGroup } from "./node-group.js";
import { overrideSchema } from "./overrides.js";
import type { Override } from "./overrides.js";
import { valueIssues } from "./param-changes.js";
import type { ParamTimes, ParamValues } from "./param-changes.js";
import type { ParameterValue } from "./parameter-value.js";
import type { Parameters, ParamPlace } from "./params.js";
import { substituteParams } from "./params.js";
import { plain } from "./plain.js";
import { buildGroup } from "./scenario-cluster.js";
import { isMapping } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import type { SectionReader } from "./section-reader.js";
import type { TimelineItem } from "./timeline.js";

const OVERRIDES: Path = ["spec", "cluster", "overrides"];
const NODES: Path = ["spec", "cluster", "nodes"];
const BEHAVIORS: Path = ["spec", "behaviors"];
/** Where a parameter may stand whose value changes during the run. */
const FOLLOWING: readonly Path[] = [OVERRIDES, NODES, BEHAVIORS, ["spec", "timeline"]];

const isBelow = (path: Path, base: Path): boolean => base.every((step, ix) => path[ix] === step);
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const placeText = (path: Path): string =>
  path
    .map((step) => (typeof step === "number" ? `[${String(step)}]` : `.${step}`))
    .join("")
    .slice(1);

/** Objects of a kind and name, those that come later included. */
const targetsOf = ({ target }: Override, { sketch }: Planning) =>
  sketch
    .ofKind(target.kind)
    .filter(({ name }) => target.name === null || name === target.name)
    .filter(({ namespace }) => target.namespace === null || namespace === target.namespace);

/** A scenario as it is written, and what is known of its parameters. */
export interface WrittenParams {
  /** Parameters are not put in. */
  readonly spec: Mapping;
  readonly places: readonly ParamPlace[];
  readonly params: Parameters;
  readonly times: ParamTimes;
}

export class ParamEffects {
  constructor(
    private readonly written: WrittenParams,
    private readonly reader: SectionReader,
    private readonly access: InputAccess,
  ) {}

  /** What a setParam, which is the `item` of the timeline, asks of the cluster. */
  requests(
    given: Readonly<Record<string, ParameterValue>>,
    { path, occursAtUs, timeField }: TimelineItem,
    planning: Planning,
  ): readonly ApiRequest[] {
    const issues = valueIssues(given, this.written.params);
    for (const issue of issues) planning.report(issue);
    if (timeField !== "at") {
      const why = "what stands in later entries has to be known before the run";
      const fix = "give it a moment: at: 10m";
      const at = [...path, timeField];
      this.reader.report({ code: "E108", message: "setParam needs at", why, fix, path: at, part: "key" });
    }
    if (issues.length > 0 || timeField !== "at") return [];
    const before = this.written.times.before(Number(path.at(-1)), occursAtUs[0] ?? 0);
    return this.#follow(new Set(Object.keys(given)), before, new Map([...before, ...Object.entries(given)]), planning);
  }

  #follow(
    names: ReadonlySet<string>,
    before: ParamValues,
    after: ParamValues,
    planning: Planning,
  ): readonly ApiRequest[] {
    const concerned = this.written.places.filter(({ name }) => names.has(name));
    for (const { name, path } of concerned) {
      if (FOLLOWING.some((base) => isBelow(path, base))) continue;
      planning.report({
        code: "E108",
        message: `${name} cannot change during a run: it stands in ${placeText(path)}`,
        why: "what follows a parameter are overrides, node groups, behaviours and later entries of the timeline",
        fix: "compare two runs with other values instead (podsim sweep)",
        path: [name],
        part: "key",
      });
    }
    const at = (base: Path): readonly number[] => [
      ...new Set(concerned.flatMap(({ path }) => (isBelow(path, base) ? [Number(path[base.length])] : []))),
    ];
    return [
      ...at(OVERRIDES).flatMap((ix) => this.#override(ix, before, after, planning)),
      ...at(NODES).flatMap((ix) => this.#nodes(ix, before, after, planning)),
      ...at(BEHAVIORS).flatMap((ix) => this.#behavior(ix, after)),
    ];
  }

  /** An item of a list of the scenario with the parameters put in. */
  #item(base: Path, ix: number, values: ParamValues): unknown {
    const list = base
      .slice(1)
      .reduce<unknown>((at, step) => (isMapping(at) ? at[String(step)] : undefined), this.written.spec);
    const item = Array.isArray(list) ? (list as readonly unknown[])[ix] : undefined;
    return substituteParams(item, [...base, ix], values, "").value;
  }

  #override(ix: number, before: ParamValues, after: ParamValues, planning: Planning): readonly PatchRequest[] {
    const read = (values: ParamValues) =>
      this.reader.decode(overrideSchema, this.#item(OVERRIDES, ix, values), [...OVERRIDES, ix]);
    const [old, next] = [read(before), read(after)];
    if (old === null || next === null) return [];
    const set = Object.entries(next.set).flatMap(([written, value]) => {
      const steps = parseObjectPath(written);
      return steps === null || isSame(value, old.set[written]) ? [] : [{ at: written, steps, value }];
    });
    if (set.length === 0) return [];
    return targetsOf(next, planning).map((target) => ({ verb: "patch", target, subresource: "", set }));
  }

  #nodes(ix: number, before: ParamValues, after: ParamValues, planning: Planning): readonly ApiRequest[] {
    const path = [...NODES, ix];
    const built = (values: ParamValues): readonly Node[] => {
      const group = this.reader.decode(nodeGroup, this.#item(NODES, ix, values), path);
      return group === null ? [] : buildGroup(group, path, this.reader, this.access);
    };
    const [old, next] = [built(before), built(after)];
    const [had, has] = [old, next].map((nodes) => new Set(nodes.map(({ metadata }) => metadata.name)));
    const added = next.filter(({ metadata }) => had?.has(metadata.name) !== true);
    const names = [...(had ?? [])].filter((name) => has?.has(name) !== true);
    for (const node of added) planning.sketch.add(node);
    for (const name of names) planning.sketch.remove({ kind: "Node", namespace: "", name });
    const adding: AddNodesRequest = { verb: "add-nodes", nodes: added };
    const removing: RemoveNodesRequest = { verb: "remove-nodes", nodes: { names } };
    return [...(added.length === 0 ? [] : [adding]), ...(names.length === 0 ? [] : [removing])];
  }

  #behavior(ix: number, after: ParamValues): readonly ChangeBehaviorRequest[] {
    const set = this.reader.decode(behaviorSpec, this.#item(BEHAVIORS, ix, after), [...BEHAVIORS, ix]);
    if (set === null) return [];
    const change: ChangedBehavior = { match: set.match ?? NOBODY, set, of: ix };
    return [{ verb: "change-behavior", change: plain(change), forUs: null }];
  }
}

/** A behaviour without a match is had by name. */
const NOBODY: ChangedBehavior["match"] = { labelSelector: null, namespace: null, image: null, container: null };
