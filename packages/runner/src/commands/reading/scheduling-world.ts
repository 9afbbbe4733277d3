// Folds a log as far as the scheduler can tell: what goes on inside pods that only ever run is passed over, which is most
// of a log, and leaves nodes, placements and start times as they are.
import type { PodCreated } from "@podsim/core";
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

/** 1 = may be passed over, by fact type. */
const typesWhere = ({ registry }: EventLog, test: (type: string) => boolean): Uint8Array =>
  Uint8Array.from(registry, ({ type, entity }) => (entity === "pod" && test(type) ? 1 : 0));

/** By pod: whether it runs until somebody ends it, and nobody does before `to`. */
const everRunning = (log: EventLog, to: number): Uint8Array => {
  const created = log.registry.findIndex(({ type }) => type === "PodCreated");
  const ending = typesWhere(log, (type) => !GOES_ON.has(type) && !INSIDE.test(type));
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

/** The world before fact `to`, as the scheduler sees it. */
export const schedulingWorld = (log: EventLog, to: number): World => {
  const world = createWorld();
  const running = everRunning(log, to);
  const inside = typesWhere(log, (type) => INSIDE.test(type));
  const reported = log.registry.findIndex(({ type }) => type === "PodStatusReported");
  const isStarted = new Uint8Array(running.length);
  for (let seq = 0; seq < to; seq += 1) {
    const type = log.typeOf(seq);
    if (inside[type] === 1 || type === reported) {
      const ix = log.subject(seq);
      if (running[ix] === 1) {
        // The first report has the pod's start time.
        if (type !== reported || isStarted[ix] === 1) continue;
        isStarted[ix] = 1;
      }
    }
    applyFact(world, log.read(seq));
  }
  return world;
};
