// What becomes of a node's pods when its kubelet stops or its machine goes down, and when it is back.
import {
  containerCount,
  containerExited,
  hasBackOffs,
  isTerminalPhase,
  keepsKubelet,
  losesPower,
  objectKey,
  podBackOffsLost,
  podSandboxStopped,
  podStatusReported,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type { FailureMode, NodeIx, PodIx, PodState, SimTime } from "@podsim/core";
import { NOT_YET } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { configObjectsOf } from "./config-lookup.js";
import type { ConfigObjects } from "./config-lookup.js";
import { reconsiderNode, reportPressures } from "./eviction-monitor.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodWorker } from "./pod-worker.js";
import { podWorker } from "./pod-worker.js";
import { resumePowerOff } from "./node-shutdown.js";
import { runtimeAfterOutage } from "./runtime-health.js";
import { abandonStop } from "./stopping.js";
import { enterTeardown } from "./teardown.js";

/** What the runtime says of a container whose machine went down under it. */
const LOST_EXIT_CODE = 255;
const LOST_REASON = "Unknown";

/** Who looks after each pod on its node, by the pod's index. */
export type PodWorkers = (PodWorker | undefined)[];

const recordLost = (pod: PodState, out: Outbox): void => {
  const podIx = pod.identity.ix;
  for (let container = 0; container < containerCount(specOf(pod)); container++) {
    if (runtimeAt(pod, container).current?.state !== "running") continue;
    out.record(containerExited, podIx, { container, exitCode: LOST_EXIT_CODE, reason: LOST_REASON, message: "" });
  }
  if (pod.runtime.sandbox.state === "ready") out.record(podSandboxStopped, podIx, {});
};

export class NodeLoss {
  readonly #context: KubeletContext;
  readonly #workers: PodWorkers;
  readonly #failures = new Map<NodeIx, FailureMode>();
  #config: { readonly atUs: SimTime; readonly objects: ConfigObjects } | null = null;

  constructor(context: KubeletContext, workers: PodWorkers) {
    this.#context = context;
    this.#workers = workers;
  }

  /** Nothing of the pod runs any more, or nobody will ever hear of it. */
  forgetPod(pod: number): void {
    const worker = this.#workers[pod];
    if (worker === undefined) return;
    worker.alive = false;
    worker.processes.live = false;
    this.#workers[pod] = undefined;
    this.#context.forgetScripts(worker.pod);
  }

  /** The machine is gone with all that ran on it. */
  forgetNode(nodeIx: NodeIx, out: Outbox): void {
    for (const podIx of this.#context.plane.world.pods.onNode(nodeIx)) this.forgetPod(podIx);
    this.#context.forgetNode(nodeIx, false, out);
  }

  /** Nobody acts for the node's pods any more; with the power on, their processes live on unobserved. */
  nodeFailed(nodeIx: NodeIx, mode: FailureMode, now: SimTime, out: Outbox): void {
    this.#failures.set(nodeIx, mode);
    if (mode === "partition") return void this.#context.cutOff.set(nodeIx, this.#configAt(now));
    if (losesPower(mode)) return this.forgetNode(nodeIx, out);
    for (const podIx of this.#context.plane.world.pods.onNode(nodeIx)) {
      const worker = this.#workers[podIx];
      if (worker === undefined) continue;
      if (mode === "kubelet-down") abandonStop(this.#context, worker, now, out);
      worker.alive = false;
    }
    this.#context.forgetNode(nodeIx, keepsKubelet(mode), out);
    reconsiderNode(this.#context, nodeIx, now, out);
  }

  /** The kubelet stops and starts again; a machine that waited for it to end its pods goes down at once. */
  restarted(nodeIx: NodeIx, now: SimTime, out: Outbox): void {
    const shutdown = this.#context.shutdowns.get(nodeIx);
    this.nodeFailed(nodeIx, "kubelet-down", now, out);
    if (shutdown !== undefined) resumePowerOff(this.#context, nodeIx, shutdown, now, out);
    this.#context.plan(out, now, { kind: "recover", nodeIx });
  }

  /** Many are cut off at once, and know the same. */
  #configAt(now: SimTime): ConfigObjects {
    if (this.#config?.atUs !== now) this.#config = { atUs: now, objects: configObjectsOf(this.#context.plane.world) };
    return this.#config.objects;
  }

  /** The kubelet starts again: every pod of the node arrives anew; after a power loss nothing of it runs any more. */
  recover(nodeIx: NodeIx, now: SimTime, out: Outbox): void {
    const { pods } = this.#context.plane.world;
    const mode = this.#failures.get(nodeIx);
    const startsAnew = mode === undefined || !keepsKubelet(mode);
    if (startsAnew) this.#context.kubeletStarts(nodeIx, now);
    this.#failures.delete(nodeIx);
    this.#context.cutOff.delete(nodeIx);
    runtimeAfterOutage(this.#context, nodeIx, !startsAnew, now, out);
    for (const podIx of pods.onNode(nodeIx)) {
      const shown = pods.at(podIx);
      if (shown === undefined) continue;
      const pod = startsAnew ? shown : this.#rejoin(shown, now, out);
      if (!this.#reconnect(podIx, pod, now, out)) this.#resume(podIx, pod, mode, now, out);
    }
    reportPressures(this.#context, nodeIx, startsAnew ? now : this.#context.clock(nodeIx).nodeStatusFor(now), out);
    reconsiderNode(this.#context, nodeIx, now, out);
  }

  /** A kubelet that was cut off sends what it made of the pod. */
  #rejoin(pod: PodState, now: SimTime, out: Outbox): PodState {
    if (pod.kubeletCopy === null) return pod;
    const data = { stage: "syncing" } as const;
    out.record(podStatusReported, pod.identity.ix, data);
    return podStatusReported.evolve(pod, data, now);
  }

  /** Of a pod whose kubelet went on: it hears what it missed. Whether there is anybody to. */
  #reconnect(podIx: PodIx, pod: PodState, now: SimTime, out: Outbox): boolean {
    const worker = this.#workers[podIx];
    if (worker === undefined || !worker.alive) return false;
    // Its spec may have got another deadline meanwhile.
    worker.deadlinePlanned = false;
    if (pod.deletion !== null) this.#context.plan(out, now, { kind: "notice-deletion", pod: podIx });
    else if (worker.mode === "syncing") this.#context.requestSync(worker, now, out);
    return true;
  }

  #resume(podIx: PodIx, pod: PodState, mode: FailureMode | undefined, now: SimTime, out: Outbox): void {
    const finished = isTerminalPhase(pod.status.phase);
    if (finished && pod.deletion === null) return;
    if (mode !== undefined && losesPower(mode)) recordLost(pod, out);
    if ((mode === undefined || !keepsKubelet(mode)) && hasBackOffs(pod)) out.record(podBackOffsLost, podIx, {});
    const { namespace, name } = pod.identity;
    const nodeIx = pod.binding?.nodeIx;
    if (nodeIx === undefined) return;
    // It was bound while nobody heard of it.
    const isNew = this.#workers[podIx] === undefined && pod.status.startTimeUs === NOT_YET;
    if (isNew) return void this.#context.plan(out, now, { kind: "admit", pod: podIx });
    const worker = podWorker(pod, objectKey(namespace, name), nodeIx, this.#workers[podIx]?.processes);
    worker.resumed = mode === "kubelet-down";
    this.#workers[podIx] = worker;
    if (finished) {
      // Its teardown was cut short; what is left is to clean up and to let go of the object.
      worker.mode = "terminated";
      this.#context.plan(out, now, { kind: "teardown", worker, stage: "terminated" });
      return;
    }
    if (pod.deletion !== null) enterTeardown(this.#context, worker, now, out);
    else this.#context.planSync(worker, now, out);
  }
}
