// Broken invariants of the engine: thrown, because they mean that the program is wrong.

export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
}

/** Narrows `condition` to true or throws InvariantViolation; the message is built only on failure. */
export function invariant(condition: unknown, message: () => string): asserts condition {
  if (!condition) throw new InvariantViolation(message());
}
