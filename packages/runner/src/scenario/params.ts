// Parameters of a scenario: declared with type and default, set from outside, put in place of whole scalars.
import { isLeft } from "fp-ts/lib/Either.js";
import { closest } from "../input/closest.js";
import { emptyRecord } from "../input/record.js";
import type { Path } from "../input/located.js";
import { objectionTo, parameterSchema, parseSetting, typedValue } from "./parameter-value.js";
import type { Parameter, ParameterValue } from "./parameter-value.js";
import { isMapping, notAMapping } from "./schema/record.js";
import { decodeAt } from "./schema/schema.js";
import type { Explanation, Issue } from "./schema/schema.js";

export interface Parameters {
  /** null = declared, but without a usable value. */
  readonly values: ReadonlyMap<string, ParameterValue | null>;
  /** Null = declared, and the declaration cannot be read. */
  readonly declared: ReadonlyMap<string, Parameter | null>;
  readonly issues: readonly Issue[];
  /** What is wrong with the settings given from outside the file. */
  readonly settingIssues: readonly Explanation[];
}

const unknownSetting = (name: string, known: readonly string[]): Explanation => {
  const meant = closest(name, known);
  const why =
    known.length === 0 ? "the scenario declares no parameters" : `declared in spec.params: ${known.join(", ")}`;
  const fix = meant === null ? "set a declared parameter" : `did you mean ${meant}?`;
  return { code: "E203", message: `parameter "${name}" is not declared`, why, fix };
};

/** Reads spec.params; `settings` are the name=value pairs of the command line, the last of a name counts. */
export const readParams = (raw: unknown, base: Path, settings: readonly string[]): Parameters => {
  const issues: Issue[] = [];
  const settingIssues: Explanation[] = [];
  const values = new Map<string, ParameterValue | null>();
  const declared = new Map<string, Parameter | null>();
  if (raw !== undefined && raw !== null && !isMapping(raw))
    issues.push({ ...notAMapping("parameters by name", raw), path: base });
  for (const [name, value] of Object.entries(isMapping(raw) ? raw : {})) {
    const read = decodeAt(parameterSchema, value, [...base, name]);
    values.set(name, null);
    declared.set(name, null);
    if (isLeft(read)) {
      issues.push(...read.left);
      continue;
    }
    const objection = objectionTo(read.right, read.right.default);
    if (objection !== null) issues.push({ ...objection, path: [...base, name, "default"] });
    else values.set(name, read.right.default);
    declared.set(name, read.right);
  }
  for (const setting of settings) {
    const parsed = parseSetting(setting);
    if (isLeft(parsed)) {
      settingIssues.push({
        code: "E108",
        message: parsed.left,
        why: "parameters are set by name",
        fix: "write --set name=value",
      });
      continue;
    }
    const [name, typed] = parsed.right;
    const parameter = declared.get(name);
    if (parameter === undefined) settingIssues.push(unknownSetting(name, [...values.keys()]));
    if (parameter === undefined || parameter === null) continue;
    const value = typedValue(parameter, typed);
    const objection = objectionTo(parameter, value);
    if (objection === null) values.set(name, value);
    else settingIssues.push({ ...objection, message: `--set ${name}: ${objection.message}` });
  }
  return { values, declared, issues, settingIssues };
};

export interface Substituted {
  readonly value: unknown;
  readonly issues: readonly Issue[];
  /** Places whose value is not known: nothing further is said about them. */
  readonly unresolved: readonly Path[];
  /** Parameters that stand somewhere. */
  readonly used: ReadonlySet<string>;
  /** Where each of them stands. */
  readonly places: readonly ParamPlace[];
}

export interface ParamPlace {
  readonly name: string;
  readonly path: Path;
}

const MENTION = "$(params.";
const WHOLE = /^\$\(params\.([^()]*)\)$/;

/** Words that YAML 1.1 takes for true and false. */
const FLAG_WORD = /^(?:(y|yes|on|true)|(n|no|off|false))$/i;

const fixUndeclared = (name: string, known: readonly string[]): string => {
  const [, yes, no] = FLAG_WORD.exec(name) ?? [];
  const taken = yes !== undefined ? "true" : no === undefined ? null : "false";
  if (taken !== null && known.includes(taken)) return `write "${name}" in quotes in params: YAML takes it for ${taken}`;
  const meant = closest(name, known);
  return meant === null
    ? `declare it: params: { ${name}: { type: string, default: … } }`
    : `did you mean $(params.${meant})?`;
};

/** Whether a parameter stands anywhere in the value. */
const mentionsParams = (value: unknown): boolean => {
  if (typeof value === "string") return value.includes(MENTION);
  if (Array.isArray(value)) return value.some(mentionsParams);
  if (!isMapping(value)) return false;
  for (const key in value) if (mentionsParams(value[key])) return true;
  return false;
};

class Substitution {
  readonly issues: Issue[] = [];
  readonly unresolved: Path[] = [];
  readonly used = new Set<string>();
  readonly places: ParamPlace[] = [];

  constructor(
    private readonly values: ReadonlyMap<string, ParameterValue | null>,
    /** Where the parameters are declared, for messages. */
    private readonly declaredAt: string,
  ) {}

  replace(value: unknown, path: Path): unknown {
    if (typeof value === "string") return value.includes(MENTION) ? this.#scalar(value, path) : value;
    if (Array.isArray(value)) return value.map((item: unknown, ix) => this.replace(item, [...path, ix]));
    if (!isMapping(value)) return value;
    const result = emptyRecord();
    for (const key of Object.keys(value)) result[key] = this.replace(value[key], [...path, key]);
    return result;
  }

  #scalar(text: string, path: Path): unknown {
    const name = WHOLE.exec(text)?.[1];
    const known = [...this.values.keys()];
    if (name === undefined) {
      this.unresolved.push(path);
      const why = "a parameter replaces one whole value; texts are not put together";
      const fix = "make the whole value a parameter of type string";
      this.issues.push({ code: "E203", message: "$(params.…) stands inside a longer text", why, fix, path });
      return null;
    }
    this.used.add(name);
    this.places.push({ name, path });
    const value = this.values.get(name);
    if (value !== undefined) {
      if (value === null) this.unresolved.push(path);
      return value;
    }
    this.unresolved.push(path);
    this.issues.push({
      code: "E203",
      message: `parameter "${name}" is not declared`,
      why:
        known.length === 0
          ? "the scenario declares no parameters"
          : `declared in spec.params${this.declaredAt}: ${known.join(", ")}`,
      fix: fixUndeclared(name, known),
      path,
    });
    return null;
  }
}

const NOTHING: Omit<Substituted, "value"> = { issues: [], unresolved: [], used: new Set(), places: [] };

/** Puts parameters into a value that stands at `base` of its document; one without any is given back as it is. */
export const substituteParams = (
  value: unknown,
  base: Path,
  values: ReadonlyMap<string, ParameterValue | null>,
  declaredAt: string,
): Substituted => {
  if (!mentionsParams(value)) return { value, ...NOTHING };
  const substitution = new Substitution(values, declaredAt);
  const replaced = substitution.replace(value, base);
  const { issues, unresolved, used, places } = substitution;
  return { value: replaced, issues, unresolved, used, places };
};
