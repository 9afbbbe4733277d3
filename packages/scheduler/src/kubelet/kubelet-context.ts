// What the parts of the kubelet share: the world, the node loops, the draws, and a way to plan.
import type {
  Behavior,
  BehaviorChange,
  ConfigLookup,
  FollowScript,
  NodeIx,
  PodIx,
  PodState,
  PodTemplateSpec,
  ReportStage,
  SimTime,
} from "@podsim/core";
import {
  asKubeletKnows,
  containerAt,
  isKubeletAtWork,
  podStatusKept,
  podStatusReported,
  specOf,
  unitsOf,
} from "@podsim/core";
import { MILLISECOND } from "@podsim/core/time";
import type { Duration } from "@podsim/core/time";
import type { ControlPlane, Intention, Outbox, Token } from "../actor.js";
import type { Latencies } from "../settings.js";
import { apiDelayUs } from "../api-delay.js";
import { sample } from "../engine/distribution.js";
import { configLookup } from "./config-lookup.js";
import type { ConfigObjects } from "./config-lookup.js";
import type { BehaviorOf } from "./container-life.js";
import type { CriticalAdmission } from "./critical-admission-state.js";
import { ContainerLife } from "./container-life.js";
import { ImagePuller } from "./image-puller.js";
import type { KubeletPlan } from "./intention.js";
import { kubeletConfig } from "./kubelet-config.js";
import type { KubeletConfig } from "./kubelet-config.js";
import { evictionMonitor, idleMonitor } from "./monitor-state.js";
import type { EvictionMonitor } from "./monitor-state.js";
import { kubeletRules } from "./kubelet-rules.js";
import type { KubeletRules } from "./kubelet-rules.js";
import type { RuntimeHealth } from "./runtime-health-state.js";
import type { NodeShutdown } from "./shutdown-state.js";
import { NodeClock } from "./node-clock.js";
import { PodAddresses } from "./pod-address.js";
import type { PodWorker } from "./pod-worker.js";
import { containerKey, NO_TOKEN } from "./pod-worker.js";
import { PullRate } from "./pull-rate.js";
import { PodScripts } from "./scripts/pod-scripts.js";

/** From the end of a sync to the end of the relist it asked for. */
const OWN_RELIST_US = 50 * MILLISECOND;

export interface SeenTrouble {
  readonly kind: "hang" | "slow";
  readonly sinceUs: SimTime;
  readonly answersAfterUs: Duration;
}

const streams = new Map<string, string>();

/** The stream of a latency's draws; made once, as text that is put together anew each time costs as much as the draw. */
const streamOf = (step: keyof Latencies): string => {
  let stream = streams.get(step);
  if (stream === undefined) streams.set(step, (stream = `latency/${step}`));
  return stream;
};

export class KubeletContext {
  readonly plane: ControlPlane;
  readonly rules: KubeletRules;
  readonly config: KubeletConfig;
  readonly #behaviorOf: BehaviorOf;
  readonly addresses: PodAddresses;
  readonly #intend: (plan: KubeletPlan) => Intention;
  readonly #clocks = new Map<NodeIx, NodeClock>();
  readonly #pullers = new Map<NodeIx, ImagePuller>();
  readonly #startedAtUs = new Map<NodeIx, SimTime>();
  readonly #pullRates = new Map<NodeIx, PullRate>();
  readonly #monitors = new Map<NodeIx, EvictionMonitor>();
  readonly #health = new Map<NodeIx, RuntimeHealth>();
  /** Critical pods for which others are being ended. */
  readonly admissions = new Set<CriticalAdmission>();
  /** Nodes whose kubelets go on and reach nobody, with the ConfigMaps and Secrets they know of. */
  readonly cutOff = new Map<NodeIx, ConfigObjects>();
  /** Those whose pods wait for room to be resized. */
  readonly deferredResizes = new Set<PodWorker>();
  /** Nodes that are being shut down. */
  readonly shutdowns = new Map<NodeIx, NodeShutdown>();
  /** Pods whose processes hang or answer late. */
  readonly troubles = new Map<PodIx, SeenTrouble>();
  /** Who looks after the pod on its node now. */
  readonly workerOf: (pod: PodIx) => PodWorker | undefined;

  readonly #followScript: FollowScript | null;
  readonly #scripts = new Map<PodIx, PodScripts>();

  constructor(
    plane: ControlPlane,
    behaviorOf: BehaviorOf,
    followScript: FollowScript | null,
    workerOf: (pod: PodIx) => PodWorker | undefined,
    intend: (plan: KubeletPlan) => Intention,
  ) {
    this.#followScript = followScript;
    this.workerOf = workerOf;
    this.plane = plane;
    this.rules = kubeletRules(plane.settings);
    this.config = kubeletConfig(plane.settings.kubelet);
    this.#behaviorOf = behaviorOf;
    this.addresses = new PodAddresses((node) => plane.draw("node/pod-cidr", node, 0));
    this.#intend = intend;
  }

  plan(out: Outbox, at: SimTime, plan: KubeletPlan): Token {
    return out.plan(at, this.#intend(plan));
  }

  /** The pod as its kubelet knows it. */
  podAt(podIx: number): PodState | undefined {
    const pod = this.plane.world.pods.at(podIx);
    return pod === undefined ? undefined : asKubeletKnows(pod);
  }

  pod(worker: PodWorker): PodState | undefined {
    return this.podAt(worker.pod);
  }

  /** Whether what the worker's kubelet says of the pod reaches nobody. */
  isCutOff(worker: PodWorker): boolean {
    return this.plane.world.pods.at(worker.pod)?.kubeletCopy != null;
  }

  /** The kubelet makes another status of the pod, and sends it if it can. */
  recordStatus(worker: PodWorker, stage: ReportStage, out: Outbox): void {
    out.record(this.isCutOff(worker) ? podStatusKept : podStatusReported, worker.pod, { stage });
  }

  /** The ConfigMaps and Secrets of a namespace, as far as the node's kubelet knows. */
  configLookup(nodeIx: NodeIx, namespace: string): ConfigLookup {
    return configLookup(this.cutOff.get(nodeIx) ?? this.plane.world, namespace);
  }

  nodeName(nodeIx: NodeIx): string {
    return this.plane.world.nodes.at(nodeIx)?.name ?? `node#${nodeIx}`;
  }

  /** Neither a binding nor a deletion reaches the node's kubelet; there may be none, as the node is gone. */
  isDown(nodeIx: NodeIx): boolean {
    return this.plane.world.nodes.at(nodeIx)?.failure !== null;
  }

  /** Whether it does its work, even if it reaches nobody. */
  isKubeletAtWork(nodeIx: NodeIx): boolean {
    const node = this.plane.world.nodes.at(nodeIx);
    return node !== undefined && isKubeletAtWork(node);
  }

  /** When the node's kubelet started last; long before the run unless it was seen to start. */
  kubeletStartedAtUs(nodeIx: NodeIx): SimTime {
    return this.#startedAtUs.get(nodeIx) ?? Number.NEGATIVE_INFINITY;
  }

  kubeletStarts(nodeIx: NodeIx, at: SimTime): void {
    this.#startedAtUs.set(nodeIx, at);
  }

  clock(nodeIx: NodeIx): NodeClock {
    let clock = this.#clocks.get(nodeIx);
    if (clock === undefined) {
      const name = this.nodeName(nodeIx);
      clock = new NodeClock((loop) => this.plane.draw(loop, name, 0));
      this.#clocks.set(nodeIx, clock);
    }
    return clock;
  }

  puller(nodeIx: NodeIx): ImagePuller {
    let puller = this.#pullers.get(nodeIx);
    if (puller === undefined) this.#pullers.set(nodeIx, (puller = new ImagePuller(this.config.parallelPullMax)));
    return puller;
  }

  pullRate(nodeIx: NodeIx): PullRate {
    let rate = this.#pullRates.get(nodeIx);
    if (rate === undefined) {
      this.#pullRates.set(nodeIx, (rate = new PullRate(this.config.registryPullQPS, this.config.registryBurst)));
    }
    return rate;
  }

  monitor(nodeIx: NodeIx): EvictionMonitor {
    let monitor = this.#monitors.get(nodeIx);
    if (monitor === undefined) {
      this.#monitors.set(nodeIx, (monitor = evictionMonitor(this.clock(nodeIx).evictionPhaseUs)));
    }
    return monitor;
  }

  /** What the node's kubelet knows of its container runtime. */
  healthOf(nodeIx: NodeIx): RuntimeHealth {
    let health = this.#health.get(nodeIx);
    if (health === undefined) {
      this.#health.set(nodeIx, (health = { seen: "well", waiting: new Set(), isReporting: false }));
    }
    return health;
  }

  /** Whether anything was ever wrong with the node's runtime. */
  knowsTrouble(nodeIx: NodeIx): boolean {
    return this.#health.has(nodeIx);
  }

  /**
   * The kubelet stopped: whatever it was pulling is forgotten, and what it knew of its node's pressure, unless it is this
   * kubelet that `goesOn` some day.
   */
  forgetNode(nodeIx: NodeIx, goesOn: boolean, out: Outbox): void {
    this.shutdowns.delete(nodeIx);
    const monitor = this.#monitors.get(nodeIx);
    if (monitor !== undefined) {
      for (const token of [monitor.look, monitor.oom, monitor.imagePass]) if (token !== NO_TOKEN) out.withdraw(token);
      this.#monitors.set(nodeIx, idleMonitor(monitor, goesOn));
    }
    this.#pullers.delete(nodeIx);
    this.#pullRates.delete(nodeIx);
    this.#health.delete(nodeIx);
    for (const admission of this.admissions) if (admission.worker.nodeIx === nodeIx) this.admissions.delete(admission);
  }

  /** The commands of the pod's containers; null if nobody follows any. */
  scripts(worker: PodWorker): PodScripts | null {
    if (this.#followScript === null) return null;
    let scripts = this.#scripts.get(worker.pod);
    if (scripts === undefined) {
      scripts = new PodScripts(this.#followScript, this.plane.world);
      this.#scripts.set(worker.pod, scripts);
    }
    return scripts;
  }

  /** Pods whose commands are followed. */
  get scriptedPods(): ReadonlyMap<PodIx, PodScripts> {
    return this.#scripts;
  }

  forgetScripts(pod: PodIx): void {
    this.#scripts.delete(pod);
  }

  /** How long the named step of the worker's kubelet takes, the n-th time; of the pod, or of another entity. */
  latency(step: keyof Latencies, worker: PodWorker, n: number, entity: string = worker.key): number {
    return this.onNode(worker, this.#usually(step, entity, n));
  }

  /** What usually takes so long, on the worker's node as it is now. */
  onNode({ nodeIx }: PodWorker, usualUs: Duration): Duration {
    const slowness = this.plane.world.nodes.at(nodeIx)?.slowness;
    return slowness === undefined ? usualUs : Math.round(usualUs * slowness);
  }

  #usually(step: keyof Latencies, entity: string, n: number): number {
    const distribution = this.plane.settings.latencies[step];
    if (distribution.kind === "constant") return distribution.value;
    return sample(distribution, this.plane.draw(streamOf(step), entity, n));
  }

  /** Until the kubelet knows of a change of a pod, the n-th. */
  watchUs(entity: string, n: number): number {
    return this.#usually("kubeletWatch", entity, n) + apiDelayUs(this.plane, "kubeletWatch", entity, n);
  }

  /** Changes of behaviours that are in force; absent = there never was one. */
  get behaviorChanges(): readonly BehaviorChange[] | undefined {
    return this.plane.world.cluster.behaviorChanges;
  }

  /** What an instance that is started now does. */
  behaviorOf(template: PodTemplateSpec, container: number): Behavior {
    return this.#behaviorOf(template, container, this.behaviorChanges);
  }

  /** What the instance that runs does of itself: whatever has changed since, it goes on as it was started. */
  runningBehavior(pod: PodState, container: number): Behavior {
    const amid = this.workerOf(pod.identity.ix)?.processes.startedAmid?.[container];
    return this.#behaviorOf(pod.identity.template, container, amid);
  }

  /** What an instance takes of its node, by the pod's key (namespace/name): nothing its command does is in it. */
  lifeOf(key: string, pod: PodState, container: number, attempt: number): ContainerLife {
    const behavior = this.runningBehavior(pod, container);
    return new ContainerLife(this.plane.draw, behavior, `${key}/${containerAt(specOf(pod), container).name}`, attempt);
  }

  /** What the newest instance answers now: it was started under a template that the pod may have lost since. */
  behaviorIn(worker: PodWorker, pod: PodState, container: number): Behavior {
    return this.behaviorOf(worker.processes.startedUnder[container] ?? pod.identity.template, container);
  }

  life(worker: PodWorker, pod: PodState, container: number, attempt: number): ContainerLife {
    const spec = containerAt(specOf(pod), container);
    const template = worker.processes.startedUnder[container] ?? pod.identity.template;
    const behavior = this.#behaviorOf(template, container, worker.processes.startedAmid?.[container]);
    const { limits: own } = pod.runtime.resize?.allocated[container] ?? spec.resources;
    const limits = behavior.use === undefined ? {} : own;
    const limitBytes = unitsOf(limits, "memory") ?? Infinity;
    const scripts = behavior.script === undefined ? null : this.scripts(worker);
    const followed = scripts === null ? null : { scripts, container, spec };
    const key = containerKey(worker, container, spec.name);
    return new ContainerLife(this.plane.draw, behavior, key, attempt, limitBytes, followed);
  }

  /** Plans the worker's next sync, unless one is planned that is not later. */
  planSync(worker: PodWorker, at: SimTime, out: Outbox): void {
    if (worker.next !== NO_TOKEN) {
      if (worker.nextAtUs <= at) return;
      out.withdraw(worker.next);
    }
    worker.next = this.plan(out, at, { kind: "sync", worker });
    worker.nextAtUs = at;
  }

  /** Something wants the pod synced from `at` on; the worker waits until its cache is newer than its last sync. */
  requestSync(worker: PodWorker, at: SimTime, out: Outbox): void {
    if (!worker.alive || worker.mode !== "syncing") return;
    if (worker.busy) {
      worker.pending = true;
      return;
    }
    this.planSync(worker, Math.max(at, worker.cacheFreshUs), out);
  }

  /** The sync under way ends at `now`; the next waits for a relist, for one of its own if the sync `asksForRelist`. */
  endSync(worker: PodWorker, now: SimTime, asksForRelist = false): void {
    const nextUs = this.clock(worker.nodeIx).relistAfter(now);
    worker.cacheFreshUs = asksForRelist && this.rules.relistsAtOnce ? Math.min(now + OWN_RELIST_US, nextUs) : nextUs;
  }
}
