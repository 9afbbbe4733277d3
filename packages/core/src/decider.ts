// Deciders: what may happen next is decided from a state, what did happen is folded into one.
import type { Either } from "fp-ts/lib/Either.js";
import { invariant } from "./invariant.js";
import type { SimTime } from "./time.js";

/** Both functions are pure; everything a decision depends on comes in as an argument. */
export interface Decider<Command, State, Event, Refusal> {
  readonly initial: State;
  /** The events that carrying out the command means, in order (none = nothing to do), or why it is refused. */
  readonly decide: (command: Command, state: State, at: SimTime) => Either<Refusal, readonly Event[]>;
  /** Total: an event that was recorded is never refused. */
  readonly evolve: (state: State, event: Event, at: SimTime) => State;
  /** No command changes a final state any more. */
  readonly isFinal: (state: State) => boolean;
}

/** An event and the instant it happened at. */
export interface Timed<Event> {
  readonly at: SimTime;
  readonly event: Event;
}

/** The state after a history, from the state before it. The history's times never go back. */
export const foldEvents = <State, Event>(
  evolve: (state: State, event: Event, at: SimTime) => State,
  before: State,
  history: Iterable<Timed<Event>>,
): State => {
  let state = before;
  let now = -Infinity;
  for (const { at, event } of history) {
    invariant(at >= now, () => `a history went back in time, from ${now} to ${at}`);
    now = at;
    state = evolve(state, event, at);
  }
  return state;
};

/** The state a decider's entity has after its whole history. */
export const replay = <Command, State, Event, Refusal>(
  decider: Decider<Command, State, Event, Refusal>,
  history: Iterable<Timed<Event>>,
): State => foldEvents(decider.evolve, decider.initial, history);
