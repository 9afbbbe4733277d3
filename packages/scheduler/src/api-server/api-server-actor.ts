// The front of the API server: carries out what the scenario asks for, each entry of its timeline at its time.
import { interventionApplied } from "@podsim/core";
import type { Envelope, SimTime } from "@podsim/core";
import type { Actor, ControlPlane, Intention, Outbox } from "../actor.js";
import { RANK } from "../actor.js";
import { drainActor } from "./drain.js";
import type { DrainActor, DrainOrder } from "./drain.js";
import { REQUESTS } from "./requests/index.js";
import type { ApiRequest, RequestDefinition, TimelineEntry } from "./request.js";
import type { Hears } from "../hearing.js";

interface Announce extends Intention {
  readonly kind: "announce";
  readonly entry: TimelineEntry;
}
interface Perform extends Intention {
  readonly kind: "perform";
  readonly name: string;
  readonly requests: readonly ApiRequest[];
  readonly at: number;
}

const byVerb: ReadonlyMap<string, RequestDefinition<ApiRequest>> = new Map(
  REQUESTS.map((definition) => [definition.verb, definition as RequestDefinition<ApiRequest>]),
);

class ApiServerActor implements Actor {
  readonly name = "api-server";
  readonly rank = RANK.scenario;
  readonly #plane: ControlPlane;
  readonly #drains: DrainActor;

  /** Hands over entries of the timeline after everything else of their instant that comes from outside. */
  readonly #author: Actor = {
    name: "timeline",
    rank: RANK.timeline,
    handle: (intention, now, out) => {
      this.handle(intention, now, out);
    },
  };

  readonly hears: Hears;

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#drains = drainActor(plane);
    this.hears = this.#drains.hears;
  }

  react(fact: Envelope, out: Outbox): void {
    this.#drains.react(fact, out);
  }

  /** What a run begins with has no text: all of it is done before anything of the timeline. */
  intend(entry: TimelineEntry): Announce {
    return { actor: entry.text === "" ? this : this.#author, kind: "announce", entry };
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const plan = intention as Announce | Perform;
    if (plan.kind === "announce") {
      const { name, text, requests } = plan.entry;
      // The marker is a fact of its own, so that everything the entry does can be traced to it.
      if (text !== "") out.record(interventionApplied, 0, { name, text });
      this.#continue(out, now, name, requests, 0);
      return;
    }
    const { name, requests, at } = plan;
    const request = requests[at];
    if (request === undefined) return;
    const definition = byVerb.get(request.verb);
    if (definition === undefined)
      throw new TypeError(`no request "${request.verb}": known are ${[...byVerb.keys()].join(", ")}`);
    const later = (atUs: SimTime, next: ApiRequest): void => this.#continue(out, atUs, name, [next], 0);
    const drain = (order: DrainOrder): void => {
      out.plan(now, this.#drains.intend(order));
    };
    definition.perform(request, { plane: this.#plane, name, later, drain }, now, out);
    this.#continue(out, now, name, requests, at + 1);
  }

  /** One request per step, because a request must see what the one before it changed. */
  #continue(out: Outbox, at: SimTime, name: string, requests: readonly ApiRequest[], from: number): void {
    if (from >= requests.length) return;
    const next: Perform = { actor: this, kind: "perform", name, requests, at: from };
    out.plan(at, next);
  }
}

export const apiServerActor = (
  plane: ControlPlane,
): { readonly actor: Actor; readonly intend: (entry: TimelineEntry) => Intention } => {
  const actor = new ApiServerActor(plane);
  return { actor, intend: (entry) => actor.intend(entry) };
};
