// NoExecute taints on lost nodes, no faster than their zone allows: each zone's queue has its turn on a grid.
import { NOT_READY_TAINT, UNREACHABLE_TAINT } from "@podsim/core";
import type { Duration, SimTime } from "@podsim/core";
import { MILLISECOND, NEVER } from "@podsim/core/time";
import type { ControlPlane, Outbox, Token } from "../actor.js";
import { nextOnGrid } from "../engine/grid.js";
import { clearLossTaints, putLossTaint } from "./loss-taints.js";
import type { Zones } from "./zones.js";

const QUEUE_PERIOD_US: Duration = 100 * MILLISECOND;

interface PlannedTurn {
  readonly atUs: SimTime;
  readonly token: Token;
}

export class ZoneTaints {
  readonly #plane: ControlPlane;
  readonly #zones: Zones;
  readonly #planTurn: (zone: string, at: SimTime, out: Outbox) => Token;
  readonly #phaseUs: SimTime;
  readonly #planned = new Map<string, PlannedTurn>();

  /** @param planTurn plans that `taintNext` is called for the zone then */
  constructor(plane: ControlPlane, zones: Zones, planTurn: (zone: string, at: SimTime, out: Outbox) => Token) {
    this.#plane = plane;
    this.#zones = zones;
    this.#planTurn = planTurn;
    this.#phaseUs = Math.floor(plane.draw("node-controller/taint-queue", "", 0) * QUEUE_PERIOD_US);
  }

  /** The zone's queue has its turn. */
  taintNext(zone: string, now: SimTime, out: Outbox): void {
    this.#planned.delete(zone);
    const queue = this.#zones.queueOf(zone);
    const nodeIx = queue?.take(now);
    const node = nodeIx === undefined ? undefined : this.#plane.world.nodes.at(nodeIx);
    // A node that is ready again, or gone, costs its turn all the same.
    if (node?.ready === "False") putLossTaint(node, NOT_READY_TAINT, UNREACHABLE_TAINT, out);
    if (node?.ready === "Unknown") putLossTaint(node, UNREACHABLE_TAINT, NOT_READY_TAINT, out);
    this.planAll(now, out);
  }

  /** Nobody answers: more likely it is the controller that is cut off, so nobody is to be evicted. */
  spareAll(out: Outbox): void {
    for (const node of this.#plane.world.nodes.values()) if (node.ready !== "True") clearLossTaints(node, out);
  }

  /** Plans the next turn of every zone whose queue may let a node through. */
  planAll(now: SimTime, out: Outbox): void {
    const wanted = new Map<string, SimTime>();
    for (const [zone, queue] of this.#zones.queues()) {
      const readyAtUs = queue.readyAtUs(now);
      if (readyAtUs !== NEVER) wanted.set(zone, nextOnGrid(readyAtUs, this.#phaseUs, QUEUE_PERIOD_US));
    }
    for (const [zone, planned] of this.#planned) {
      if (wanted.get(zone) === planned.atUs) continue;
      out.withdraw(planned.token);
      this.#planned.delete(zone);
    }
    for (const [zone, atUs] of wanted) {
      if (this.#planned.has(zone)) continue;
      this.#planned.set(zone, { atUs, token: this.#planTurn(zone, atUs, out) });
    }
  }
}
