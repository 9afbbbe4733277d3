// Objects that arrive over time: each is worked out and applied when its time comes, so that a long stream costs no memory.
import type { KubernetesObject, SimTime } from "@podsim/core";
import type { Actor, ControlPlane, Intention, Outbox } from "../actor.js";
import { RANK } from "../actor.js";
import { apply } from "./requests/apply.js";
import type { ApplyRequest } from "./requests/apply.js";

/** One object and when it is applied. */
export interface ArrivingObject {
  readonly atUs: SimTime;
  readonly object: KubernetesObject;
}

/** The arrivals of one run, asked for in order. */
export interface ArrivalSource {
  /**
   * The n-th arrival, n from 0; the one before it came at `previousUs` (0 before the first), and it is not earlier than that.
   * Null = there are no more.
   */
  readonly next: (n: number, previousUs: SimTime) => ArrivingObject | null;
}

/** A stream of arrivals, which may depend on the seed through the draws it is begun with. */
export interface ArrivalStream {
  /** Unique in the run; keys its draws. */
  readonly name: string;
  readonly begin: (draw: ControlPlane["draw"]) => ArrivalSource;
}

interface Arrive extends Intention {
  readonly source: ArrivalSource;
  readonly stream: string;
  readonly n: number;
  readonly arriving: ArrivingObject;
}

const NO_LATER = (): void => {
  throw new TypeError("applying an object asks for nothing later");
};

export class ArrivalsActor implements Actor {
  readonly name = "arrivals";
  readonly rank = RANK.apiServer;
  /** Stream -> when its next object comes. */
  readonly #pending = new Map<string, SimTime>();

  constructor(
    private readonly plane: ControlPlane,
    private readonly streams: readonly ArrivalStream[],
  ) {}

  /** Latest of the next arrivals of all streams that go on; -1 = none does. */
  get pendingUs(): SimTime {
    let latest = -1;
    for (const at of this.#pending.values()) latest = Math.max(latest, at);
    return latest;
  }

  /** The first arrival of every stream. */
  begin(): readonly { readonly at: SimTime; readonly entry: Intention }[] {
    return this.streams.flatMap(({ name, begin }) => {
      const source = begin(this.plane.draw);
      const first = this.#ask(name, source, 0, 0);
      return first === null ? [] : [{ at: first.arriving.atUs, entry: first }];
    });
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const { source, stream, n, arriving } = intention as Arrive;
    // Planned before anything is recorded: an arrival goes back to nothing, not to the one before it.
    const next = this.#ask(stream, source, n + 1, now);
    if (next !== null) out.plan(next.arriving.atUs, next);
    const request: ApplyRequest = { verb: "apply", object: arriving.object };
    apply.perform(request, { plane: this.plane, name: stream, later: NO_LATER, drain: NO_LATER }, now, out);
  }

  #ask(stream: string, source: ArrivalSource, n: number, previousUs: SimTime): Arrive | null {
    const arriving = source.next(n, previousUs);
    if (arriving === null) {
      this.#pending.delete(stream);
      return null;
    }
    this.#pending.set(stream, arriving.atUs);
    return { actor: this, source, stream, n, arriving };
  }
}
