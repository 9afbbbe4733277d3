// Reading what a server wrote beside an object's spec: any shape in, and what is not there is empty.
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { isMapping } from "../scenario/schema/record.js";
import type { Mapping } from "../scenario/schema/record.js";

export const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (isMapping(inner) ? inner[key] : undefined), value);

/** "" for whatever is no text. */
export const textAt = (value: unknown, ...keys: readonly string[]): string => {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : "";
};

/** 0 for whatever is no number. */
export const countAt = (value: unknown, ...keys: readonly string[]): number => {
  const found = at(value, ...keys);
  return typeof found === "number" && Number.isSafeInteger(found) ? found : 0;
};

/** Those that are objects, of what is no list none. */
export const listAt = (value: unknown, ...keys: readonly string[]): readonly Mapping[] => {
  const found = at(value, ...keys);
  return Array.isArray(found) ? (found as readonly unknown[]).filter(isMapping) : [];
};

/** Stamps as virtual times, by the moment that is time 0. */
export class DumpClock {
  readonly #startMillis: number;

  constructor(startMillis: number) {
    this.#startMillis = startMillis;
  }

  /** In whole seconds; null for what is no stamp. */
  timeOf(stamp: unknown): SimTime | null {
    if (typeof stamp !== "string" || stamp === "") return null;
    const millis = Date.parse(stamp);
    return Number.isNaN(millis) ? null : Math.floor((millis - this.#startMillis) / 1_000) * SECOND;
  }

  /** Of something that has happened: what lies after time 0 was written by another clock, and counts as time 0. */
  pastOf(stamp: unknown): SimTime | null {
    const time = this.timeOf(stamp);
    return time === null ? null : Math.min(0, time);
  }

  at(value: unknown, ...keys: readonly string[]): SimTime | null {
    return this.pastOf(at(value, ...keys));
  }
}
