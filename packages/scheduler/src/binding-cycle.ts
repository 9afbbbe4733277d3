// Pods that have a node and are not bound to it yet: they wait for their volumes, then for the API server, while the next
// pods are tried.
import { isTerminalPhase, podBound, podReserved } from "@podsim/core";
import type { ClaimIx, Envelope, NodeState, PodIx } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Duration, SimTime } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox } from "./actor.js";
import { apiDelayUs } from "./api-delay.js";
import { sample } from "./engine/distribution.js";
import type { ClaimWait } from "./framework/reserve-claims.js";
import type { QueuedPod } from "./framework/queued-pod.js";
import type { SchedulerCost } from "./settings.js";

/** kube-scheduler looks this often whether the volumes are there, for the first time after one period. */
const POLL_US: Duration = SECOND;

/** Look whether the volumes are there. */
interface CheckVolumes extends Intention {
  readonly kind: "check-volumes";
  readonly reserved: Reserved;
}

/** The API server has the binding now. */
interface Bind extends Intention {
  readonly kind: "bind";
  readonly reserved: Reserved;
}

export type BindingIntention = CheckVolumes | Bind;

interface Reserved {
  readonly queued: QueuedPod;
  readonly pod: PodIx;
  readonly node: NodeState;
  readonly sinceUs: SimTime;
  readonly wait: ClaimWait | null;
}

/** Facts about a claim after which the wait for it may be over. */
const ENDS_A_WAIT: ReadonlySet<string> = new Set(["ClaimBound", "ClaimLost", "ClaimRemoved", "ClaimNodeSelected"]);

export class BindingCycle {
  readonly #actor: Actor;
  readonly #plane: ControlPlane;
  readonly #cost: SchedulerCost | undefined;
  /** Is told of a pod that cannot be bound, and why. */
  readonly #failed: (queued: QueuedPod, message: string, now: SimTime, out: Outbox) => void;
  /** Who waits for which claim. */
  readonly #waiting = new Map<ClaimIx, Set<Reserved>>();

  constructor(
    actor: Actor,
    plane: ControlPlane,
    cost: SchedulerCost | undefined,
    failed: (queued: QueuedPod, message: string, now: SimTime, out: Outbox) => void,
  ) {
    this.#actor = actor;
    this.#plane = plane;
    this.#cost = cost;
    this.#failed = failed;
  }

  /** The pod keeps its room on the node from now on. */
  begin(queued: QueuedPod, node: NodeState, wait: ClaimWait | null, now: SimTime, out: Outbox): void {
    const { ix } = queued.pod;
    const reserved: Reserved = { queued, pod: ix, node, sinceUs: now, wait };
    const bindUs = this.#bindUs(queued);
    if (wait === null && bindUs === 0) return this.#bind(reserved, out);
    out.record(podReserved, ix, { node: node.name, nodeIx: node.ix });
    if (wait === null) return this.#planBind(reserved, now, out);
    for (const claim of wait.claims) {
      const waiting = this.#waiting.get(claim);
      if (waiting === undefined) this.#waiting.set(claim, new Set([reserved]));
      else waiting.add(reserved);
    }
    this.#planCheck(reserved, now + wait.timeoutUs, out);
  }

  handle(intention: BindingIntention, now: SimTime, out: Outbox): void {
    const { kind, reserved } = intention;
    if (kind === "check-volumes") return this.#checkVolumes(reserved, now, out);
    if (this.#isStillWanted(reserved)) this.#bind(reserved, out);
  }

  react(fact: Envelope, out: Outbox): void {
    if (this.#waiting.size === 0) return;
    for (const reserved of this.#concernedBy(fact)) {
      const periods = Math.max(1, Math.ceil((fact.at - reserved.sinceUs) / POLL_US));
      this.#planCheck(reserved, reserved.sinceUs + periods * POLL_US, out);
    }
  }

  #concernedBy({ definition: { type }, subject }: Envelope): Iterable<Reserved> {
    if (ENDS_A_WAIT.has(type)) return this.#waiting.get(subject as ClaimIx) ?? [];
    if (type !== "NodeRemoved") return [];
    return [...this.#waiting.values()].flatMap((all) => [...all]).filter(({ node }) => (node.ix as number) === subject);
  }

  #bindUs({ pod, attempts }: QueuedPod): Duration {
    const slowUs = apiDelayUs(this.#plane, "bind", pod.key, attempts);
    if (this.#cost === undefined) return slowUs;
    return slowUs + sample(this.#cost.bind, this.#plane.draw("scheduler/bind", pod.key, attempts));
  }

  #planCheck(reserved: Reserved, atUs: SimTime, out: Outbox): void {
    const check: CheckVolumes = { actor: this.#actor, kind: "check-volumes", reserved };
    out.plan(atUs, check);
  }

  #planBind(reserved: Reserved, now: SimTime, out: Outbox): void {
    const bind: Bind = { actor: this.#actor, kind: "bind", reserved };
    out.plan(now + this.#bindUs(reserved.queued), bind);
  }

  #bind({ pod, node }: Reserved, out: Outbox): void {
    out.record(podBound, pod, { node: node.name, nodeIx: node.ix, by: "scheduler" });
  }

  /** A pod that is gone needs no binding; its room went with it. */
  #isStillWanted({ pod }: Reserved): boolean {
    const state = this.#plane.world.pods.at(pod);
    return state !== undefined && state.binding === null && !isTerminalPhase(state.status.phase);
  }

  #checkVolumes(reserved: Reserved, now: SimTime, out: Outbox): void {
    const { wait, sinceUs, queued } = reserved;
    if (wait === null || !this.#isWaiting(reserved)) return;
    if (!this.#isStillWanted(reserved)) return this.#endWait(reserved);
    const trouble = this.#trouble(reserved) ?? (now >= sinceUs + wait.timeoutUs ? "context deadline exceeded" : null);
    if (this.#areBound(wait)) {
      this.#endWait(reserved);
      this.#planBind(reserved, now, out);
    } else if (trouble !== null) {
      this.#endWait(reserved);
      this.#failed(queued, `running PreBind plugin "VolumeBinding": binding volumes: ${trouble}`, now, out);
    }
  }

  #isWaiting(reserved: Reserved): boolean {
    return reserved.wait?.claims.some((claim) => this.#waiting.get(claim)?.has(reserved) === true) === true;
  }

  #endWait(reserved: Reserved): void {
    for (const claim of reserved.wait?.claims ?? []) {
      const waiting = this.#waiting.get(claim);
      waiting?.delete(reserved);
      if (waiting?.size === 0) this.#waiting.delete(claim);
    }
  }

  #areBound({ claims }: ClaimWait): boolean {
    return claims.every((claim) => this.#plane.world.claims.at(claim)?.phase === "Bound");
  }

  /** Why there is no use in waiting on. */
  #trouble({ node, wait }: Reserved): string | null {
    const { nodes, claims } = this.#plane.world;
    if (nodes.at(node.ix)?.name !== node.name)
      return `failed to get node "${node.name}": node "${node.name}" not found`;
    for (const ix of wait?.claims ?? []) {
      const claim = claims.at(ix);
      if (claim === undefined) return "failed to check provisioning pvc: object not found";
      if (claim.phase === "Pending" && claim.selectedNode !== "" && claim.selectedNode !== node.name) {
        return `provisioning failed for PVC "${claim.object.metadata.name}"`;
      }
    }
    return null;
  }
}
