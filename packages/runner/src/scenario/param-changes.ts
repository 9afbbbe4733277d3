// Parameters that get other values during a run: which value holds when, and what the timeline's entries make of it.
import { isLeft } from "fp-ts/lib/Either.js";
import type { SimTime } from "@podsim/core";
import type { Path } from "../input/located.js";
import type { ParameterValue } from "./parameter-value.js";
import { objectionTo } from "./parameter-value.js";
import { substituteParams } from "./params.js";
import type { Parameters, ParamPlace, Substituted } from "./params.js";
import { isMapping } from "./schema/record.js";
import type { Issue } from "./schema/schema.js";
import { duration } from "./schema/times.js";

export type ParamValues = Parameters["values"];

/** From `atUs` on these parameters have these values. */
interface ParamChange {
  /** Position of the entry in the timeline. */
  readonly ix: number;
  readonly atUs: SimTime;
  readonly values: ReadonlyMap<string, ParameterValue>;
}

const timeOf = (entry: unknown): SimTime | null => {
  const at = isMapping(entry) ? duration.decode(entry["at"]) : null;
  return at === null || isLeft(at) ? null : at.right;
};

/** The values of setParam that parameters may have; what is wrong with the others is said by valueIssues. */
const goodValues = (given: unknown, { declared }: Parameters): ReadonlyMap<string, ParameterValue> =>
  new Map(
    Object.entries(isMapping(given) ? given : {}).flatMap(([name, value]) => {
      const parameter = declared.get(name) ?? null;
      const isGood = parameter !== null && objectionTo(parameter, value as ParameterValue) === null;
      return isGood ? [[name, value as ParameterValue] as const] : [];
    }),
  );

/** What is wrong with values that parameters are given; paths start at the values. */
export const valueIssues = (
  values: Readonly<Record<string, ParameterValue>>,
  { declared }: Parameters,
): readonly Issue[] =>
  Object.entries(values).flatMap(([name, value]): readonly Issue[] => {
    const parameter = declared.get(name);
    if (parameter === undefined) {
      const known = [...declared.keys()];
      const why =
        known.length === 0 ? "the scenario declares no parameters" : `declared in spec.params: ${known.join(", ")}`;
      const message = `parameter "${name}" is not declared`;
      return [{ code: "E203", message, why, fix: "set a declared parameter", path: [name], part: "key" }];
    }
    const objection = parameter === null ? null : objectionTo(parameter, value);
    return objection === null ? [] : [{ ...objection, path: [name] }];
  });

/** What each parameter is worth when. */
export class ParamTimes {
  readonly #changes: readonly ParamChange[];

  constructor(
    timeline: unknown,
    private readonly params: Parameters,
  ) {
    const items = Array.isArray(timeline) ? (timeline as readonly unknown[]) : [];
    this.#changes = items
      .flatMap((entry, ix): readonly ParamChange[] => {
        const atUs = timeOf(entry);
        if (atUs === null || !isMapping(entry) || entry["setParam"] === undefined) return [];
        return [{ ix, atUs, values: goodValues(entry["setParam"], params) }];
      })
      .sort((a, b) => a.atUs - b.atUs || a.ix - b.ix);
  }

  /** Parameters that some entry changes. */
  get changed(): ReadonlySet<string> {
    return new Set(this.#changes.flatMap(({ values }) => [...values.keys()]));
  }

  /** The values just before the entry at position `ix` takes place. */
  before(ix: number, atUs: SimTime): ParamValues {
    const earlier = this.#changes.filter((each) => each.atUs < atUs || (each.atUs === atUs && each.ix < ix));
    if (earlier.length === 0) return this.params.values;
    const values = new Map(this.params.values);
    for (const change of earlier) for (const [name, value] of change.values) values.set(name, value);
    return values;
  }

  /** Puts into each entry of the timeline, which stands at `base`, the values it finds when it takes place. */
  substitute(timeline: unknown, base: Path, declaredAt: string): Substituted {
    if (!Array.isArray(timeline)) return substituteParams(timeline, base, this.params.values, declaredAt);
    const parts = (timeline as readonly unknown[]).map((entry, ix) => {
      const atUs = timeOf(entry);
      const values = atUs === null ? this.params.values : this.before(ix, atUs);
      const part = substituteParams(entry, [...base, ix], values, declaredAt);
      return atUs === null ? { ...part, issues: [...part.issues, ...this.#unsettled(part.places)] } : part;
    });
    return {
      value: parts.map(({ value }) => value),
      issues: parts.flatMap(({ issues }) => issues),
      unresolved: parts.flatMap(({ unresolved }) => unresolved),
      used: new Set(parts.flatMap(({ used }) => [...used])),
      places: parts.flatMap(({ places }) => places),
    };
  }

  /** Of entries without one moment that is known before. */
  #unsettled(places: readonly ParamPlace[]): readonly Issue[] {
    const { changed } = this;
    return places
      .filter(({ name }) => changed.has(name))
      .map(({ name, path }) => ({
        code: "E108",
        message: `which value ${name} has here is not known`,
        why: "a setParam changes it during the run, and this entry has no moment (at) that tells before from after",
        fix: "write the value itself, or entries with at",
        path,
      }));
  }
}
