// A resized pod on its node: room is set aside for it or it waits for room, and its containers are given it one by one.
import {
  accountedSpec,
  awaitsAllocation,
  containerResized,
  podRequests,
  podResizeAllocated,
  podResizeDeclined,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type { NodeIx, PodResizeDeclined, PodState, SimTime } from "@podsim/core";
import type { Outbox } from "../actor.js";
import type { KubeletContext } from "./kubelet-context.js";
import { noteChange } from "./next-sync.js";
import { planEnd } from "./own-exits.js";
import type { PodWorker } from "./pod-worker.js";

interface Need {
  readonly resource: "cpu" | "memory";
  readonly requested: number;
  /** By the other pods of the node. */
  readonly used: number;
  readonly capacity: number;
}

const needsOf = (context: KubeletContext, pod: PodState, nodeIx: NodeIx): readonly Need[] => {
  const { nodes } = context.plane.world;
  const [asked, counted] = [podRequests(specOf(pod)), podRequests(accountedSpec(pod))];
  const need = (resource: Need["resource"], requested: number, own: number): Need => {
    const column = nodes.resource(resource);
    return { resource, requested, used: column.requested(nodeIx) - own, capacity: column.allocatable(nodeIx) };
  };
  return [need("memory", asked.memoryBytes, counted.memoryBytes), need("cpu", asked.milliCpu, counted.milliCpu)];
};

/** Why the node does not give the pod what it asks for; null if it does. */
const objectionTo = (needs: readonly Need[]): PodResizeDeclined | null => {
  const tooMuch = needs.find(({ requested, capacity }) => requested > capacity);
  if (tooMuch !== undefined) {
    const { resource, requested, capacity } = tooMuch;
    const message = `Node didn't have enough capacity: ${resource}, requested: ${requested}, capacity: ${capacity}`;
    return { reason: "Infeasible", message };
  }
  const tooFull = needs.find(({ requested, used, capacity }) => requested > 0 && used + requested > capacity);
  if (tooFull === undefined) return null;
  const { resource, requested, used, capacity } = tooFull;
  const amounts = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
  return { reason: "Deferred", message: `Node didn't have enough resource: ${resource}, ${amounts}` };
};

/** The pod as a sync finds it: with what it asks for set aside, or told why not. */
export const settleResize = (
  context: KubeletContext,
  worker: PodWorker,
  pod: PodState,
  now: SimTime,
  out: Outbox,
): PodState => {
  const { resize } = pod.runtime;
  if (resize === null || (resize.pending === null && !awaitsAllocation(pod))) return pod;
  const objection = awaitsAllocation(pod) ? objectionTo(needsOf(context, pod, worker.nodeIx)) : null;
  if (objection === null) {
    context.deferredResizes.delete(worker);
    out.record(podResizeAllocated, worker.pod, {});
    return podResizeAllocated.evolve(pod, {}, now);
  }
  if (objection.reason === "Deferred") context.deferredResizes.add(worker);
  const { pending } = resize;
  const isKnown = pending !== null && pending.reason === objection.reason && pending.message === objection.message;
  if (isKnown) return pod;
  out.record(podResizeDeclined, worker.pod, objection);
  return podResizeDeclined.evolve(pod, objection, now);
};

/** Something on the node takes less room than before: pods whose resize waits for room are looked at again. */
export const retryResizes = (context: KubeletContext, nodeIx: NodeIx, now: SimTime, out: Outbox): void => {
  for (const worker of context.deferredResizes) {
    if (!worker.alive) context.deferredResizes.delete(worker);
    else if (worker.nodeIx === nodeIx) context.requestSync(worker, now, out);
  }
};

/** A running container is given what is set aside for it, without a restart. */
export const resizeContainer = (
  context: KubeletContext,
  worker: PodWorker,
  snapshot: PodState,
  container: number,
  now: SimTime,
  out: Outbox,
): void => {
  const { current } = runtimeAt(context.pod(worker) ?? snapshot, container);
  if (current?.state !== "running") return;
  out.record(containerResized, worker.pod, { container });
  noteChange(worker, now);
  planEnd(context, worker, snapshot, container, current.attempt, current.startedAtUs, now, out);
  retryResizes(context, worker.nodeIx, now, out);
};
