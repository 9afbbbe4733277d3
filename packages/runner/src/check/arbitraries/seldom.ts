// What is there now and then.
import fc from "fast-check";
import type { JsonMap } from "../json-map.js";

/** Null but for one time in `of`; what fails is tried without it first. */
export const seldom = <T>(arbitrary: fc.Arbitrary<T>, of: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: of - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** The entries that are not null. */
export const said = (entries: JsonMap): JsonMap =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null));
