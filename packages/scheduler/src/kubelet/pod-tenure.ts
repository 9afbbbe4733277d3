// A pod's tenure on its node: taken up by the kubelet or turned away, let go when it is deleted, and what its end makes room
// for.
import { imageSpellings, isCritical, isTerminalPhase, objectKey, podRejected, specOf } from "@podsim/core";
import type { PodIx, SimTime } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { admissionRefusal } from "./admission.js";
import { admitCritical } from "./critical-admission.js";
import { evictedIsGone } from "./eviction-monitor.js";
import { takeUp } from "./found-pod.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorkers } from "./node-loss.js";
import { shutDownPodIsGone } from "./node-shutdown.js";
import { retryResizes } from "./pod-resize.js";
import type { PodWorker } from "./pod-worker.js";
import { podWorker } from "./pod-worker.js";
import { abandonWait, beginSync } from "./sync-chain.js";
import { enterTeardown } from "./teardown.js";

export class PodTenure {
  readonly #context: KubeletContext;
  readonly #workers: PodWorkers;

  constructor(context: KubeletContext, workers: PodWorkers) {
    this.#context = context;
    this.#workers = workers;
  }

  /** A pod was bound to a node whose kubelet has heard of it by now. */
  admit(podIx: PodIx, now: SimTime, out: Outbox): void {
    const pod = this.#context.plane.world.pods.at(podIx);
    if (pod === undefined || pod.binding === null || this.#workers[podIx] !== undefined) return;
    const { nodeIx } = pod.binding;
    if (this.#context.isDown(nodeIx) || isTerminalPhase(pod.status.phase)) return;
    const worker = podWorker(pod, objectKey(pod.identity.namespace, pod.identity.name), nodeIx);
    this.#workers[podIx] = worker;
    if (pod.deletion !== null) return enterTeardown(this.#context, worker, now, out);
    if (pod.runtime.sandbox.state !== "none") return takeUp(this.#context, worker, pod, now, out);
    const refusal = admissionRefusal(pod, this.#context.plane.world, {
      pressures: this.#context.monitor(nodeIx).pressure.pressures,
      isShuttingDown: this.#context.shutdowns.has(nodeIx),
    });
    if (refusal !== null) {
      worker.alive = false;
      out.record(podRejected, podIx, refusal);
      return;
    }
    if (isCritical(specOf(pod).priority)) return admitCritical(this.#context, worker, pod, now, out);
    beginSync(this.#context, worker, now, out);
  }

  /** The kubelet has heard that the pod is to be deleted. */
  noticeDeletion(podIx: PodIx, now: SimTime, out: Outbox): void {
    const pod = this.#context.podAt(podIx);
    const worker = this.#workers[podIx];
    if (pod === undefined || pod.deletion === null || worker === undefined || !worker.alive) return;
    if (worker.deleting) return;
    worker.deleting = true;
    if (worker.mode !== "syncing") return;
    if (!worker.busy || abandonWait(this.#context, worker, now, out)) enterTeardown(this.#context, worker, now, out);
  }

  /** Nothing of the pod is left on its node. */
  isGone(worker: PodWorker, now: SimTime, out: Outbox): void {
    const pod = this.#context.pod(worker);
    const spec = pod === undefined ? null : specOf(pod);
    const { imagesUsedUs } = this.#context.monitor(worker.nodeIx);
    for (const { image } of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]) {
      for (const name of imageSpellings(image)) imagesUsedUs.set(name, now);
    }
    evictedIsGone(this.#context, worker, now, out);
    shutDownPodIsGone(this.#context, worker, now, out);
    retryResizes(this.#context, worker.nodeIx, now, out);
  }
}
