// Nodes promised to pods for which room is being made: the scheduler keeps its promises before the API server shows them, and
// whoever loses a promise leaves room for others.
import { invariant, podNominated, specOf } from "@podsim/core";
import type { NodeState, PodIx, PodState } from "@podsim/core";
import type { SimTime } from "@podsim/core/time";
import type { ControlPlane, Outbox } from "./actor.js";
import type { Evictions } from "./evictions.js";
import { Nominations } from "./framework/nominations.js";
import type { PodView } from "./framework/pod-view.js";
import type { Nomination } from "./framework/post-filter.js";
import type { SchedulingQueue } from "./framework/queue.js";
import { ACTION } from "./framework/wake.js";

export class PromisedNodes {
  /** As the scheduler itself has made them. */
  readonly nominations = new Nominations();
  readonly #plane: ControlPlane;
  readonly #queue: SchedulingQueue;
  readonly #evictions: Evictions;
  /** Pods that were promised a node, as of the promise in the API server. */
  readonly #promised = new Map<PodIx, PodState>();

  constructor(plane: ControlPlane, queue: SchedulingQueue, evictions: Evictions) {
    this.#plane = plane;
    this.#queue = queue;
    this.#evictions = evictions;
  }

  /** The API server shows another promise. One that is taken back, or replaced, leaves room on the old node for whoever is not more important. */
  changed(after: PodState, now: SimTime): void {
    const { ix } = after.identity;
    const { nominatedNodeName: node } = after.status;
    const before = this.#promised.get(ix);
    if (node === "") this.#promised.delete(ix);
    else this.#promised.set(ix, after);
    if (before !== undefined && before.status.nominatedNodeName !== node) this.#makeRoomBelow(before, now);
  }

  /** The pod needs no promise any more: whoever is not more important may take the room that was being made. */
  forget(ix: PodIx, now: SimTime): void {
    this.nominations.delete(ix);
    const before = this.#promised.get(ix);
    if (before === undefined) return;
    this.#promised.delete(ix);
    this.#makeRoomBelow(before, now);
  }

  #makeRoomBelow(before: PodState, now: SimTime): void {
    const { priority } = specOf(before);
    const event = { resource: "AssignedPod", action: ACTION.delete, before, after: null } as const;
    this.#queue.moveFor(event, now, (other) => other.spec.priority <= priority);
  }

  /** What a try came to is made known. */
  promise(pod: PodView, nomination: Nomination, now: SimTime, out: Outbox): void {
    if (nomination.kind === "keep") return;
    if (nomination.kind === "clear") return this.clear(pod, out);
    const node = this.#plane.world.nodes.at(nomination.node);
    invariant(node !== undefined, "a node that exists is promised to a pod");
    this.nominations.set(pod, node.ix);
    if (pod.state.status.nominatedNodeName !== node.name) out.record(podNominated, pod.ix, { node: node.name });
    this.#makeRoom(pod, node, nomination.victims, now, out);
  }

  /** Less important pods lose the node first, if anybody has to be asked to go. */
  #makeRoom(pod: PodView, node: NodeState, victims: readonly PodState[], now: SimTime, out: Outbox): void {
    const asked = victims.filter(({ deletion }) => deletion === null).map(({ identity }) => identity.ix);
    if (asked.length === 0) return;
    const below = this.nominations.below(pod, node.ix);
    for (const other of below) this.clear(other, out);
    this.#evictions.plan(pod, node.name, asked, { isAfterACall: below.length > 0, now }, out);
  }

  /** The promise is taken back, here and in the API server. */
  clear(pod: PodView, out: Outbox): void {
    this.nominations.delete(pod.ix);
    const state = this.#plane.world.pods.at(pod.ix);
    if (state !== undefined && state.status.nominatedNodeName !== "") out.record(podNominated, pod.ix, { node: "" });
  }
}
