// Folds a log as far as the scheduler can tell: what goes on inside pods that only ever run is passed over, which is most
// of a log, and leaves nodes, placements and start times as they are.
import { apiTime } from "@podsim/core";
import type { Entity, EventDefinition, PodCreated, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { applyFact, createWorld } from "@podsim/scheduler";
import type { World } from "@podsim/scheduler";

/** Facts about a container, an image on its way, a probe: they end in a status report, if they matter at all. */
const INSIDE = /^(Container|Image(?!Stored)|Probe|PodSandbox|PodMarkedNotReady|VolumeMount)/;

/** Of a pod that goes on as before; after any other fact it may be over, though its containers are restarted for ever. */
const GOES_ON: ReadonlySet<string> = new Set([
  "PodCreated",
  "PodAdopted",
  "PodBound",
  "PodNominated",
  "PodReserved",
  "PodSchedulingFailed",
  "PodStatusReported",
]);

/** 1 = the test holds, by fact type. */
const typesWhere = ({ registry }: EventLog, test: (definition: EventDefinition) => boolean): Uint8Array =>
  Uint8Array.from(registry, (definition) => (test(definition) ? 1 : 0));

const podTypes = (log: EventLog, test: (type: string) => boolean): Uint8Array =>
  typesWhere(log, ({ type, entity }) => entity === "pod" && test(type));

/** Objects that no scheduler asks about. */
const UNSEEN: ReadonlySet<Entity> = new Set([
  "deployment",
  "daemon-set",
  "job",
  "cron-job",
  "autoscaler",
  "config-map",
  "secret",
  "lease",
  "volume-attachment",
]);

/** Facts about others that leave what it asks about as it was: the selectors of sets and services. */
const UNSEEN_FACTS = /^(Endpoint(Set|Removed)|(ReplicaSet|StatefulSet)StatusUpdated|ReplicaSet(Annotated|Scaled))$/;

/** By pod: whether it runs until somebody ends it, and nobody does before `to`. */
const everRunning = (log: EventLog, to: number): Uint8Array => {
  const created = log.registry.findIndex(({ type }) => type === "PodCreated");
  const ending = podTypes(log, (type) => !GOES_ON.has(type) && !INSIDE.test(type));
  let running = new Uint8Array(1024);
  for (let seq = 0; seq < to; seq += 1) {
    const type = log.typeOf(seq);
    if (type !== created && ending[type] !== 1) continue;
    const ix = log.subject(seq);
    if (ix >= running.length) {
      const more = new Uint8Array(2 * ix);
      more.set(running);
      running = more;
    }
    running[ix] = type === created && (log.data(seq) as PodCreated).template.spec.restartPolicy === "Always" ? 1 : 0;
  }
  return running;
};

export class SchedulingReplay {
  readonly #log: EventLog;
  readonly #world = createWorld();
  readonly #running: Uint8Array;
  readonly #isStarted: Uint8Array;
  readonly #unseen: Uint8Array;
  readonly #inside: Uint8Array;
  readonly #reported: number;
  #next = 0;

  /** @param end facts that will ever be applied */
  constructor(log: EventLog, end: number) {
    this.#log = log;
    this.#running = everRunning(log, end);
    this.#isStarted = new Uint8Array(this.#running.length);
    this.#unseen = typesWhere(log, ({ type, entity }) => UNSEEN.has(entity) || UNSEEN_FACTS.test(type));
    this.#inside = podTypes(log, (type) => INSIDE.test(type));
    this.#reported = log.registry.findIndex(({ type }) => type === "PodStatusReported");
  }

  /** As the scheduler sees it after the facts applied so far. */
  get world(): World {
    return this.#world;
  }

  /** Applies the facts before `to`. What was read from the world before does not hold any more. */
  advance(to: number): this {
    const log = this.#log;
    for (; this.#next < to; this.#next += 1) {
      const seq = this.#next;
      const type = log.typeOf(seq);
      if (this.#unseen[type] === 1) continue;
      const isReport = type === this.#reported;
      if ((isReport || this.#inside[type] === 1) && this.#running[log.subject(seq)] === 1) {
        if (isReport) this.#start(log.subject(seq), log.at(seq));
        continue;
      }
      applyFact(this.#world, log.read(seq));
    }
    if (to > 0) this.#world.nowUs = log.at(to - 1);
    return this;
  }

  /** The first report of a pod has its start time. */
  #start(ix: number, at: SimTime): void {
    if (this.#isStarted[ix] === 1) return;
    this.#isStarted[ix] = 1;
    const pod = this.#world.pods.at(ix);
    if (pod !== undefined) this.#world.pods.put({ ...pod, status: { ...pod.status, startTimeUs: apiTime(at) } });
  }
}

/** The world before fact `to`, as the scheduler sees it. */
export const schedulingWorld = (log: EventLog, to: number): World => new SchedulingReplay(log, to).advance(to).world;
