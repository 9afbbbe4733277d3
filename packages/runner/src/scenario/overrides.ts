// Overrides: values put into manifests by path before they are read, so that the files themselves stay untouched.
import { right } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import type { Path } from "../input/located.js";
import { emptyRecord } from "../input/record.js";
import { dictionary } from "./schema/collections.js";
import { isMapping, optional, record, required } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Schema } from "./schema/schema.js";
import { text } from "./schema/scalars.js";

export interface Override {
  readonly target: {
    readonly kind: string;
    /** null = every object of the kind. */
    readonly name: string | null;
    readonly namespace: string | null;
  };
  /** Path as kubectl writes it -> value. */
  readonly set: Readonly<Record<string, unknown>>;
}

const anything: Schema<unknown> = new Leaf("a value", (_): _ is unknown => true, right);

const targetSchema = record<Override["target"]>("target", {
  kind: required(text, "Deployment"),
  name: optional(text),
  namespace: optional(text),
});

export const overrideSchema: Schema<Override> = record<Override>("override", {
  target: required(targetSchema, "{ kind: Deployment, name: web }"),
  set: required(dictionary(anything), "{ spec.replicas: 5 }"),
});

/** A list item is meant by its position or by its name. */
type Step = string | number | { readonly named: string };

const STEP = /(?:^|\.)([^.[\]]+)|\[([^\]]*)\]/y;

/** spec.template.spec.containers[app].image taken apart; null where it is no path. */
export const parsePath = (written: string): readonly Step[] | null => {
  const steps: Step[] = [];
  for (let at = 0; at < written.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(written);
    if (match === null) return null;
    const [, key, index] = match;
    if (key !== undefined) steps.push(key);
    else if (index === undefined || index === "") return null;
    else steps.push(/^\d+$/.test(index) ? Number(index) : /[./]/.test(index) ? index : { named: index });
  }
  return steps.length === 0 ? null : steps;
};

interface Placed {
  readonly value: unknown;
  /** Where the value came to stand; null when a list has no such item. */
  readonly path: Path | null;
}

const putInList = (items: readonly unknown[], step: Step, rest: readonly Step[], value: unknown): Placed => {
  const name = typeof step === "object" ? step.named : step;
  const ix = typeof step === "number" ? step : items.findIndex((item) => isMapping(item) && item["name"] === name);
  if (ix < 0 || ix >= items.length) return { value: items, path: null };
  const placed = put(items[ix], rest, value);
  const copy = items.slice();
  copy[ix] = placed.value;
  return { value: copy, path: placed.path === null ? null : [ix, ...placed.path] };
};

const put = (whole: unknown, steps: readonly Step[], value: unknown): Placed => {
  const [step, ...rest] = steps;
  if (step === undefined) return { value, path: [] };
  if (Array.isArray(whole)) return putInList(whole, step, rest, value);
  // A name in brackets is a key where there is no list: metadata.labels[app].
  const key = typeof step === "object" ? step.named : String(step);
  const copy = emptyRecord();
  if (isMapping(whole)) for (const each of Object.keys(whole)) copy[each] = whole[each];
  const placed = put(copy[key], rest, value);
  copy[key] = placed.value;
  return { value: copy, path: placed.path === null ? null : [key, ...placed.path] };
};

/** The object with a value at a path; what is missing on the way is made. */
export const putAt = (object: Mapping, steps: readonly Step[], value: unknown): Placed => put(object, steps, value);

/** Whether the override is about the object as it stands in a manifest. */
export const isTarget = ({ target }: Override, object: unknown): object is Mapping => {
  if (!isMapping(object) || object["kind"] !== target.kind) return false;
  const metadata = isMapping(object["metadata"]) ? object["metadata"] : {};
  const namespace = metadata["namespace"] ?? "default";
  return (
    (target.name === null || metadata["name"] === target.name) &&
    (target.namespace === null || namespace === target.namespace)
  );
};

export const notAPath = (written: string): string => `${showValue(written)} is not a path such as spec.replicas`;
