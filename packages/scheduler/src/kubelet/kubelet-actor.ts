// The kubelets of all nodes as one actor: hears of bindings, deletions and lost machines, and hands each planned step to
// the part that knows it.
import { objectKey, runtimeAt } from "@podsim/core";
import type {
  ContainerExited,
  Envelope,
  FollowScript,
  NodeFailed,
  NodeIx,
  NodeShutdownBegan,
  PodIx,
  PodState,
  SimTime,
  ImageStored,
} from "@podsim/core";
import type { Actor, ControlPlane, Intention, Outbox } from "../actor.js";
import { RANK } from "../actor.js";
import type { BehaviorOf } from "./container-life.js";
import { preemptedWasKilled, preemptionTimedOut } from "./critical-admission.js";
import { finishPull } from "./image-pulls.js";
import type { KubeletIntention, KubeletPlan } from "./intention.js";
import { KubeletContext } from "./kubelet-context.js";
import { isStillDue, lastWords, planScriptEnds } from "./own-exits.js";
import type { PodWorker } from "./pod-worker.js";
import { planProbes } from "./probe-ticks.js";
import { podTroubleChanged } from "./pod-troubles.js";
import { forgetResults, runProbe } from "./probing.js";
import { PodTenure } from "./pod-tenure.js";
import { noteChange } from "./next-sync.js";
import { NodeLoss } from "./node-loss.js";
import type { PodWorkers } from "./node-loss.js";
import { noteEndDuringStop, recordExit, recordPreStopDone } from "./stopping.js";
import type { InstanceEnd } from "./stopping.js";
import { beginSync, continueAfterPull, continueSync } from "./sync-chain.js";
import { continueTeardown } from "./teardown.js";
import { evictedWasKilled, reconsiderNode } from "./eviction-monitor.js";
import { handleNodePlan } from "./node-plans.js";
import { knowsDisk, saysWhatItUses } from "./node-usage.js";
import { runtimeChanged } from "./runtime-health.js";
import { mountVolumes } from "./volume-mounts.js";
import { hearsOf } from "../hearing.js";

/** Types of the facts it goes by. */
const HEARD = [
  "PodBound",
  "PodDeletionRequested",
  "PodRemoved",
  "PodUpdated",
  "PodConditionSet",
  "PodSandboxCreated",
  "PodSandboxStopped",
  "ContainerStarted",
  "ContainerExited",
  "ServiceApplied",
  "ServiceDeleted",
  "EndpointSet",
  "EndpointRemoved",
  "PodStatusReported",
  "PodStatusKept",
  "ProbeResultStored",
  "NodeAdded",
  "NodeShutdownBegan",
  "KubeletRestarted",
  "ImageStored",
  "ImageRemoved",
  "NodeFailed",
  "NodeRecovered",
  "NodeRuntimeTroubled",
  "NodeRuntimeMended",
  "NodeRemoved",
  "PodTroubled",
  "PodMended",
  "NodeSlowed",
  "NodeSpeedRestored",
  "BehaviorChanged",
  "BehaviorRestored",
] as const;
const HEARS = hearsOf(HEARD);

class KubeletActor implements Actor {
  readonly name = "kubelet";
  readonly rank = RANK.kubelet;
  readonly hears = HEARS;
  readonly #context: KubeletContext;
  readonly #workers: PodWorkers = [];
  readonly #nodeLoss: NodeLoss;
  readonly #tenure: PodTenure;

  constructor(plane: ControlPlane, behaviorOf: BehaviorOf, followScript: FollowScript | null) {
    const intend = (plan: KubeletPlan): KubeletIntention => ({ actor: this, plan });
    this.#context = new KubeletContext(plane, behaviorOf, followScript, (pod) => this.#workers[pod], intend);
    this.#nodeLoss = new NodeLoss(this.#context, this.#workers);
    this.#tenure = new PodTenure(this.#context, this.#workers);
  }

  react(fact: Envelope, out: Outbox): void {
    switch (fact.definition.type as (typeof HEARD)[number]) {
      case "PodBound":
        return this.#planFromApi(fact, "admit", out);
      case "PodDeletionRequested":
        return this.#planFromApi(fact, "notice-deletion", out);
      case "PodUpdated":
      case "PodConditionSet":
        return this.#planUpdate(fact, out);
      case "PodRemoved":
        this.#context.troubles.delete(fact.subject as PodIx);
        return this.#nodeLoss.forgetPod(fact.subject);
      case "PodSandboxCreated":
      case "PodSandboxStopped":
        return this.#runtimeChanged(fact, out);
      case "ContainerStarted":
        this.#useChanged(fact, out);
        return this.#runtimeChanged(fact, out);
      case "ContainerExited":
        this.#scriptEnded(fact, out);
        this.#useChanged(fact, out);
        this.#planProbes(fact, out);
        this.#endedDuringStop(fact, out);
        return this.#runtimeChanged(fact, out);
      case "ServiceApplied":
      case "ServiceDeleted":
      case "EndpointSet":
      case "EndpointRemoved":
        return this.#networkChanged(fact.at, out);
      case "PodStatusReported":
      case "PodStatusKept":
        return this.#planProbes(fact, out);
      case "ProbeResultStored":
        return this.#probeChanged(fact, out);
      case "NodeAdded":
        // The nodes a run begins with have been up for long.
        if (fact.at > 0) this.#context.kubeletStarts(fact.subject as NodeIx, fact.at);
        return;
      case "NodeShutdownBegan":
        return this.#planShutdown(fact as Envelope<NodeShutdownBegan>, out);
      case "KubeletRestarted":
        return this.#nodeLoss.restarted(fact.subject as NodeIx, fact.at, out);
      case "ImageStored":
        this.#context.monitor(fact.subject as NodeIx).imagesSeenUs.set((fact.data as ImageStored).image, fact.at);
        return this.#imagesChanged(fact.subject as NodeIx, fact.at, out);
      case "ImageRemoved":
        return this.#imagesChanged(fact.subject as NodeIx, fact.at, out);
      case "NodeFailed":
        return this.#nodeLoss.nodeFailed(fact.subject as NodeIx, (fact.data as NodeFailed).mode, fact.at, out);
      case "NodeRecovered":
        this.#context.plan(out, fact.at, { kind: "recover", nodeIx: fact.subject as NodeIx });
        return;
      case "NodeRuntimeTroubled":
      case "NodeRuntimeMended":
        return runtimeChanged(this.#context, fact.subject as NodeIx, fact.at, out);
      case "NodeRemoved":
        return this.#nodeLoss.forgetNode(fact.subject as NodeIx, out);
      case "PodTroubled":
      case "PodMended":
        return podTroubleChanged(this.#context, this.#workers[fact.subject], fact, out);
      case "NodeSlowed":
      case "NodeSpeedRestored":
      case "BehaviorChanged":
      case "BehaviorRestored":
        return this.#behaviorsChanged(fact.at, out);
    }
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const { plan } = intention as KubeletIntention;
    const context = this.#context;
    switch (plan.kind) {
      case "admit":
        return this.#tenure.admit(plan.pod, now, out);
      case "notice-deletion":
        return this.#tenure.noticeDeletion(plan.pod, now, out);
      case "notice-update":
        plan.worker.deadlinePlanned = false;
        return context.requestSync(plan.worker, now, out);
      case "sync":
        return beginSync(context, plan.worker, now, out);
      case "mount-volumes":
        if (mountVolumes(context, plan.worker, now, out))
          continueSync(context, plan.worker, "volumes-mounted", now, out);
        return;
      case "continue":
        return continueSync(context, plan.worker, plan.stage, now, out);
      case "pull-done": {
        const { request } = plan;
        const present = finishPull(context, request, plan.error, now, out);
        if (present) return continueAfterPull(context, request.worker, request.container, true, now, out);
        // The next container of the sync is to see the back-off that this failure has begun.
        context.plan(out, now, { kind: "pull-failed", request });
        return;
      }
      case "pull-failed":
        return continueAfterPull(context, plan.request.worker, plan.request.container, false, now, out);
      case "preemption-timeout":
        return preemptionTimedOut(context, plan.admission, plan.victim, now, out);
      case "deadline":
        return context.requestSync(plan.worker, now, out);
      case "own-exit":
        if (!plan.worker.processes.live || !isStillDue(context, plan.worker, plan, now)) return;
        return this.#recordExit(plan.worker, plan, now, out);
      case "look-further":
        context.scripts(plan.worker)?.lookFurther(plan.container, plan.attempt);
        return planScriptEnds(context, plan.worker, now, out);
      case "stopped-exit":
        if (!plan.worker.processes.live) return;
        return this.#recordExit(plan.worker, plan, now, out);
      case "pre-stop-done":
        if (!plan.worker.alive || context.pod(plan.worker) === undefined) return;
        return recordPreStopDone(plan.worker, plan.container, plan.outcome, out);
      case "probe":
        return runProbe(context, plan.worker, plan.probe, now, out);
      case "probe-results-lost":
        return forgetResults(context, plan.worker, out);
      case "teardown":
        continueTeardown(context, plan.worker, plan.stage, now, out);
        if (plan.stage === "stopped") {
          evictedWasKilled(context, plan.worker, now, out);
          preemptedWasKilled(context, plan.worker, now, out);
        }
        if (plan.stage === "finish") this.#tenure.isGone(plan.worker, now, out);
        return;
      case "shutdown":
      case "shutdown-group":
      case "power-on":
      case "eviction-look":
      case "image-pass":
      case "node-oom":
      case "node-status":
      case "runtime-look":
      case "ready-report":
      case "recover":
        return handleNodePlan(context, this.#nodeLoss, plan, now, out);
    }
  }

  #recordExit(worker: PodWorker, end: InstanceEnd, now: SimTime, out: Outbox): void {
    const { container, attempt, exitCode } = end;
    const words = (pod: PodState) => lastWords(this.#context, worker, pod, container, attempt, exitCode, now);
    recordExit(this.#context.pod(worker), end, words, out);
  }

  /** An instance that has ended does nothing more to the volumes it shares. */
  #scriptEnded(fact: Envelope, out: Outbox): void {
    const scripts = this.#context.scriptedPods.get(fact.subject as PodIx);
    const worker = this.#workers[fact.subject];
    const { container } = fact.data as ContainerExited;
    const pod = this.#context.podAt(fact.subject);
    const current = pod === undefined ? null : runtimeAt(pod, container).current;
    if (scripts === undefined || current === null) return;
    scripts.end(container, current.attempt, fact.at);
    if (worker !== undefined) planScriptEnds(this.#context, worker, fact.at, out);
  }

  /** Who answers in the cluster has changed: that may end somebody's wait. */
  #networkChanged(at: SimTime, out: Outbox): void {
    for (const [podIx, scripts] of this.#context.scriptedPods) {
      if (!scripts.asksNetwork) continue;
      const pod = this.#context.plane.world.pods.at(podIx);
      const worker = this.#workers[podIx];
      if (pod === undefined || worker === undefined) continue;
      scripts.hear(pod.identity.namespace, at);
      planScriptEnds(this.#context, worker, at, out);
    }
  }

  #planFromApi(fact: Envelope, kind: "admit" | "notice-deletion", out: Outbox): void {
    const pod = this.#context.plane.world.pods.at(fact.subject);
    if (pod === undefined || pod.binding === null || this.#context.isDown(pod.binding.nodeIx)) return;
    const watchUs = this.#context.watchUs(
      objectKey(pod.identity.namespace, pod.identity.name),
      kind === "admit" ? 0 : 1,
    );
    this.#context.plan(out, fact.at + watchUs, { kind, pod: fact.subject as PodIx });
  }

  #planShutdown({ at, subject, data: { backAfterUs } }: Envelope<NodeShutdownBegan>, out: Outbox): void {
    this.#context.plan(out, at, { kind: "shutdown", nodeIx: subject as NodeIx, backAfterUs });
  }

  #planUpdate(fact: Envelope, out: Outbox): void {
    const worker = this.#workers[fact.subject];
    if (worker === undefined || this.#context.isDown(worker.nodeIx)) return;
    const n = 2 + worker.updateCount++;
    const watchUs = this.#context.watchUs(worker.key, n);
    this.#context.plan(out, fact.at + watchUs, { kind: "notice-update", worker });
  }

  #runtimeChanged(fact: Envelope, out: Outbox): void {
    const worker = this.#workers[fact.subject];
    if (worker === undefined || !worker.alive || worker.mode !== "syncing") return;
    if (worker.busy) return noteChange(worker, fact.at);
    this.#context.requestSync(worker, this.#context.clock(worker.nodeIx).relistFor(fact.at), out);
  }

  /** A container began or ceased to take its share of the node. */
  #useChanged(fact: Envelope, out: Outbox): void {
    const pod = this.#context.podAt(fact.subject);
    if (pod?.binding == null || !saysWhatItUses(this.#context, pod)) return;
    reconsiderNode(this.#context, pod.binding.nodeIx, fact.at, out);
  }

  #imagesChanged(nodeIx: NodeIx, at: SimTime, out: Outbox): void {
    const node = this.#context.plane.world.nodes.at(nodeIx);
    if (node !== undefined && knowsDisk(node)) reconsiderNode(this.#context, nodeIx, at, out);
  }

  #endedDuringStop(fact: Envelope, out: Outbox): void {
    const worker = this.#workers[fact.subject];
    const pod = this.#context.podAt(fact.subject);
    if (worker?.stop == null || pod === undefined) return;
    noteEndDuringStop(this.#context, worker, pod, (fact.data as ContainerExited).container, fact.at, out);
  }

  /** What runs may answer its probes otherwise. */
  #behaviorsChanged(at: SimTime, out: Outbox): void {
    for (const worker of this.#workers) {
      if (worker !== undefined && worker.probes.length > 0) planProbes(this.#context, worker, at, out);
    }
  }

  #planProbes(fact: Envelope, out: Outbox): void {
    const worker = this.#workers[fact.subject];
    if (worker !== undefined && worker.probes.length > 0) planProbes(this.#context, worker, fact.at, out);
  }

  #probeChanged(fact: Envelope, out: Outbox): void {
    const worker = this.#workers[fact.subject];
    if (worker === undefined) return;
    planProbes(this.#context, worker, fact.at, out);
    this.#context.requestSync(worker, fact.at, out);
  }
}

/**
 * @param behaviorOf what each container of a template does once it runs
 * @param followScript what containers do whose behaviour leaves it to their commands; null = nobody follows any
 */
export const kubeletActor = (
  plane: ControlPlane,
  behaviorOf: BehaviorOf,
  followScript: FollowScript | null = null,
): Actor => new KubeletActor(plane, behaviorOf, followScript);
