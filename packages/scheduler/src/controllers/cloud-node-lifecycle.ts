// The cloud node lifecycle controller: every 5 s it asks the provider for the machines of nodes that are not ready, and
// deletes the Node objects of those that are no more. A look without such a node is not made.
import { nodeRemoved } from "@podsim/core";
import type { Duration, Envelope, NodeIx, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox } from "../actor.js";
import { RANK } from "../actor.js";
import { nextAfterOnGrid } from "../engine/grid.js";
import { hearsOf } from "../hearing.js";

const LOOK_PERIOD_US: Duration = 5 * SECOND;

const HEARS = hearsOf(["NodeReadyChanged", "NodeFailed"]);

interface Look extends Intention {
  readonly nodeIx: NodeIx;
}

class CloudNodeLifecycle implements Actor {
  readonly name = "cloud-node-lifecycle-controller";
  readonly rank = RANK.cloudNodeLifecycle;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #phaseUs: SimTime;

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#phaseUs = Math.floor(plane.draw("cloud-node-lifecycle/look", "", 0) * LOOK_PERIOD_US);
  }

  react({ subject, at }: Envelope, out: Outbox): void {
    const nodeIx = subject as NodeIx;
    if (!this.#isGone(nodeIx)) return;
    const look: Look = { actor: this, nodeIx };
    out.plan(nextAfterOnGrid(at, this.#phaseUs, LOOK_PERIOD_US), look);
  }

  handle(intention: Intention, _now: SimTime, out: Outbox): void {
    const { nodeIx } = intention as Look;
    if (this.#isGone(nodeIx)) out.record(nodeRemoved, nodeIx, {});
  }

  /** Nodes that are ready are not asked about. */
  #isGone(nodeIx: NodeIx): boolean {
    const node = this.#plane.world.nodes.at(nodeIx);
    return node?.failure?.mode === "vm-gone" && node.ready !== "True";
  }
}

export const cloudNodeLifecycleActor = (plane: ControlPlane): Actor => new CloudNodeLifecycle(plane);
