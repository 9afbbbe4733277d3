// The front of the API server: carries out what the scenario asks for, each entry of its timeline at its time.
import { interventionApplied } from "@podsim/core";
import type { Envelope, SimTime } from "@podsim/core";
import type { Actor, ControlPlane, Intention, Outbox } from "../actor.js";
import { RANK } from "../actor.js";
import { drainActor } from "./drain.js";
import type { DrainActor, DrainOrder } from "./drain.js";
import { queryNodes } from "./node-query.js";
import type { NodeQuery } from "./node-query.js";
import { REQUESTS } from "./requests/index.js";
import type { ApiRequest, RequestDefinition, TimelineEntry } from "./request.js";
import type { Hears } from "../hearing.js";
import { Watches } from "./watched-entry.js";

interface Announce extends Intention {
  readonly kind: "announce";
  readonly entry: TimelineEntry;
}
/** The time from which an entry waits has come. */
interface Await extends Intention {
  readonly kind: "await";
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
  readonly #watches: Watches<TimelineEntry>;
  /** Entries that waited and take place soon: when. */
  readonly #coming = new Map<TimelineEntry, SimTime>();
  /** Entry -> names of the nodes it was about. */
  readonly #touched = new Map<string, Set<string>>();

  /** Hands over entries of the timeline after everything else of their instant that comes from outside. */
  readonly #author: Actor = {
    name: "timeline",
    rank: RANK.timeline,
    handle: (intention, now, out) => {
      this.handle(intention, now, out);
    },
  };

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#drains = drainActor(plane);
    this.#watches = new Watches(plane.world);
  }

  /** As long as nothing is waited for, that is what drains go by. */
  get hears(): Hears {
    const { hears } = this.#drains;
    return this.#watches.isEmpty ? hears : (definition) => hears(definition) || this.#watches.hears(definition);
  }

  react(fact: Envelope, out: Outbox): void {
    this.#drains.react(fact, out);
    if (this.#watches.isEmpty) return;
    for (const entry of this.#watches.see(fact)) this.#takesPlace(entry, fact.at, out);
  }

  /** When the last of the entries that waited, and whose wait is over, takes place; -1 = none is to come. */
  get pendingUs(): SimTime {
    return Math.max(-1, ...this.#coming.values());
  }

  /** What a run begins with has no text: all of it is done before anything of the timeline. */
  intend(entry: TimelineEntry): Announce | Await {
    if (entry.waits !== undefined) {
      this.#watches.add(entry, entry.waits);
      return { actor: this.#author, kind: "await", entry };
    }
    return { actor: entry.text === "" ? this : this.#author, kind: "announce", entry };
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const plan = intention as Announce | Perform | Await;
    if (plan.kind === "await") {
      if (this.#watches.isDue(plan.entry)) this.#takesPlace(plan.entry, now, out);
      return;
    }
    if (plan.kind === "announce") {
      this.#coming.delete(plan.entry);
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
    definition.perform(this.#meant(request, name), { plane: this.#plane, name, later, drain }, now, out);
    this.#continue(out, now, name, requests, at + 1);
  }

  #takesPlace(entry: TimelineEntry, now: SimTime, out: Outbox): void {
    const announce: Announce = { actor: this.#author, kind: "announce", entry };
    const atUs = now + (entry.waits?.afterUs ?? 0);
    this.#coming.set(entry, atUs);
    out.plan(atUs, announce);
  }

  /** The request with the nodes it means now, where it is about those of an earlier entry; notes which nodes it is about. */
  #meant(request: ApiRequest, name: string): ApiRequest {
    const { nodes } = request as { readonly nodes?: NodeQuery | readonly unknown[] };
    if (nodes === undefined || Array.isArray(nodes)) return request;
    const { touchedBy, ...query } = nodes as NodeQuery;
    const earlier = touchedBy === undefined ? null : (this.#touched.get(touchedBy) ?? new Set<string>());
    const among =
      earlier === null
        ? query
        : { ...query, names: [...earlier].filter((each) => query.names?.includes(each) ?? true) };
    const touched = this.#touched.get(name) ?? new Set<string>();
    for (const node of queryNodes(among, this.#plane, name)) touched.add(node.name);
    this.#touched.set(name, touched);
    return earlier === null ? request : ({ ...request, nodes: among } as ApiRequest);
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
): {
  readonly actor: Actor;
  readonly intend: (entry: TimelineEntry) => Intention;
  readonly pendingUs: () => SimTime;
} => {
  const actor = new ApiServerActor(plane);
  return { actor, intend: (entry) => actor.intend(entry), pendingUs: () => actor.pendingUs };
};
