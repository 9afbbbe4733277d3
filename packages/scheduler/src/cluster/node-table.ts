// Every node that exists, as columns the scheduler's loops run over; the pods on them are in node-placements.ts.
import { inOrder, invariant, placeOf } from "@podsim/core";
import type { Labels, NodeIx, NodeState, PodIx, PodState, StoredImage, Taint } from "@podsim/core";
import { ChangeJournal } from "./change-journal.js";
import type {
  CarriedRole,
  HostPort,
  ImageView,
  NodesView,
  PlacedPod,
  PodClass,
  PodTerm,
  ResourceView,
  TopologyView,
} from "./cluster-view.js";
import { ImageTable } from "./image-table.js";
import { TopologyColumn } from "./indexes/topology-column.js";
import { Interner } from "./interner.js";
import { NodeCapacity } from "./node-capacity.js";
import { NodePlacements } from "./node-placements.js";
import type { PlacementListener } from "./node-placements.js";
import { NodeTree, zoneKeyOf } from "./node-tree.js";
import { withRoom } from "./typed-column.js";

const taintSetKey = (taints: readonly Taint[]): string =>
  taints.length === 0 ? "" : JSON.stringify(taints.map(({ key, value, effect }) => [key, value, effect]));

const labelSetKey = (labels: Labels): string => JSON.stringify(inOrder(Object.entries(labels), ([a], [b]) => a < b));

export class NodeTable implements NodesView {
  readonly #slots: (NodeState | undefined)[] = [];
  readonly #byName = new Map<string, NodeIx>();
  readonly #tree = new NodeTree();
  #order: readonly NodeIx[] | null = [];

  readonly #taintSets = new Interner<readonly Taint[]>();
  readonly #labelNumbers = new Interner<Labels>();
  readonly #topologies = new Map<string, TopologyColumn>();
  readonly #images = new ImageTable();
  readonly #capacity = new NodeCapacity();
  #taintSet = new Int32Array(0);
  #labelSet = new Int32Array(0);
  #unschedulable = new Uint8Array(0);
  #unschedulableCount = 0;

  /** Changes of nodes and of their pods. */
  readonly #changes = new ChangeJournal();
  /** Changes of nodes themselves: labels, taints, coming and going. */
  readonly #nodeChanges = new ChangeJournal();
  /** Images that came to lie on nodes, one by one. */
  readonly #imageChanges = new ChangeJournal();
  readonly #placements = new NodePlacements(this.#capacity, this.#changes);

  constructor() {
    this.#taintSets.idOf(taintSetKey([]), []);
    // Numbers of labels begin at 1: no node has this key.
    this.#labelNumbers.idOf("", {});
  }

  get nextIx(): number {
    return this.#slots.length;
  }

  get size(): number {
    return this.#byName.size;
  }

  at(ix: NodeIx): NodeState | undefined {
    return this.#slots[ix];
  }

  ixOf(name: string): NodeIx | undefined {
    return this.#byName.get(name);
  }

  /** Nodes in order of creation. */
  *values(): IterableIterator<NodeState> {
    for (const node of this.#slots) if (node !== undefined) yield node;
  }

  order(): readonly NodeIx[] {
    return (this.#order ??= this.#tree.list());
  }

  isUnschedulable(node: NodeIx): boolean {
    return this.#unschedulable[node] === 1;
  }

  get unschedulableCount(): number {
    return this.#unschedulableCount;
  }

  taintSetOf(node: NodeIx): number {
    return this.#taintSet[node]!;
  }

  get taintSetCount(): number {
    return this.#taintSets.size;
  }

  taintsIn(taintSet: number): readonly Taint[] {
    return this.#taintSets.at(taintSet);
  }

  get labelSets(): ArrayLike<number> {
    return this.#labelSet;
  }

  topology(key: string): TopologyView {
    const known = this.#topologies.get(key);
    if (known !== undefined) return known;
    const column = new TopologyColumn(key);
    this.#topologies.set(key, column);
    for (const node of this.values()) column.put(node.ix, node.labels);
    return column;
  }

  get changes(): ArrayLike<number> {
    return this.#changes.newest;
  }

  get changePosition(): number {
    return this.#changes.position;
  }

  visitChangesSince(position: number, visit: (node: NodeIx) => void): boolean {
    return this.#changes.visitSince(position, visit);
  }

  get imagePosition(): number {
    return this.#imageChanges.position;
  }

  visitImagesSince(position: number, visit: (node: NodeIx) => void): boolean {
    return this.#imageChanges.visitSince(position, visit);
  }

  podCount(node: NodeIx): number {
    return this.#capacity.podCount(node);
  }

  podsAllocatable(node: NodeIx): number {
    return this.#capacity.podsAllocatable(node);
  }

  resource(name: string): ResourceView {
    return this.#capacity.resource(name);
  }

  image(name: string): ImageView | undefined {
    return this.#images.find(name);
  }

  hostPortsOn(node: NodeIx): readonly HostPort[] {
    return this.#placements.hostPortsOn(node);
  }

  podsOn(node: NodeIx): readonly PlacedPod[] {
    return this.#placements.podsOn(node);
  }

  classOf(pod: PodState): PodClass {
    return this.#placements.classOf(pod);
  }

  /** The terms of that role that pods placed now carry. */
  carriedTerms(role: CarriedRole): readonly PodTerm[] {
    return this.#placements.carriedTerms(role);
  }

  /** Where a reader of the nodes' own changes stands that has seen them all. */
  get nodeChangePosition(): number {
    return this.#nodeChanges.position;
  }

  /** See ChangeJournal.visitSince; what happens to a node's pods is told to placement listeners instead. */
  visitNodeChangesSince(position: number, visit: (node: NodeIx) => void): boolean {
    return this.#nodeChanges.visitSince(position, visit);
  }

  /** Every pod that is put on a node (sign 1) or taken off one (sign -1) from now on is told to the listener. */
  listen(listener: PlacementListener): void {
    this.#placements.listen(listener);
  }

  /** Puts a new node in, or the next state of one that exists. */
  put(node: NodeState): void {
    const before = this.#slots[node.ix];
    if (before === undefined) this.#enter(node);
    else this.#replace(before, node);
    this.#changes.note(node.ix);
    this.#nodeChanges.note(node.ix);
  }

  /** The node's next state, in which one image more lies on it and nothing else is different. */
  putImage(node: NodeState, { image, sizeBytes }: StoredImage): void {
    this.#slots[node.ix] = node;
    this.#images.add(node.ix, image, sizeBytes);
    this.#imageChanges.note(node.ix);
  }

  /** Its pods stay, without a place in any column, until a node of that name returns or they go themselves. */
  remove(ix: NodeIx): void {
    const node = this.#slots[ix];
    if (node === undefined) return;
    this.#placements.nodeLeft(ix, node.name);
    this.#images.replace(ix, node.images, undefined);
    this.#setUnschedulable(ix, false);
    for (const column of this.#topologies.values()) column.remove(ix);
    this.#tree.remove(ix, zoneKeyOf(node.labels));
    this.#byName.delete(node.name);
    this.#slots[ix] = undefined;
    this.#order = null;
    this.#changes.note(ix);
    this.#nodeChanges.note(ix);
  }

  /** A pod was bound, or one that is bound was found not to be finished. */
  podPlaced(pod: PodState): void {
    this.#placements.podPlaced(pod, this.#homeOf(pod));
  }

  /** A pod finished or was removed: it takes no room any more. */
  podGone(pod: PodState): void {
    this.#placements.podGone(pod, this.#homeOf(pod));
  }

  /** Something about a placed pod changed that others may count by. */
  podChanged(before: PodState, after: PodState): void {
    this.podGone(before);
    this.podPlaced(after);
  }

  /** A placed pod's next state, in which nothing that others count by is different. */
  podRenewed(pod: PodState): void {
    this.#placements.podRenewed(pod);
  }

  /** The pod as it takes room, bound or about to be; undefined = it takes none. It goes on showing the latest state. */
  placedPod(pod: PodIx): PlacedPod | undefined {
    return this.#placements.placed(pod);
  }

  #enter(node: NodeState): void {
    const { ix, labels } = node;
    invariant(!this.#byName.has(node.name), () => `two nodes are called ${node.name}`);
    for (let hole = this.#slots.length; hole < ix; hole++) this.#slots[hole] = undefined;
    this.#slots[ix] = node;
    this.#byName.set(node.name, ix);
    this.#tree.add(ix, zoneKeyOf(labels));
    this.#order = null;
    this.#setLabels(ix, labels);
    this.#setTaints(ix, node.taints);
    this.#setUnschedulable(ix, node.unschedulable);
    this.#images.replace(ix, undefined, node.images);
    this.#capacity.setAllocatable(ix, node.object.status.allocatable);
    this.#placements.nodeEntered(ix, node.name);
  }

  #replace(before: NodeState, node: NodeState): void {
    const { ix } = node;
    this.#slots[ix] = node;
    if (before.labels !== node.labels) {
      const [zoneBefore, zone] = [zoneKeyOf(before.labels), zoneKeyOf(node.labels)];
      if (zoneBefore !== zone) {
        // The order in use stays as it is until a node comes or goes.
        this.order();
        this.#tree.remove(ix, zoneBefore);
        this.#tree.add(ix, zone);
      }
      this.#setLabels(ix, node.labels);
    }
    if (before.taints !== node.taints) this.#setTaints(ix, node.taints);
    this.#setUnschedulable(ix, node.unschedulable);
    this.#images.replace(ix, before.images, node.images);
    const { allocatable } = node.object.status;
    if (before.object.status.allocatable !== allocatable) this.#capacity.setAllocatable(ix, allocatable);
  }

  #setLabels(ix: NodeIx, labels: Labels): void {
    this.#labelSet = withRoom(this.#labelSet, ix);
    this.#labelSet[ix] = this.#labelNumbers.idOf(labelSetKey(labels), labels);
    for (const column of this.#topologies.values()) column.put(ix, labels);
  }

  #setTaints(ix: NodeIx, taints: readonly Taint[]): void {
    this.#taintSet = withRoom(this.#taintSet, ix);
    this.#taintSet[ix] = this.#taintSets.idOf(taintSetKey(taints), taints);
  }

  #setUnschedulable(ix: NodeIx, isSo: boolean): void {
    this.#unschedulable = withRoom(this.#unschedulable, ix);
    this.#unschedulableCount += Number(isSo) - this.#unschedulable[ix]!;
    this.#unschedulable[ix] = isSo ? 1 : 0;
  }

  /** The node a pod is on: the one it was (or is about to be) bound to, or the one that has taken over its name. */
  #homeOf(pod: PodState): NodeIx | undefined {
    const place = placeOf(pod);
    invariant(place !== null, "a pod that takes room has a node");
    return this.#slots[place.nodeIx]?.name === place.nodeName ? place.nodeIx : this.#byName.get(place.nodeName);
  }
}

/** The same table for those who only look. */
export type NodeTableView = Omit<
  NodeTable,
  "put" | "remove" | "podPlaced" | "podGone" | "podChanged" | "podRenewed" | "putImage"
>;
