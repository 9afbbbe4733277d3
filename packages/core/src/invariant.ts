// Broken invariants: the one kind of failure that is thrown, because it means this program is wrong.

/** Thrown when something that must hold does not. Caught only by the program's entry point, which reports a bug. */
export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
}

/**
 * Narrows `condition` to true or throws InvariantViolation. Pass a function as the message where building the text
 * would cost something: it is called only on failure.
 */
export function invariant(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantViolation(typeof message === "string" ? message : message());
}
