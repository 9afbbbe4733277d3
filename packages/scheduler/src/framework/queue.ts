// The scheduling queue: who is tried next, who waits for how long, and which change brings whom back. It does nothing by
// itself: time comes in as an argument, and nextWakeUs says when it will have something to do.
import { invariant } from "@podsim/core";
import type { PodIx, PodState } from "@podsim/core";
import { MINUTE, NEVER, SECOND } from "@podsim/core/time";
import type { Duration, SimTime } from "@podsim/core/time";
import type { ClusterView } from "../cluster/cluster-view.js";
import { backOffExpiry, DEFAULT_BACK_OFF, isBackingOff } from "./back-off-time.js";
import type { BackOffLimits } from "./back-off-time.js";
import { Heap } from "./heap.js";
import type { Gatekeeping, QueueEntry } from "./plugin.js";
import type { PodView } from "./pod-view.js";
import type { Profile, Wake } from "./profile.js";
import { NO_PLUGINS, queuedPod } from "./queued-pod.js";
import type { QueuedPod } from "./queued-pod.js";
import { UnschedulablePool } from "./unschedulable-pool.js";
import { ACTION, isWorthATry } from "./wake.js";
import type { ClusterEvent } from "./wake.js";
import { NOTHING_MATCHES, WakeTable } from "./wake-table.js";
import type { Matching } from "./wake-table.js";

const UNSCHEDULABLE_MAX_US: Duration = 5 * MINUTE;
const FLUSH_PERIOD_US: Duration = 30 * SECOND;

export interface QueueParts {
  /** Of the first profile: all profiles share one order. */
  readonly compare: (a: QueueEntry, b: QueueEntry) => number;
  /** The plugin that keeps the pod from entering; "" = it may. */
  readonly gateOf: (pod: PodView) => string;
  readonly wakes: WakeTable;
  readonly cluster: ClusterView;
  readonly backOff: BackOffLimits;
}

/** What profiles ask of the queue they share: the order is the first one's, as all have the same. */
export const queuePartsOf = (
  profiles: readonly [Profile, ...Profile[]],
  cluster: ClusterView,
  backOff: BackOffLimits = DEFAULT_BACK_OFF,
  gate: Gatekeeping = { isMakingRoom: () => false },
): QueueParts => {
  const byName = new Map(profiles.map((profile) => [profile.schedulerName, profile]));
  return {
    compare: profiles[0].queueSort.hooks.compare ?? (() => 0),
    gateOf: (pod) => {
      const plugins = byName.get(pod.spec.schedulerName)?.preEnqueue ?? [];
      return plugins.find(({ hooks }) => (hooks.admit?.(pod, gate) ?? null) !== null)?.name ?? "";
    },
    wakes: new WakeTable(profiles),
    cluster,
    backOff,
  };
};

const NOTHING_HAPPENED: readonly ClusterEvent[] = [];

/** What an event means for a pod that waits. */
type Requeuing = "stay" | "after-back-off" | "at-once";

export class SchedulingQueue {
  readonly #parts: QueueParts;
  readonly #pods = new Map<PodIx, QueuedPod>();
  readonly #active: Heap<QueuedPod>;
  readonly #backOff: Heap<QueuedPod>;
  readonly #errorBackOff: Heap<QueuedPod>;
  readonly #unschedulable = new UnschedulablePool();
  /** Pods whose try is not over: seldom more than one. */
  readonly #inFlight: QueuedPod[] = [];
  #sequence = 0;
  #poolFlushedAtUs: SimTime = 0;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    const isBefore = (a: QueuedPod, b: QueuedPod): boolean => {
      const order = parts.compare(a, b);
      return order < 0 || (order === 0 && a.sequence < b.sequence);
    };
    const expiresBefore = (a: QueuedPod, b: QueuedPod): boolean =>
      a.backOffExpiryUs < b.backOffExpiryUs || (a.backOffExpiryUs === b.backOffExpiryUs && isBefore(a, b));
    this.#active = new Heap(isBefore);
    this.#backOff = new Heap(expiresBefore);
    this.#errorBackOff = new Heap(expiresBefore);
  }

  /** Pods in the queue and in flight. */
  get size(): number {
    return this.#pods.size;
  }

  /** Where the pod is. */
  find(ix: PodIx): Readonly<QueuedPod> | undefined {
    return this.#pods.get(ix);
  }

  add(pod: PodView, now: SimTime): void {
    invariant(!this.#pods.has(pod.ix), () => `pod ${pod.key} is in the queue already`);
    const queued = queuedPod(pod, now, this.#sequence++);
    this.#pods.set(pod.ix, queued);
    this.#activate(queued);
  }

  /** The pod changed; `events` are what the change amounts to. */
  update(pod: PodView, events: readonly ClusterEvent[], now: SimTime): void {
    const queued = this.#pods.get(pod.ix);
    if (queued === undefined) return this.add(pod, now);
    queued.pod = pod;
    if (queued.station === "in-flight") {
      for (const event of events) this.#tellInFlight(event);
    } else if (queued.station === "unschedulable") {
      this.#requeue(queued, this.#requeuingAfter(queued, events), now);
    } else {
      for (const heap of [this.#active, this.#backOff, this.#errorBackOff]) heap.fix(queued);
    }
  }

  /** The pod is gone, or somebody else has placed it. */
  delete(ix: PodIx): void {
    const queued = this.#pods.get(ix);
    if (queued === undefined) return;
    this.#leave(queued);
    this.#land(queued);
    queued.station = "gone";
    this.#pods.delete(ix);
  }

  /** The next pod to try: the first in order; else one that backs off, as nobody else wants to be tried. */
  pop(): QueuedPod | undefined {
    const queued = this.#active.pop() ?? this.#backOff.pop();
    if (queued === undefined) return undefined;
    queued.station = "in-flight";
    queued.attempts++;
    queued.rejectedBy = NO_PLUGINS;
    queued.pendingOn = NO_PLUGINS;
    queued.gatedBy = "";
    queued.meanwhile = [];
    this.#inFlight.push(queued);
    return queued;
  }

  /** The try of the pod succeeded: it leaves the queue. */
  done(queued: QueuedPod): void {
    this.delete(queued.pod.ix);
  }

  /** The try failed; no plugins = with an error. */
  fail(queued: QueuedPod, rejectedBy: ReadonlySet<string>, now: SimTime, pendingOn = NO_PLUGINS): void {
    invariant(queued.station === "in-flight", () => `pod ${queued.pod.key} was not being tried`);
    const events = this.#land(queued);
    const isError = this.#countFailure(queued, rejectedBy, pendingOn, now);
    const requeuing = isError ? "after-back-off" : this.#requeuingAfter(queued, events);
    if (requeuing === "stay") this.#park(queued);
    else this.#requeue(queued, requeuing, now);
  }

  /** The pod was done with, as it had a node, but binding it did not succeed: back it comes, as after an error. */
  comeBack(queued: QueuedPod, pod: PodView, now: SimTime): void {
    invariant(!this.#pods.has(pod.ix), () => `pod ${pod.key} is in the queue already`);
    this.#pods.set(pod.ix, queued);
    queued.pod = pod;
    this.#countFailure(queued, NO_PLUGINS, NO_PLUGINS, now);
    this.#requeue(queued, "after-back-off", now);
  }

  /** To the head of the line whatever it waits for, as its turn has come for another reason. */
  activate(ix: PodIx): void {
    const queued = this.#pods.get(ix);
    if (queued === undefined || queued.station === "active") return;
    if (queued.station !== "in-flight") return this.#activate(queued);
    this.#tellInFlight({ resource: "*", action: ACTION.all, pod: queued.pod.state });
  }

  /** Something changed in the cluster: pods come back for which a plugin that rejected them finds it worth a try. */
  moveFor(event: ClusterEvent, now: SimTime, concerns: (pod: PodView) => boolean = () => true): void {
    if (this.#unschedulable.size === 0 && this.#inFlight.length === 0) return;
    const matching = this.#parts.wakes.matching(event);
    if (event.resource !== "*" && matching.plugins.length === 0) return;
    for (const queued of this.#askedBy(event, matching)) {
      if (concerns(queued.pod)) this.#moveFor(queued, event, matching, now);
    }
    this.#tellInFlight(event);
  }

  /** Does what was due by now: waits that are over end, and who waited too long is tried again. */
  flush(now: SimTime): void {
    this.#flushPool(now);
    this.#release(this.#backOff, now);
    this.#release(this.#errorBackOff, now);
  }

  /** When there is something to try, or may be after a flush: now, later or never. */
  nextWakeUs(now: SimTime): SimTime {
    if (this.#active.size > 0 || this.#backOff.size > 0) return now;
    const released = this.#errorBackOff.peek();
    const waiting = this.#unschedulable.first();
    const releaseUs = released === undefined ? NEVER : released.backOffExpiryUs + SECOND;
    const flushUs = waiting === undefined ? NEVER : poolFlushAfter(waiting.timestampUs + UNSCHEDULABLE_MAX_US);
    return Math.max(now, Math.min(releaseUs, flushUs));
  }

  /** Whether it was an error, as no plugin had anything against the pod. */
  #countFailure(
    queued: QueuedPod,
    rejectedBy: ReadonlySet<string>,
    pendingOn: ReadonlySet<string>,
    now: SimTime,
  ): boolean {
    queued.rejectedBy = pendingOn.size === 0 ? rejectedBy : new Set([...rejectedBy, ...pendingOn]);
    queued.pendingOn = pendingOn;
    queued.timestampUs = now;
    const isError = queued.rejectedBy.size === 0;
    if (isError) queued.errorsInARow++;
    else {
      queued.rejections++;
      queued.errorsInARow = 0;
    }
    const failures = isError ? queued.errorsInARow : queued.rejections;
    queued.backOffExpiryUs = backOffExpiry(now, failures, this.#parts.backOff);
    return isError;
  }

  /** Pods whose back-off is over are tried again. */
  #release(backingOff: Heap<QueuedPod>, now: SimTime): void {
    for (let first = backingOff.peek(); first !== undefined; first = backingOff.peek()) {
      if (isBackingOff(first.backOffExpiryUs, now)) return;
      backingOff.pop();
      first.station = "active";
      this.#active.push(first);
    }
  }

  #tellInFlight(event: ClusterEvent): void {
    for (const { meanwhile } of this.#inFlight) meanwhile?.push(event);
  }

  /** Its try is over; returns what happened since it began. */
  #land(queued: QueuedPod): readonly ClusterEvent[] {
    const at = this.#inFlight.indexOf(queued);
    if (at >= 0) this.#inFlight.splice(at, 1);
    const { meanwhile } = queued;
    queued.meanwhile = null;
    return meanwhile ?? NOTHING_HAPPENED;
  }

  #flushPool(now: SimTime): void {
    const flushUs = Math.floor(now / FLUSH_PERIOD_US) * FLUSH_PERIOD_US;
    if (flushUs <= this.#poolFlushedAtUs) return;
    this.#poolFlushedAtUs = flushUs;
    const timeout: ClusterEvent = { resource: "*", action: ACTION.all, pod: null };
    for (let first = this.#unschedulable.first(); first !== undefined; first = this.#unschedulable.first()) {
      if (flushUs - first.timestampUs <= UNSCHEDULABLE_MAX_US) return;
      this.#moveFor(first, timeout, NOTHING_MATCHES, now);
    }
  }

  #askedBy(event: ClusterEvent, matching: Matching): Iterable<QueuedPod> {
    return event.resource === "*" ? this.#unschedulable.all() : this.#unschedulable.rejectedBy(matching.plugins);
  }

  #moveFor(queued: QueuedPod, event: ClusterEvent, matching: Matching, now: SimTime): void {
    const { gatedBy, pod } = queued;
    const wakes = matching.byName.get(pod.spec.schedulerName) ?? [];
    if (gatedBy !== "" && !wakes.some(({ plugin }) => plugin === gatedBy)) return;
    this.#requeue(queued, this.#requeuing(queued, event, wakes), now);
  }

  /** What events in a row mean: the first that wants the pod at once, else whether any wants it. */
  #requeuingAfter(queued: QueuedPod, events: readonly ClusterEvent[]): Requeuing {
    let requeuing: Requeuing = "stay";
    for (const event of events) {
      const wakes = this.#parts.wakes.matching(event).byName.get(queued.pod.spec.schedulerName) ?? [];
      const next = this.#requeuing(queued, event, wakes);
      if (next === "at-once") return next;
      if (next === "after-back-off") requeuing = next;
    }
    return requeuing;
  }

  #requeuing({ pod, rejectedBy, pendingOn }: QueuedPod, event: ClusterEvent, wakes: readonly Wake[]): Requeuing {
    if (event.resource === "*") return event.pod === null || isOf(event.pod, pod) ? "after-back-off" : "stay";
    let requeuing: Requeuing = "stay";
    for (const { plugin, rule } of wakes) {
      if (!rejectedBy.has(plugin) || !isWorthATry(rule, pod, event, this.#parts.cluster)) continue;
      if (pendingOn.has(plugin)) return "at-once";
      requeuing = "after-back-off";
    }
    return requeuing;
  }

  /** Back to be tried: at once, or when its back-off is over. */
  #requeue(queued: QueuedPod, requeuing: Requeuing, now: SimTime): void {
    if (requeuing === "stay") return;
    if (requeuing === "at-once" || !isBackingOff(queued.backOffExpiryUs, now)) return this.#activate(queued);
    if (this.#isGated(queued)) return;
    this.#leave(queued);
    const isError = queued.rejectedBy.size === 0;
    queued.station = isError ? "error-back-off" : "back-off";
    (isError ? this.#errorBackOff : this.#backOff).push(queued);
  }

  #activate(queued: QueuedPod): void {
    if (this.#isGated(queued)) return;
    this.#leave(queued);
    queued.station = "active";
    this.#active.push(queued);
  }

  /** Whether a plugin keeps the pod from entering; then it waits among the unschedulable. */
  #isGated(queued: QueuedPod): boolean {
    const gate = this.#parts.gateOf(queued.pod);
    if (gate === "") {
      this.#ungate(queued);
      return false;
    }
    this.#leave(queued);
    queued.gatedBy = gate;
    queued.rejectedBy = new Set([...queued.rejectedBy, gate]);
    this.#park(queued);
    return true;
  }

  #ungate(queued: QueuedPod): void {
    if (queued.gatedBy === "") return;
    this.#leave(queued);
    queued.gatedBy = "";
  }

  #park(queued: QueuedPod): void {
    queued.station = "unschedulable";
    this.#unschedulable.add(queued);
  }

  #leave(queued: QueuedPod): void {
    if (queued.station === "unschedulable") this.#unschedulable.delete(queued);
    this.#active.remove(queued);
    this.#backOff.remove(queued);
    this.#errorBackOff.remove(queued);
  }
}

const isOf = (state: PodState, pod: PodView): boolean => state.identity.ix === pod.ix;

/** The first flush of the pool after an instant. */
const poolFlushAfter = (at: SimTime): SimTime => (Math.floor(at / FLUSH_PERIOD_US) + 1) * FLUSH_PERIOD_US;
