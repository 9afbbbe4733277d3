// The scheduler as an actor: pods enter its queue when it hears of them, and are tried one after the other whenever there
// is one to try. It plans one wake-up at a time and none while nothing can change.
import { invariant, isTerminalPhase, objectKey, placeOf, podSchedulingFailed } from "@podsim/core";
import type { Envelope, NodeIx, NodeState, PodCreated, PodIx, PodState } from "@podsim/core";
import { NEVER } from "@podsim/core/time";
import type { Duration, SimTime } from "@podsim/core/time";
import { RANK } from "./actor.js";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "./actor.js";
import { Evictions } from "./evictions.js";
import type { Evict } from "./evictions.js";
import { BindingCycle } from "./binding-cycle.js";
import type { BindingIntention } from "./binding-cycle.js";
import { DEFAULT_SCHEDULER, profilesFor } from "./configuration/build-profiles.js";
import type { PlacedPod } from "./cluster/cluster-view.js";
import { LiveView } from "./cluster/live-view.js";
import { drawnOffset, tieBreakOf } from "./drawn-tie-break.js";
import { apiDelayUs } from "./api-delay.js";
import { sample } from "./engine/distribution.js";
import { nodeEvents } from "./framework/cluster-events.js";
import { podEvents } from "./framework/pod-events.js";
import { reserveClaims } from "./framework/reserve-claims.js";
import { StorageEvents } from "./framework/storage-events.js";
import { CycleState } from "./framework/cycle-state.js";
import { scheduleOne } from "./framework/cycle.js";
import type { Decision } from "./framework/cycle.js";
import type { PodView } from "./framework/pod-view.js";
import { podViewOf } from "./framework/pod-view.js";
import type { AnyPlugin } from "./framework/plugin.js";
import type { Profile } from "./framework/profile.js";
import { queuePartsOf, SchedulingQueue } from "./framework/queue.js";
import type { QueuedPod } from "./framework/queued-pod.js";
import { NO_PLUGINS } from "./framework/queued-pod.js";
import type { TieBreak } from "./framework/tie-break.js";
import { PLUGINS } from "./plugins/index.js";
import { PromisedNodes } from "./promised-nodes.js";
import type { SchedulerCost, SchedulerSettings } from "./settings.js";
import { lasting } from "./hearing.js";

/** The pod that was created a while ago is seen now. */
interface Enqueue extends Intention {
  readonly kind: "enqueue";
  readonly pod: PodIx;
}

/** Look whether there is something to try. */
interface WakeUp extends Intention {
  readonly kind: "wake-up";
}

/** What a try came to, with what it was about. */
interface Tried {
  readonly queued: QueuedPod;
  readonly pod: PodView;
  readonly profile: Profile;
  readonly decision: Decision;
  /** Where the pod goes, as of the try; null = nowhere. */
  readonly node: NodeState | null;
}

/** A try that took some time is over. */
interface Conclude extends Intention {
  readonly kind: "conclude";
  readonly tried: Tried;
}

/** What goes on inside a pod on its node: no part of what the scheduler sees of it. */
const UNSEEN: ReadonlySet<string> = new Set([
  "PodSandboxCreated",
  "PodSandboxStopped",
  "ImagePullStarted",
  "ImagePulled",
  "ImageAlreadyPresent",
  "ContainerCreated",
  "ContainerStarted",
  "ContainerExited",
  "ProbeFailed",
  "ProbeResultStored",
]);

const HEARS = lasting(({ type }) => !UNSEEN.has(type));

class SchedulerActor implements Actor {
  readonly name = "default-scheduler";
  readonly rank = RANK.scheduler;
  readonly hears = HEARS;
  readonly #plane: ControlPlane;
  readonly #profiles: ReadonlyMap<string, Profile>;
  readonly #view: LiveView;
  readonly #queue: SchedulingQueue;
  readonly #cycle = new CycleState();
  readonly #tieBreak: TieBreak;
  readonly #offset: ReturnType<typeof drawnOffset>;
  readonly #storage: StorageEvents;
  readonly #evictions: Evictions;
  readonly #promises: PromisedNodes;
  /** Pods that take room somewhere, bound or about to be, as of the last change of what they are. */
  readonly #assigned = new Map<PodIx, PlacedPod>();
  /** Nodes as of the last fact about each. */
  readonly #nodes: (NodeState | undefined)[] = [];
  readonly #cost: SchedulerCost | undefined;
  readonly #binding: BindingCycle;
  /** A try is under way: one at a time. */
  #isTrying = false;
  readonly #wakeUp: WakeUp;
  #wakeUpAtUs: SimTime = NEVER;
  #wakeUpToken: Token = -1;

  constructor(
    plane: ControlPlane,
    profiles: readonly [Profile, ...Profile[]],
    { configuration, tieBreak, cost }: SchedulerSettings,
  ) {
    this.#plane = plane;
    this.#evictions = new Evictions(this, plane);
    this.#profiles = new Map(profiles.map((profile) => [profile.schedulerName, profile]));
    this.#view = new LiveView(plane.world);
    this.#queue = new SchedulingQueue(
      queuePartsOf(profiles, this.#view, configuration.backOff, {
        isMakingRoom: ({ ix }) => this.#evictions.areUnderWay(ix),
      }),
    );
    this.#promises = new PromisedNodes(plane, this.#queue, this.#evictions);
    this.#tieBreak = tieBreakOf(tieBreak, plane.settings.seed);
    this.#offset = drawnOffset(plane.settings.seed);
    this.#wakeUp = { actor: this, kind: "wake-up" };
    this.#storage = new StorageEvents(plane.world);
    this.#cost = cost;
    this.#binding = new BindingCycle(this, plane, cost, (queued, message, now, out) => {
      this.#bindingFailed(queued, message, now, out);
    });
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const meant = intention as Enqueue | Evict | WakeUp | Conclude | BindingIntention;
    switch (meant.kind) {
      case "enqueue":
        this.#enqueue(meant.pod, now);
        break;
      case "evict":
        // Nobody is left whose going would bring the pod back.
        if (!this.#evictions.handle(meant, now, out)) this.#queue.activate(meant.preemptor);
        break;
      case "conclude":
        this.#isTrying = false;
        // A pod that is gone by now, or somebody else's, is dropped.
        if (meant.tried.queued.station === "in-flight") this.#conclude(meant.tried, now, out);
        break;
      case "check-volumes":
      case "bind":
        this.#binding.handle(meant, now, out);
        break;
      case "wake-up":
        this.#wakeUpAtUs = NEVER;
        this.#queue.flush(now);
        this.#tryNext(now, out);
    }
    this.#planWakeUp(now, out);
  }

  react(fact: Envelope, out: Outbox): void {
    this.#view.observe(fact);
    this.#binding.react(fact, out);
    const { entity } = fact.definition;
    if (entity === "pod") this.#reactToPod(fact, out);
    else if (entity === "node") this.#reactToNode(fact);
    else if (this.#storage.concerns(fact)) {
      const event = this.#storage.eventOf(fact);
      if (event !== null) this.#queue.moveFor(event, fact.at);
    } else return;
    this.#planWakeUp(fact.at, out);
  }

  #reactToPod(fact: Envelope, out: Outbox): void {
    const { type } = fact.definition;
    const ix = fact.subject as PodIx;
    if (type === "PodCreated") return this.#planEnqueue(fact as Envelope<PodCreated>, out);
    const state = this.#plane.world.pods.at(ix);
    if (state === undefined || isTerminalPhase(state.status.phase)) return this.#reactToEnd(ix, fact.at);
    if (type === "PodBound") {
      this.#queue.delete(ix);
      this.#promises.forget(ix, fact.at);
      this.#assign(ix);
      this.#move(null, state, fact.at);
    } else if (type === "PodReserved") this.#assign(ix);
    else if (type === "PodSchedulingFailed") this.#forget(ix, fact.at);
    else if (type === "PodNominated") this.#promises.changed(state, fact.at);
    else this.#reactToChange(state, fact.at);
  }

  /** A pod that is over looks deleted. */
  #reactToEnd(ix: PodIx, now: SimTime): void {
    this.#queue.delete(ix);
    this.#promises.forget(ix, now);
    this.#forget(ix, now);
  }

  #assign(ix: PodIx): void {
    const placed = this.#plane.world.nodes.placedPod(ix);
    if (placed !== undefined) this.#assigned.set(ix, placed);
  }

  /** The last state of a pod that took room; one that is about to be bound counts as bound. */
  #assignedState(ix: PodIx): PodState | undefined {
    const pod = this.#assigned.get(ix)?.pod;
    return pod?.binding === null ? { ...pod, binding: placeOf(pod) } : pod;
  }

  /** A pod that took room and could not be bound leaves it, as if it had been deleted. */
  #forget(ix: PodIx, now: SimTime): void {
    const assigned = this.#assignedState(ix);
    if (assigned === undefined) return;
    this.#assigned.delete(ix);
    this.#move(assigned, null, now);
  }

  /** What a pod is has changed; its status alone is nobody's business. */
  #reactToChange(state: PodState, now: SimTime): void {
    const { ix, template } = state.identity;
    if (state.binding === null) {
      const before = this.#queue.find(ix)?.pod.state;
      if (before === undefined || before.identity.template === template) return;
      return this.#queue.update(podViewOf(state, this.#view), podEvents(before, state), now);
    }
    const before = this.#assigned.get(ix)?.pod;
    const isSame = before?.identity.template === template && before.runtime.resize === state.runtime.resize;
    if (before === undefined || isSame) return;
    this.#assign(ix);
    this.#move(before, state, now);
  }

  #move(before: PodState | null, after: PodState | null, now: SimTime): void {
    for (const event of podEvents(before, after)) this.#queue.moveFor(event, now);
  }

  #reactToNode(fact: Envelope): void {
    const ix = fact.subject as NodeIx;
    const after = this.#plane.world.nodes.at(ix);
    const events = nodeEvents(this.#nodes[ix] ?? null, after ?? null);
    this.#nodes[ix] = after;
    for (const event of events) this.#queue.moveFor(event, fact.at);
  }

  #planEnqueue({ at, data, subject }: Envelope<PodCreated>, out: Outbox): void {
    const { spec } = data.template;
    if (!this.#profiles.has(spec.schedulerName) || (spec.nodeName ?? "") !== "") return;
    const { settings, draw } = this.#plane;
    const u = draw("scheduler/watch", objectKey(data.namespace, data.name), 0);
    const enqueue: Enqueue = { actor: this, kind: "enqueue", pod: subject as PodIx };
    const slowUs = apiDelayUs(this.#plane, "schedulerWatch", objectKey(data.namespace, data.name), 0);
    out.plan(at + sample(settings.latencies.schedulerWatch, u) + slowUs, enqueue);
  }

  #enqueue(ix: PodIx, now: SimTime): void {
    const state = this.#plane.world.pods.at(ix);
    if (state === undefined || state.binding !== null || isTerminalPhase(state.status.phase)) return;
    this.#queue.add(podViewOf(state, this.#view), now);
  }

  #tryNext(now: SimTime, out: Outbox): void {
    const queued = this.#queue.pop();
    if (queued === undefined) return;
    const state = this.#plane.world.pods.at(queued.pod.ix);
    // A pod that is being deleted is dropped without a try.
    if (state === undefined || state.deletion !== null) return this.#queue.done(queued);
    const profile = this.#profiles.get(queued.pod.spec.schedulerName);
    invariant(profile !== undefined, "only pods of a known profile enter the queue");
    this.#try(queued, podViewOf(state, this.#view), profile, now, out);
  }

  #try(queued: QueuedPod, pod: PodView, profile: Profile, now: SimTime, out: Outbox): void {
    const decision = scheduleOne(pod, this.#view, profile, this.#cycle, {
      tieBreak: this.#tieBreak,
      nominated: this.#promises.nominations,
      offset: this.#offset,
    });
    const node = decision.kind === "placed" ? (this.#plane.world.nodes.at(decision.node) ?? null) : null;
    const tried: Tried = { queued, pod, profile, decision, node };
    const costUs = this.#costUs(queued);
    if (costUs === 0) return this.#conclude(tried, now, out);
    this.#isTrying = true;
    const conclude: Conclude = { actor: this, kind: "conclude", tried };
    out.plan(now + costUs, conclude);
  }

  /** What the try that was just made takes. */
  #costUs({ pod, attempts }: QueuedPod): Duration {
    if (this.#cost === undefined) return 0;
    const { perAttempt, perNodeFilteredUs } = this.#cost;
    const attemptUs = sample(perAttempt, this.#plane.draw("scheduler/attempt", pod.key, attempts));
    return attemptUs + perNodeFilteredUs * this.#cycle.filteredCount;
  }

  #conclude({ queued, pod, profile, decision, node }: Tried, now: SimTime, out: Outbox): void {
    switch (decision.kind) {
      case "placed": {
        invariant(node !== null, "a pod is placed on a node that exists");
        this.#queue.done(queued);
        this.#promises.nominations.delete(pod.ix);
        const wait = reserveClaims(pod, node, profile, this.#view, out);
        return this.#binding.begin(queued, node, wait, now, out);
      }
      case "unschedulable":
        this.#queue.fail(queued, decision.rejectedBy, now);
        out.record(podSchedulingFailed, pod.ix, { message: decision.message, reason: "Unschedulable" });
        return this.#promises.promise(pod, decision.nomination, now, out);
      case "error":
        this.#queue.fail(queued, NO_PLUGINS, now);
        out.record(podSchedulingFailed, pod.ix, { message: decision.message, reason: "SchedulerError" });
        return this.#promises.promise(pod, { kind: "clear" }, now, out);
    }
  }

  /** The pod is tried again as after an error; its room is free again. */
  #bindingFailed(queued: QueuedPod, message: string, now: SimTime, out: Outbox): void {
    const { ix } = queued.pod;
    const state = this.#plane.world.pods.at(ix);
    if (state === undefined) return;
    const view = podViewOf(state, this.#view);
    this.#queue.comeBack(queued, view, now);
    out.record(podSchedulingFailed, ix, { message, reason: "SchedulerError" });
    this.#promises.clear(view, out);
  }

  #planWakeUp(now: SimTime, out: Outbox): void {
    const nextUs = this.#isTrying ? NEVER : this.#queue.nextWakeUs(now);
    if (nextUs === this.#wakeUpAtUs) return;
    if (this.#wakeUpAtUs !== NEVER) out.withdraw(this.#wakeUpToken);
    this.#wakeUpAtUs = nextUs;
    if (nextUs !== NEVER) this.#wakeUpToken = out.plan(nextUs, this.#wakeUp);
  }
}

/** Throws if a profile cannot be built: a configuration is checked before a cluster is made of it. */
export const schedulerActor = (plane: ControlPlane, registry: readonly AnyPlugin[] = PLUGINS): Actor => {
  const settings = plane.settings.scheduler ?? DEFAULT_SCHEDULER;
  return new SchedulerActor(plane, profilesFor(settings.configuration, registry), settings);
};
