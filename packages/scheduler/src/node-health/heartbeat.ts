// Heartbeats of nodes and the passes that look for them, as phases: when a silent node will be noticed is computed, and
// nobody beats or looks while all is well.
import type { Duration, NodeState, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { nextAfterOnGrid, nextOnGrid } from "../engine/grid.js";

const LEASE_RENEWAL_PERIOD_US: Duration = 10 * SECOND;
const MONITOR_PERIOD_US: Duration = 5 * SECOND;
/** From the pass that saw the last renewal until the node counts as lost. */
const MONITOR_GRACE_US: Duration = 50 * SECOND;

export class Heartbeats {
  readonly #draw: (stream: string, entity: string) => number;
  readonly #monitorPhaseUs: SimTime;

  /** `draw` gives the phase of a loop, in [0,1) of its period. */
  constructor(draw: (stream: string, entity: string) => number) {
    this.#draw = draw;
    this.#monitorPhaseUs = Math.floor(draw("node-controller/monitor", "") * MONITOR_PERIOD_US);
  }

  /** The first monitor pass at or after `at`. */
  passAt(at: SimTime): SimTime {
    return nextOnGrid(at, this.#monitorPhaseUs, MONITOR_PERIOD_US);
  }

  /** The first monitor pass that begins after `at`. */
  passAfter(at: SimTime): SimTime {
    return nextAfterOnGrid(at, this.#monitorPhaseUs, MONITOR_PERIOD_US);
  }

  /** When the kubelet, which speaks since `speaksSinceUs`, last renewed the node's lease: every 10 s, and when it began. */
  renewedAt(node: Pick<NodeState, "name">, speaksSinceUs: SimTime, at: SimTime): SimTime {
    const phaseUs = Math.floor(this.#draw("node/lease", node.name) * LEASE_RENEWAL_PERIOD_US);
    const onGrid = nextAfterOnGrid(at, phaseUs, LEASE_RENEWAL_PERIOD_US) - LEASE_RENEWAL_PERIOD_US;
    return Math.max(onGrid, Math.min(speaksSinceUs, at));
  }

  /** The pass that gives up a node which went silent at `silentUs`. */
  lostAt(node: Pick<NodeState, "name">, speaksSinceUs: SimTime, silentUs: SimTime): SimTime {
    return this.lostWhenSeenAt(this.passAt(this.renewedAt(node, speaksSinceUs, silentUs)));
  }

  /** The pass that gives up a node of which the pass at `seenUs` was the last to hear something new. */
  lostWhenSeenAt(seenUs: SimTime): SimTime {
    return this.passAt(seenUs + MONITOR_GRACE_US);
  }
}
