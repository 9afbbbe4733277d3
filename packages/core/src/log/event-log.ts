// The log as everyone but its one writer sees it: facts by position, read-only.
import type { Envelope, EventDefinition } from "../event.js";
import type { SimTime } from "../time.js";

/**
 * An append-only list of facts, numbered from 0 without gaps, in non-decreasing order of time. A seq passed in must be
 * a whole number with 0 <= seq < length; anything else throws InvariantViolation.
 */
export interface EventLog {
  /** How many facts are recorded. */
  readonly length: number;
  /** The event types facts can have; a fact's type is a position in this list. */
  readonly registry: readonly EventDefinition[];
  /** Time of the last fact; 0 when nothing is recorded. */
  readonly endUs: SimTime;
  at(seq: number): SimTime;
  /** Position of the fact's definition in the registry. */
  typeOf(seq: number): number;
  /** Dense index of the entity the fact is about. */
  subject(seq: number): number;
  /** seq of the fact that led here, -1 for scenario input. */
  causedBy(seq: number): number;
  /** The fact's payload alone, decoded afresh: for loops that need no envelope. JSON values are shared, not copied. */
  data(seq: number): object;
  read(seq: number): Envelope;
  /** Visits the facts [from, to) in order; 0 <= from <= to <= length. */
  forEach(from: number, to: number, visit: (envelope: Envelope) => void): void;
  /**
   * A hash of everything recorded: times, type names and revisions, subjects, causes and data, in order. Equal for
   * equal facts on every platform, however and in how many steps the log came about; the registry's order and unused
   * types do not matter. 32 hexadecimal digits.
   */
  digest(): string;
}

/** The writing side of a log. */
export interface EventRecorder {
  /**
   * Records one fact and returns its seq. `definition` is one of the registry, `at` not before the last fact's time,
   * `subject` a 32-bit whole number, `causedBy` -1 or the seq of an earlier fact, and `data` of the definition's field
   * kinds; anything else throws InvariantViolation and records nothing. JSON values are kept by reference and must not
   * be changed afterwards.
   */
  append<Data extends object>(
    at: SimTime,
    definition: EventDefinition<string, Data>,
    subject: number,
    causedBy: number,
    data: Data,
  ): number;
}
