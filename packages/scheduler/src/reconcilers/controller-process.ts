// One process of a controller of the user's own: its caches, its queue, what it is reconciling, and what troubles it.
import type { Duration, SimTime } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { ControlPlane, Outbox } from "../actor.js";
import { DEFAULT_CLOCK_START_US } from "../settings.js";
import { timeOf } from "./author-texts.js";
import { CachedClient } from "./client.js";
import { ControllerFailure } from "./controller-failure.js";
import { Informer } from "./informer.js";
import type { Touched } from "./informer.js";
import type {
  ApiCall,
  ApiObject,
  Client,
  Reconcile,
  ReconcileContext,
  Reconciler,
  ReconcileResult,
} from "./reconciler.js";
import { WorkQueue } from "./work-queue.js";

/** What a process was reconciling when it yielded a call. */
interface Reconciling {
  readonly key: string;
  readonly work: Generator<ApiCall, ReconcileResult | undefined | void, unknown>;
}

/** What the next piece of work came to. */
export type Progress =
  | { readonly kind: "calls"; readonly call: ApiCall }
  /** A key was done with; null = and there was none. */
  | { readonly kind: "idle" };

const IDLE: Progress = { kind: "idle" };

const keysOf = ({ watched }: Informer, object: ApiObject): readonly string[] => {
  const { namespace = "", name } = object.metadata;
  const keys = watched.keys?.(object) ?? (namespace === "" ? name : `${namespace}/${name}`);
  return typeof keys === "string" ? [keys] : keys;
};

const isCall = (value: unknown): value is ApiCall => typeof value === "object" && value !== null && "verb" in value;

const told = (thrown: unknown): string =>
  `it threw ${thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)}`;

export class ControllerProcess {
  readonly identity: string;
  /** Bumped by every end of the process: what it meant to do before concerns nobody any more. */
  epoch = 0;
  isUp = false;
  restarts = 0;
  /** What waits for the end of a pause; null = the process is not paused. */
  backlog: ((now: SimTime, out: Outbox) => void)[] | null = null;
  informers: ReadonlyMap<string, Informer> = new Map();
  queue = new WorkQueue();
  /** When it looks at its queue again; null = when something happens. */
  wakesUs: SimTime | null = null;
  /** When the watch of a kind has told everything it knows, by kind: events come in order. */
  readonly watchedUpTo = new Map<string, SimTime>();
  /** Nothing is told before this: the watch hangs. */
  staleUntilUs: SimTime = 0;
  /** What happens up to this is never told: the watch is broken. */
  deafUntilUs: SimTime = 0;
  unavailableUntilUs: SimTime = 0;
  /** What happens to the next calls that write. */
  conflictsLeft = 0;
  lostAnswersLeft = 0;
  crashAfterWriteUs: Duration | null = null;
  #reconciling: Reconciling | null = null;
  #client: Client = new CachedClient(this.informers);
  #reconcile: Reconcile | null = null;
  #draws = 0;
  #nowUs: SimTime = 0;

  constructor(
    readonly reconciler: Reconciler,
    readonly replica: number,
    private readonly plane: ControlPlane,
    /** RFC 3339 with microseconds. */
    private readonly timestampOf: (at: SimTime) => string,
  ) {
    this.identity = `${reconciler.name}-${String(replica)}`;
  }

  get isBusy(): boolean {
    return this.#reconciling !== null;
  }

  /** Begins anew, with empty caches and an empty queue. */
  begin(): void {
    this.isUp = true;
    this.informers = new Map(this.reconciler.watches.map((watched) => [watched.kind, new Informer(watched)]));
    this.queue = new WorkQueue();
    this.#client = new CachedClient(this.informers);
    this.#reconciling = null;
    this.wakesUs = null;
    const { reconciler } = this;
    this.#reconcile = this.#guarded("", () => reconciler.start?.() ?? reconciler.reconcile?.bind(reconciler) ?? null);
  }

  /** The process is gone, and everything it knew. */
  end(): void {
    this.epoch += 1;
    this.isUp = false;
    this.backlog = null;
    this.#reconciling = null;
    this.watchedUpTo.clear();
    this.conflictsLeft = 0;
    this.lostAnswersLeft = 0;
    this.crashAfterWriteUs = null;
  }

  enqueue(informer: Informer, touched: Touched, now: SimTime): void {
    for (const object of touched) {
      for (const key of this.#guarded("", () => keysOf(informer, object))) this.queue.add(key, now);
    }
  }

  /** Takes the next key, if nothing is under way and one is due. */
  work(now: SimTime): Progress {
    if (this.#reconciling !== null) return IDLE;
    const key = this.queue.take(now);
    if (key === null) return IDLE;
    this.#nowUs = now;
    const work = this.#guarded(key, () => this.#reconcile?.(key, this.#client, this.#context(now)));
    if (typeof work?.next !== "function") {
      throw new ControllerFailure(
        this.reconciler.name,
        key,
        "reconcile is no generator: write *reconcile(key, client, context) and yield* its calls",
      );
    }
    this.#reconciling = { key, work };
    return this.#advance((under) => under.next(undefined), now);
  }

  /** The answer to the call that was yielded: a value, or an ApiError that is thrown. */
  answer(value: unknown, isError: boolean, now: SimTime): Progress {
    return this.#advance((work) => (isError ? work.throw(value) : work.next(value)), now);
  }

  #advance(resume: (work: Reconciling["work"]) => IteratorResult<ApiCall, unknown>, now: SimTime): Progress {
    const under = this.#reconciling;
    if (under === null) return IDLE;
    this.#nowUs = now;
    let step: IteratorResult<ApiCall, unknown>;
    try {
      step = resume(under.work);
    } catch (thrown) {
      this.#reconciling = null;
      // A refused call that nobody caught is an error of the reconciliation: it is tried again later.
      if (!isApiError(thrown)) {
        throw new ControllerFailure(this.reconciler.name, under.key, told(thrown), thrown);
      }
      this.queue.addRateLimited(under.key, now);
      return IDLE;
    }
    if (step.done !== true) {
      if (isCall(step.value)) return { kind: "calls", call: step.value };
      const deed = `it yielded ${JSON.stringify(step.value)}, which is no call: write yield* client.…`;
      throw new ControllerFailure(this.reconciler.name, under.key, deed);
    }
    this.#reconciling = null;
    this.queue.forget(under.key);
    const again = (step.value as ReconcileResult | undefined)?.requeueAfter;
    if (again !== undefined) {
      this.queue.add(under.key, now + this.#guarded(under.key, () => timeOf(again, "requeueAfter")));
    }
    return IDLE;
  }

  #context(begunUs: SimTime): ReconcileContext {
    const startUs = this.plane.settings.clockStartUs ?? DEFAULT_CLOCK_START_US;
    this.#nowUs = begunUs;
    return {
      identity: this.identity,
      restarts: this.restarts,
      nowMillis: () => (startUs + this.#nowUs) / MILLISECOND,
      timestamp: () => this.timestampOf(this.#nowUs),
      random: () => this.plane.draw("reconciler", this.identity, this.#draws++),
    };
  }

  #guarded<Result>(key: string, ask: () => Result): Result {
    try {
      return ask();
    } catch (thrown) {
      throw new ControllerFailure(this.reconciler.name, key, told(thrown), thrown);
    }
  }
}

/** How long a process takes to come up, at most. */
export const START_MAX: Duration = SECOND;

const isApiError = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === "ApiError";
