// What one try leaves to the next: where the search for nodes goes on, what was found out about them, and memory that is
// used again.
import type { ClusterView } from "../cluster/cluster-view.js";
import { NodeWindow } from "./node-window.js";
import { perCluster } from "./per-cluster.js";
import type { Profile } from "./profile.js";
import { TryMemory } from "./try-memory.js";

/** With fewer nodes a look at each costs less than finding out what is remembered of them. */
const MEMORY_NODES_MIN = 16;

export class CycleState {
  /** Place in the order of nodes at which the next search begins; shared by all profiles. */
  nextStart = 0;
  /** Tries so far, and those that made use of earlier ones. */
  tryCount = 0;
  keptCount = 0;
  /** How many times the last try asked its filters about a node, dry runs included; what was kept counts as asked. */
  filteredCount = 0;
  readonly window = new NodeWindow();
  totals = new Float64Array(0);
  scores = new Float64Array(0);
  tied = new Int32Array(0);
  readonly #blockBits: number | undefined;
  readonly #memories = new WeakMap<Profile, (cluster: ClusterView) => TryMemory>();

  /** With how many nodes memory is worth its while. */
  readonly memoryNodesMin: number;

  /** blockBits: see NodeGroups; for tests of small clusters, in which memory is used too then. */
  constructor(blockBits?: number) {
    this.#blockBits = blockBits;
    this.memoryNodesMin = blockBits === undefined ? MEMORY_NODES_MIN : 0;
  }

  memoryOf(profile: Profile, cluster: ClusterView): TryMemory {
    let memory = this.#memories.get(profile);
    if (memory === undefined) {
      memory = perCluster((each) => new TryMemory(profile, each, this.window, this.#blockBits));
      this.#memories.set(profile, memory);
    }
    return memory(cluster);
  }

  /** Makes room for the scores of `count` nodes. */
  reserve(count: number): void {
    if (count <= this.totals.length) return;
    this.totals = new Float64Array(2 * count);
    this.scores = new Float64Array(2 * count);
    this.tied = new Int32Array(2 * count);
  }
}
