// Paths into JSON values as kubectl's JSONPath has them: fields, list positions, slices, unions, wildcards, filters.
import type { Json } from "../objects/kube-object.js";

export type Step =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "wildcard" }
  | { readonly kind: "recursive" }
  | { readonly kind: "index"; readonly at: number }
  | { readonly kind: "slice"; readonly from: number | null; readonly to: number | null; readonly step: number }
  | { readonly kind: "union"; readonly names: readonly (string | number)[] }
  | { readonly kind: "filter"; readonly left: Operand; readonly operator: Comparison; readonly right: Operand };

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "exists";

export type Operand =
  { readonly kind: "path"; readonly steps: readonly Step[] } | { readonly kind: "value"; readonly value: Json };

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isMap = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !isList(value);

const children = (value: Json): readonly Json[] => (isList(value) ? value : isMap(value) ? Object.values(value) : []);

const withDescendants = (value: Json): readonly Json[] => [value, ...children(value).flatMap(withDescendants)];

const fieldOf = (value: Json, name: string): readonly Json[] => {
  if (!isMap(value) || !Object.hasOwn(value, name)) return [];
  const found = value[name];
  return found === undefined ? [] : [found];
};

const itemAt = (value: Json, at: number): readonly Json[] => {
  const item = isList(value) ? value.at(at) : undefined;
  return item === undefined ? [] : [item];
};

const sliced = (value: Json, from: number | null, to: number | null, step: number): readonly Json[] =>
  isList(value) ? value.slice(from ?? 0, to ?? value.length).filter((_, k) => k % step === 0) : [];

const operandValue = (operand: Operand, current: Json): Json | undefined =>
  operand.kind === "value" ? operand.value : evaluatePath(operand.steps, [current])[0];

const compare = (left: Json | undefined, operator: Comparison, right: Json | undefined): boolean => {
  if (operator === "exists") return left !== undefined;
  if (left === undefined || right === undefined) return false;
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  const comparable =
    (typeof left === "number" && typeof right === "number") || (typeof left === "string" && typeof right === "string");
  if (!comparable) return false;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
};

const follow = (step: Step, value: Json): readonly Json[] => {
  switch (step.kind) {
    case "field":
      return fieldOf(value, step.name);
    case "wildcard":
      return children(value);
    case "recursive":
      return withDescendants(value);
    case "index":
      return itemAt(value, step.at);
    case "slice":
      return sliced(value, step.from, step.to, step.step);
    case "union":
      return step.names.flatMap((name) => (typeof name === "number" ? itemAt(value, name) : fieldOf(value, name)));
    case "filter":
      return children(value).filter((item) =>
        compare(operandValue(step.left, item), step.operator, operandValue(step.right, item)),
      );
  }
};

/** Everything the path leads to from these values, in order; a field that is missing leads nowhere. */
export const evaluatePath = (steps: readonly Step[], from: readonly Json[]): readonly Json[] =>
  steps.reduce<readonly Json[]>((values, step) => values.flatMap((value) => follow(step, value)), from);
