// One requirement on a set of labels: when it is well formed, and whether labels meet it.
import type { Labels, NodeSelectorRequirement } from "./meta.js";
import { labelValue, qualifiedName } from "./names.js";

/** Whether a set of labels is selected. */
export type LabelTest = (labels: Labels) => boolean;

export const matchEverything: LabelTest = () => true;
export const matchNothing: LabelTest = () => false;

/** A selector that cannot be used, in Kubernetes' words. */
export interface SelectorError {
  /** The place as Kubernetes writes it, e.g. nodeSelectorTerms[0].matchExpressions[1].values[0]. */
  readonly path: string;
  readonly reason: string;
}

/** The errors as the one message Kubernetes makes of them. */
export const selectorErrorText = (errors: readonly SelectorError[]): string => {
  const texts = [...new Set(errors.map(({ path, reason }) => `${path}: ${reason}`))];
  return texts.length === 1 ? texts.join("") : `[${texts.join(", ")}]`;
};

export const childPath = (path: string, child: string): string => (path === "" ? child : `${path}.${child}`);

export const invalidValue = (value: unknown, detail: string): string =>
  `Invalid value: ${JSON.stringify(value)}: ${detail}`;

export const unsupportedValue = (value: string, supported: readonly string[]): string =>
  `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map((each) => `"${each}"`).join(", ")}`;

const INT64_MAX = 2n ** 63n - 1n;

/** A whole number as Go's strconv.ParseInt(text, 10, 64) reads it; null = it refuses. */
const parseInt64 = (text: string): number | bigint | null => {
  if (!/^[+-]?\d+$/.test(text)) return null;
  if (text.length <= 15) return Number(text);
  const n = BigInt(text.replace(/^\+/, ""));
  return n > INT64_MAX || n < -INT64_MAX - 1n ? null : n;
};

/** How many values there must be, and that they are integers where they are compared. */
const valuesErrors = ({ operator, values = [] }: NodeSelectorRequirement, path: string): SelectorError[] => {
  // Kubernetes prints a list that was never given as null.
  const shown = values.length === 0 ? null : values;
  switch (operator) {
    case "In":
    case "NotIn":
      if (values.length > 0) return [];
      return [{ path, reason: invalidValue(shown, "for 'in', 'notin' operators, values set can't be empty") }];
    case "Exists":
    case "DoesNotExist":
      if (values.length === 0) return [];
      return [{ path, reason: invalidValue(shown, "values set must be empty for exists and does not exist") }];
    case "Gt":
    case "Lt": {
      const count: SelectorError[] =
        values.length === 1
          ? []
          : [{ path, reason: invalidValue(shown, "for 'Gt', 'Lt' operators, exactly one value is required") }];
      const integers = values.flatMap((value, i) =>
        parseInt64(value) === null
          ? [
              {
                path: `${path}[${i}]`,
                reason: invalidValue(value, "for 'Gt', 'Lt' operators, the value must be an integer"),
              },
            ]
          : [],
      );
      return [...count, ...integers];
    }
  }
};

/** What is wrong with a requirement: [] = it can be used. The operator is one of the six. */
export const requirementErrors = (requirement: NodeSelectorRequirement, path: string): readonly SelectorError[] => {
  const { key, values = [] } = requirement;
  const errors: SelectorError[] = [];
  const keyErrors = qualifiedName(key);
  if (keyErrors.length > 0) {
    errors.push({ path: childPath(path, "key"), reason: invalidValue(key, keyErrors.join("; ")) });
  }
  const valuesPath = childPath(path, "values");
  errors.push(...valuesErrors(requirement, valuesPath));
  for (const [i, value] of values.entries()) {
    const valueErrors = labelValue(value);
    if (valueErrors.length === 0) continue;
    errors.push({ path: `${valuesPath}[${i}][${key}]`, reason: invalidValue(value, valueErrors.join("; ")) });
  }
  return errors;
};

/** The label's value; undefined where there is none, whatever the key ("constructor", "__proto__"). */
const read = (labels: Labels, key: string): string | undefined =>
  Object.hasOwn(labels, key) ? labels[key] : undefined;

/** The test of a requirement without errors. */
export const requirementTest = ({ key, operator, values = [] }: NodeSelectorRequirement): LabelTest => {
  const [only = ""] = values;
  const wanted: ReadonlySet<string> = new Set(values);
  switch (operator) {
    case "In":
      if (values.length === 1) return (labels) => read(labels, key) === only;
      return (labels) => {
        const value = read(labels, key);
        return value !== undefined && wanted.has(value);
      };
    case "NotIn":
      if (values.length === 1) return (labels) => read(labels, key) !== only;
      return (labels) => {
        const value = read(labels, key);
        return value === undefined || !wanted.has(value);
      };
    case "Exists":
      return (labels) => Object.hasOwn(labels, key);
    case "DoesNotExist":
      return (labels) => !Object.hasOwn(labels, key);
    case "Gt":
    case "Lt": {
      const bound = parseInt64(only);
      if (bound === null) return matchNothing;
      const isWithin = operator === "Gt" ? (n: number | bigint) => n > bound : (n: number | bigint) => n < bound;
      return (labels) => {
        const n = parseInt64(read(labels, key) ?? "");
        return n !== null && isWithin(n);
      };
    }
  }
};

/** The test that all tests agree with; of no tests, everything. */
export const matchAll = (tests: readonly LabelTest[]): LabelTest => {
  const [first, second] = tests;
  if (first === undefined) return matchEverything;
  if (second === undefined) return first;
  if (tests.length === 2) return (labels) => first(labels) && second(labels);
  return (labels) => {
    for (const test of tests) if (!test(labels)) return false;
    return true;
  };
};
