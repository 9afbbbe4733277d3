// What is there now and then.
import fc from "fast-check";

/** Null but for one time in `of`; what fails is tried without it first. */
export const seldom = <T>(arbitrary: fc.Arbitrary<T>, of: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: of - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
