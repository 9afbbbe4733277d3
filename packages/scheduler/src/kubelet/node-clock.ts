// The periodic loops of one node's kubelet, as phases to compute with; none of them ever ticks.
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { nextOnGrid, nextAfterOnGrid } from "../engine/grid.js";

const RELIST_PERIOD_US = SECOND;
const SYNC_TICK_PERIOD_US = SECOND;
const HOUSEKEEPING_PERIOD_US = 2 * SECOND;
const EVICTION_PERIOD_US = 10 * SECOND;
const NODE_STATUS_PERIOD_US = 10 * SECOND;
const IMAGE_PERIOD_US = 300 * SECOND;
const RUNTIME_LOOK_PERIOD_US = 5 * SECOND;

export class NodeClock {
  readonly #relistPhaseUs: number;
  readonly #tickPhaseUs: number;
  readonly #housekeepingPhaseUs: number;
  readonly #nodeStatusPhaseUs: number;
  readonly #runtimeLookPhaseUs: number;
  /** Of the first looks at what is left of the node; later ones count from the last. */
  readonly evictionPhaseUs: number;
  /** Of the looks at images, every five minutes. */
  readonly imagePhaseUs: number;

  /** `draw` gives the phase of a loop by its name, in [0,1) of its period. */
  constructor(draw: (loop: string) => number) {
    this.#relistPhaseUs = Math.floor(draw("kubelet/pleg-relist") * RELIST_PERIOD_US);
    this.#tickPhaseUs = Math.floor(draw("kubelet/sync-tick") * SYNC_TICK_PERIOD_US);
    this.#housekeepingPhaseUs = Math.floor(draw("kubelet/housekeeping") * HOUSEKEEPING_PERIOD_US);
    this.#nodeStatusPhaseUs = Math.floor(draw("kubelet/node-status") * NODE_STATUS_PERIOD_US);
    this.#runtimeLookPhaseUs = Math.floor(draw("kubelet/runtime-look") * RUNTIME_LOOK_PERIOD_US);
    this.evictionPhaseUs = Math.floor(draw("kubelet/eviction-monitor") * EVICTION_PERIOD_US);
    this.imagePhaseUs = Math.floor(draw("kubelet/image-garbage") * IMAGE_PERIOD_US);
  }

  /** When the kubelet next reports what it knows of its node at `at`. */
  nodeStatusFor(at: SimTime): SimTime {
    return nextOnGrid(at, this.#nodeStatusPhaseUs, NODE_STATUS_PERIOD_US);
  }

  /** When the kubelet next asks the runtime how it is, at or after `at`. */
  runtimeLookFor(at: SimTime): SimTime {
    return nextOnGrid(at, this.#runtimeLookPhaseUs, RUNTIME_LOOK_PERIOD_US);
  }

  /** The last time it asked, at or before `at`. */
  runtimeLookBefore(at: SimTime): SimTime {
    return nextAfterOnGrid(at, this.#runtimeLookPhaseUs, RUNTIME_LOOK_PERIOD_US) - RUNTIME_LOOK_PERIOD_US;
  }

  /** The relist that sees something that happened at `at`. */
  relistFor(at: SimTime): SimTime {
    return nextOnGrid(at, this.#relistPhaseUs, RELIST_PERIOD_US);
  }

  /** The first relist that begins after `at`: until then the runtime cache is no newer than `at`. */
  relistAfter(at: SimTime): SimTime {
    return nextAfterOnGrid(at, this.#relistPhaseUs, RELIST_PERIOD_US);
  }

  /** When a work-queue item due at `at` is noticed. */
  tickFor(at: SimTime): SimTime {
    return nextOnGrid(at, this.#tickPhaseUs, SYNC_TICK_PERIOD_US);
  }

  /** The newest housekeeping pass at or before `at`. */
  housekeepingBefore(at: SimTime): SimTime {
    return nextAfterOnGrid(at, this.#housekeepingPhaseUs, HOUSEKEEPING_PERIOD_US) - HOUSEKEEPING_PERIOD_US;
  }
}
