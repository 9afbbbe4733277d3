// What a cluster would have recorded as Kubernetes Events in the course of a run: a fold over what its facts announce, with
// the counting, combining and holding back that the recorders of the components do.
import { DEFAULT_PROFILE, keepsKubelet } from "@podsim/core";
import type { Announcement, NodeState, PodState, Profile, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import type { WorldView } from "@podsim/scheduler";
import { isSameApiPod } from "../view/api-pod.js";
import type { Step } from "../view/replay.js";
import { Replay } from "../view/replay.js";
import { Correlator } from "./correlator.js";
import { EventLedger } from "./event-ledger.js";
import { HeldBack } from "./held-back.js";
import { referenceOf } from "./object-reference.js";
import type { EventSource, EventWrite, Occurrence, RecordedEvent } from "./recorded-event.js";
import { SeriesRecorder } from "./series-recorder.js";

const SCHEDULER = "default-scheduler";
/** What only a scheduler records, under the name of one of its profiles. */
const OF_A_PROFILE: ReadonlySet<string> = new Set(["PodBound", "PodSchedulingFailed"]);

/** What the fact announces, in the order a cluster would record it. A fact that ends an entity speaks of what it was. */
export const announcementsOf = ({ fact, before, after }: Step, profile: Profile): readonly Announcement[] => {
  const state = after ?? before;
  return fact.definition.announce?.(state, fact.data, fact.at, profile) ?? [];
};

const hostOf = (announcement: Announcement, step: Step): string => {
  if (announcement.from !== "kubelet") return "";
  const state = step.after ?? step.before;
  if (step.fact.definition.entity === "node") return (state as NodeState | undefined)?.name ?? "";
  if (step.fact.definition.entity === "pod") return (state as PodState | undefined)?.binding?.nodeName ?? "";
  return "";
};

/** The node whose kubelet starts anew with this fact, and with it everything its recorder remembered. */
const restartedKubelet = ({ fact, before, after }: Step): string | null => {
  const node = (after ?? before) as NodeState | undefined;
  switch (fact.definition.type) {
    case "NodeAdded":
    case "KubeletRestarted":
      return node?.name ?? null;
    case "NodeRecovered": {
      const failure = (before as NodeState | undefined)?.failure ?? null;
      return node === undefined || (failure !== null && keepsKubelet(failure.mode)) ? null : node.name;
    }
    default:
      return null;
  }
};

const recorderKey = (component: string, host: string): string => `${component}/${host}`;

export class EventRecorder {
  readonly #ledger: EventLedger;
  readonly #scheduler: SeriesRecorder;
  readonly #correlators = new Map<string, Correlator>();
  readonly #versions = new Map<number, number>();
  readonly #heldBack = new HeldBack();

  /**
   * `world` is what the facts are folded into; `onWrite` hears of every write to the API server, in order; `profile` words
   * the Events.
   */
  constructor(
    private readonly world: WorldView,
    onWrite: (write: EventWrite) => void = () => undefined,
    private readonly profile: Profile = DEFAULT_PROFILE,
  ) {
    this.#ledger = new EventLedger(onWrite);
    this.#scheduler = new SeriesRecorder(this.#ledger);
  }

  /** The Events recorded so far, in order of creation. */
  get events(): readonly RecordedEvent[] {
    return this.#ledger.events;
  }

  /** Takes in one fact, once it was folded; `onOccurrence` hears of everything announced, counted or not. */
  see(step: Step, onOccurrence?: (occurrence: Occurrence) => void): void {
    const { fact } = step;
    this.advance(fact.at);
    const restarted = restartedKubelet(step);
    if (restarted !== null) this.#correlators.delete(recorderKey("kubelet", restarted));
    for (const late of this.#heldBack.follow(step)) this.#correlatorOf(late.source).record(late);
    for (const announcement of announcementsOf(step, this.profile)) {
      const source = { component: announcement.from, host: hostOf(announcement, step) };
      const objectVersion = this.#versions.get(fact.subject) ?? 0;
      const object = referenceOf(announcement, step, this.world, this.profile);
      const occurrence = { seq: fact.seq, atUs: fact.at, announcement, source, object, objectVersion };
      onOccurrence?.(occurrence);
      if (this.#heldBack.takes(occurrence)) continue;
      const isScheduler = source.component === SCHEDULER || OF_A_PROFILE.has(fact.definition.type);
      if (isScheduler) this.#scheduler.record(occurrence);
      else this.#correlatorOf(source).record(occurrence);
    }
    this.#noteVersion(step);
  }

  /** Lets time pass without facts: a series may end. */
  advance(untilUs: SimTime): void {
    this.#scheduler.advance(untilUs);
  }

  #correlatorOf({ component, host }: EventSource): Correlator {
    const key = recorderKey(component, host);
    let correlator = this.#correlators.get(key);
    if (correlator === undefined) this.#correlators.set(key, (correlator = new Correlator(this.#ledger)));
    return correlator;
  }

  /** The scheduler reports before it writes: an Event speaks of the object as it was before its own fact. */
  #noteVersion({ fact, before, after }: Step): void {
    if (fact.definition.entity !== "pod" || before === undefined || after === undefined) return;
    if (isSameApiPod(before as PodState, after as PodState)) return;
    this.#versions.set(fact.subject, (this.#versions.get(fact.subject) ?? 0) + 1);
  }
}

/** The Events of the first `factCount` facts, with what happened without facts up to `nowUs`. */
export const recordedEvents = (
  log: EventLog,
  factCount: number,
  nowUs: SimTime,
  profile: Profile = DEFAULT_PROFILE,
): readonly RecordedEvent[] => {
  const replay = new Replay(log);
  const recorder = new EventRecorder(replay.world, undefined, profile);
  replay.advance(factCount, (step) => recorder.see(step));
  recorder.advance(nowUs);
  return recorder.events;
};
