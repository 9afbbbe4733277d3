// Places in an object as kubectl writes them, and putting values there.
import { isRecord } from "./api-type.js";
import type { Path } from "./errors.js";

/** A list item is meant by its position or by its name; a condition by its type. */
export type PathStep = string | number | { readonly named: string };

const STEP = /(?:^|\.)([^.[\]]+)|\[([^\]]*)\]/y;

/** spec.template.spec.containers[app].image taken apart; null where it is no path. */
export const parseObjectPath = (written: string): readonly PathStep[] | null => {
  const steps: PathStep[] = [];
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

export interface Placed {
  readonly value: unknown;
  /** Where the value came to stand; null when a list has no such item. */
  readonly path: Path | null;
}

const isNamed = (item: unknown, name: unknown): boolean =>
  isRecord(item) && (item["name"] === name || item["type"] === name);

const putInList = (items: readonly unknown[], step: PathStep, rest: readonly PathStep[], value: unknown): Placed => {
  const name = typeof step === "object" ? step.named : step;
  const ix = typeof step === "number" ? step : items.findIndex((item) => isNamed(item, name));
  if (ix < 0 || ix >= items.length) return { value: items, path: null };
  const placed = putAtPath(items[ix], rest, value);
  const copy = items.slice();
  copy[ix] = placed.value;
  return { value: copy, path: placed.path === null ? null : [ix, ...placed.path] };
};

/** A copy of `whole` with a value at a path; what is missing on the way is made. */
export const putAtPath = (whole: unknown, steps: readonly PathStep[], value: unknown): Placed => {
  const [step, ...rest] = steps;
  if (step === undefined) return { value, path: [] };
  if (Array.isArray(whole)) return putInList(whole, step, rest, value);
  // A name in brackets is a key where there is no list: metadata.labels[app].
  const key = typeof step === "object" ? step.named : String(step);
  // Without a prototype, so that a key called __proto__ is one like any other.
  const copy = Object.create(null) as Record<string, unknown>;
  if (isRecord(whole)) for (const each of Object.keys(whole)) copy[each] = whole[each];
  const placed = putAtPath(copy[key], rest, value);
  copy[key] = placed.value;
  return { value: copy, path: placed.path === null ? null : [key, ...placed.path] };
};
