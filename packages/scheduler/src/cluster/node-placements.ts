// The pods that take room on each node, what they hold there, and those whose node is not there (any more).
import { accountedSpec, invariant, placeOf } from "@podsim/core";
import type { NodeIx, PodIx, PodState } from "@podsim/core";
import type { ChangeJournal } from "./change-journal.js";
import type { CarriedRole, HostPort, PlacedPod, PodClass, PodTerm } from "./cluster-view.js";
import { hostPortsOf, samePort } from "./host-port.js";
import { CarriedTermIndex } from "./indexes/carried-terms.js";
import type { NodeCapacity } from "./node-capacity.js";
import { PodClasses } from "./pod-class.js";

const NO_PODS: readonly PlacedPod[] = [];
const NO_PORTS: readonly HostPort[] = [];

export type PlacementListener = (node: NodeIx, placed: PlacedPod, sign: 1 | -1) => void;

/** The node that takes a pod; undefined = there is none of that name. */
type Home = NodeIx | undefined;

interface Placed extends PlacedPod {
  pod: PodState;
}

export class NodePlacements {
  readonly #capacity: NodeCapacity;
  readonly #changes: ChangeJournal;
  readonly #listeners: PlacementListener[] = [];
  readonly #podClasses = new PodClasses();
  readonly #carriedTerms = new CarriedTermIndex();
  readonly #pods: Placed[][] = [];
  readonly #ports: HostPort[][] = [];
  /** Pods bound to a name that no node has (any more). */
  readonly #stray = new Map<string, Placed[]>();
  /** By the pod's index. */
  readonly #placed: (Placed | undefined)[] = [];

  /** `capacity` counts what pods take, `changes` is told of every node whose pods change. */
  constructor(capacity: NodeCapacity, changes: ChangeJournal) {
    this.#capacity = capacity;
    this.#changes = changes;
  }

  podsOn(node: NodeIx): readonly PlacedPod[] {
    return this.#pods[node] ?? NO_PODS;
  }

  hostPortsOn(node: NodeIx): readonly HostPort[] {
    return this.#ports[node] ?? NO_PORTS;
  }

  classOf(pod: PodState): PodClass {
    return this.#podClasses.of(pod);
  }

  carriedTerms(role: CarriedRole): readonly PodTerm[] {
    return this.#carriedTerms.list(role);
  }

  listen(listener: PlacementListener): void {
    this.#listeners.push(listener);
  }

  /** A node came: pods bound to its name are on it from now on. */
  nodeEntered(ix: NodeIx, name: string): void {
    this.#pods[ix] = [];
    this.#ports[ix] = [];
    const returning = this.#stray.get(name) ?? [];
    this.#stray.delete(name);
    for (const placed of returning) this.#place(ix, placed);
  }

  /** A node goes: its pods stay, without a place, until one of its name returns or they go themselves. */
  nodeLeft(ix: NodeIx, name: string): void {
    const pods = this.#pods[ix]!.slice();
    for (const placed of pods) this.#take(ix, placed);
    if (pods.length > 0) this.#stray.set(name, pods);
  }

  podPlaced(pod: PodState, home: Home): void {
    const placed: Placed = { pod, podClass: this.#podClasses.of(pod) };
    this.#placed[pod.identity.ix] = placed;
    if (home !== undefined) this.#place(home, placed);
    else this.#strayOf(pod).push(placed);
  }

  podGone(pod: PodState, home: Home): void {
    const placed = this.#placed[pod.identity.ix];
    if (placed === undefined) return;
    this.#placed[pod.identity.ix] = undefined;
    if (home !== undefined) return this.#take(home, placed);
    const strays = this.#strayOf(pod);
    strays.splice(strays.indexOf(placed), 1);
  }

  /** The next state of a placed pod, in which nothing that others count by is different: no former one is kept. */
  podRenewed(pod: PodState): void {
    const placed = this.#placed[pod.identity.ix];
    if (placed !== undefined) placed.pod = pod;
  }

  placed(pod: PodIx): PlacedPod | undefined {
    return this.#placed[pod];
  }

  #strayOf(pod: PodState): Placed[] {
    const place = placeOf(pod);
    invariant(place !== null, "a pod that takes room has a node");
    let pods = this.#stray.get(place.nodeName);
    if (pods === undefined) this.#stray.set(place.nodeName, (pods = []));
    return pods;
  }

  #place(ix: NodeIx, placed: Placed): void {
    const spec = accountedSpec(placed.pod);
    this.#pods[ix]!.push(placed);
    this.#capacity.addPod(ix, spec, 1);
    this.#carriedTerms.addPod(placed.podClass, 1);
    const ports = this.#ports[ix]!;
    for (const port of hostPortsOf(spec)) if (!ports.some((used) => samePort(used, port))) ports.push(port);
    this.#changes.note(ix);
    for (const listener of this.#listeners) listener(ix, placed, 1);
  }

  #take(ix: NodeIx, placed: Placed): void {
    const spec = accountedSpec(placed.pod);
    const pods = this.#pods[ix]!;
    // The last one moves into the hole, as in kube-scheduler: the order of a node's pods breaks ties of preemption.
    const last = pods.pop();
    const at = last === placed ? -1 : pods.indexOf(placed);
    if (last !== undefined && at >= 0) pods[at] = last;
    this.#capacity.addPod(ix, spec, -1);
    this.#carriedTerms.addPod(placed.podClass, -1);
    // A port used twice (two pods bound by hand) is free once one of them goes, as it is there.
    for (const port of hostPortsOf(spec)) {
      const used = this.#ports[ix]!.findIndex((each) => samePort(each, port));
      if (used >= 0) this.#ports[ix]!.splice(used, 1);
    }
    this.#changes.note(ix);
    for (const listener of this.#listeners) listener(ix, placed, -1);
  }
}
