// Stand-ins for the scheduler and the kubelets: they do the least that controllers can tell.
import {
  containerCount,
  containerCreated,
  containerExited,
  containerStarted,
  isHeldByFinalizers,
  isTerminalPhase,
  podBound,
  podRemoved,
  podSandboxCreated,
  podStatusReported,
  specOf,
  targetNode,
} from "@podsim/core";
import type { Envelope, NodeIx, PodIx, PodState, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Actor, Intention, Outbox } from "../src/actor.js";
import { RANK } from "../src/actor.js";
import type { World, WorldView } from "../src/cluster/world.js";
import { requestDeletion } from "../src/api-server/request-deletion.js";

export interface KubeletHabits {
  /** Seconds from binding to Ready, by pod; null = never. Default 1. */
  readonly readyAfter?: (pod: PodState) => number | null;
  /** When the pod ends by itself, in seconds after it was started, and how; null (the default) = never. */
  readonly ends?: (pod: PodState) => { readonly after: number; readonly exitCode: number } | null;
  /** Seconds from a deletion to the end of the pod, if its node works; its grace if that is shorter. Default 1. */
  readonly stopsAfter?: number;
}

interface AboutPod extends Intention {
  readonly podIx: PodIx;
  readonly what: "bind" | "start" | "end" | "stop";
}

/** Puts pods on the nodes in turn, and keeps them off nodes that are cordoned, tainted or not ready. */
export class FakeScheduler implements Actor {
  readonly name = "fake-scheduler";
  readonly rank = RANK.scheduler;
  readonly #world: World;
  readonly #waiting = new Set<PodIx>();
  #last = -1;

  constructor(world: World) {
    this.#world = world;
  }

  react({ definition: { type, entity }, subject, at }: Envelope, out: Outbox): void {
    if (type === "PodCreated") this.#plan(subject as PodIx, at, out);
    if (entity === "node") for (const podIx of this.#waiting) this.#plan(podIx, at, out);
  }

  handle(intention: Intention, _now: SimTime, out: Outbox): void {
    const { podIx } = intention as AboutPod;
    this.#waiting.delete(podIx);
    const pod = this.#world.pods.at(podIx);
    if (pod === undefined || pod.binding !== null || pod.deletion !== null) return;
    const fitting = [...this.#world.nodes.values()].filter(
      (node) =>
        node.ready === "True" && !node.unschedulable && node.taints.every((t) => t.effect === "PreferNoSchedule"),
    );
    const node = fitting.find(({ ix }) => ix > this.#last) ?? fitting[0];
    if (node === undefined) {
      this.#waiting.add(podIx);
      return;
    }
    this.#last = node.ix;
    out.record(podBound, podIx, { node: node.name, nodeIx: node.ix, by: "scheduler" });
  }

  #plan(podIx: PodIx, at: SimTime, out: Outbox): void {
    const intention: AboutPod = { actor: this, podIx, what: "bind" };
    out.plan(at, intention);
  }
}

/** Binds pods that are made for one node to it, and no others. */
export const pinningScheduler = (world: WorldView): Actor => {
  const actor: Actor = {
    name: "pinning-scheduler",
    rank: RANK.scheduler,
    react: ({ definition: { type }, subject, at }, out) => {
      const intention: AboutPod = { actor, podIx: subject as PodIx, what: "bind" };
      if (type === "PodCreated") out.plan(at, intention);
    },
    handle: (intention, _now, out) => {
      const { podIx } = intention as AboutPod;
      const pod = world.pods.at(podIx);
      const node = pod === undefined ? undefined : world.nodes.at(world.nodes.ixOf(targetNode(pod)) ?? (-1 as NodeIx));
      if (pod?.binding !== null || node === undefined) return;
      out.record(podBound, podIx, { node: node.name, nodeIx: node.ix, by: "scheduler" });
    },
  };
  return actor;
};

/** Starts and stops pods on all nodes that work; a node that works again goes on where it stopped. */
export class FakeKubelet implements Actor {
  readonly name = "fake-kubelet";
  readonly rank = RANK.kubelet;
  readonly #world: World;
  readonly #readyAfter: (pod: PodState) => number | null;
  readonly #stopsAfter: number;
  readonly #ends: NonNullable<KubeletHabits["ends"]>;

  constructor(world: World, { readyAfter = () => 1, stopsAfter = 1, ends = () => null }: KubeletHabits) {
    this.#world = world;
    this.#ends = ends;
    this.#readyAfter = readyAfter;
    this.#stopsAfter = stopsAfter;
  }

  react({ definition: { type }, subject, at }: Envelope, out: Outbox): void {
    if (type === "PodBound") this.#planStart(subject as PodIx, at, out);
    if (type === "PodDeletionRequested") this.#planStop(subject as PodIx, at, out);
    if (type !== "NodeRecovered") return;
    for (const podIx of this.#world.pods.onNode(subject as NodeIx)) {
      this.#planStart(podIx, at, out);
      this.#planStop(podIx, at, out);
    }
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const { podIx, what } = intention as AboutPod;
    const pod = this.#world.pods.at(podIx);
    if (pod === undefined || pod.binding === null) return;
    const node = this.#world.nodes.at(pod.binding.nodeIx);
    if (node === undefined || node.failure !== null) return;
    if (what === "stop") {
      if (isHeldByFinalizers(pod)) return requestDeletion(pod, now, "kubelet", out, 0);
      return out.record(podRemoved, podIx, {});
    }
    if (pod.deletion !== null) return;
    if (what === "end") return this.#end(pod, out);
    if (pod.runtime.sandbox.state === "none") {
      out.record(podSandboxCreated, podIx, { attempt: 0, ip: `10.0.${podIx >> 8}.${podIx & 255}` });
      for (let container = 0; container < containerCount(specOf(pod)); container++) {
        out.record(containerCreated, podIx, { container, attempt: 0 });
        out.record(containerStarted, podIx, { container });
      }
    }
    out.record(podStatusReported, podIx, { stage: "syncing" });
    const ending = this.#ends(pod);
    const intended: AboutPod = { actor: this, podIx, what: "end" };
    if (ending !== null) out.plan(now + ending.after * SECOND, intended);
  }

  #end(pod: PodState, out: Outbox): void {
    const { ix } = pod.identity;
    if (isTerminalPhase(pod.status.phase)) return;
    const { exitCode } = this.#ends(pod) ?? { exitCode: 0 };
    for (let container = 0; container < containerCount(specOf(pod)); container++) {
      const reason = exitCode === 0 ? "Completed" : "Error";
      out.record(containerExited, ix, { container, exitCode, reason, message: "" });
    }
    for (const stage of ["terminating", "terminated"] as const) out.record(podStatusReported, ix, { stage });
  }

  #planStart(podIx: PodIx, at: SimTime, out: Outbox): void {
    const pod = this.#world.pods.at(podIx);
    const after = pod === undefined || pod.deletion !== null ? null : this.#readyAfter(pod);
    const intention: AboutPod = { actor: this, podIx, what: "start" };
    if (after !== null) out.plan(at + after * SECOND, intention);
  }

  #planStop(podIx: PodIx, at: SimTime, out: Outbox): void {
    const deletion = this.#world.pods.at(podIx)?.deletion;
    if (deletion == null) return;
    const intention: AboutPod = { actor: this, podIx, what: "stop" };
    out.plan(at + Math.min(this.#stopsAfter, deletion.graceSeconds) * SECOND, intention);
  }
}
