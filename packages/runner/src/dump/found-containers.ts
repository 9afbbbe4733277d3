// What runs of a pod that was found, and what is waited for, told from the statuses its kubelet last wrote.
import { containerAt, containerCount, isInitIx, parseDuration } from "@podsim/core";
import type {
  BackOffEntry,
  ContainerRecord,
  ContainerRuntime,
  ContainerState,
  ContainerStatus,
  ImageBackOff,
  PodRuntime,
  PodSpec,
  SimTime,
  StoredProbes,
  Terminated,
} from "@podsim/core";
import { NOT_YET, SECOND } from "@podsim/core/time";
import { isLeft } from "fp-ts/lib/Either.js";
import { isMapping } from "../scenario/schema/record.js";
import type { Mapping } from "../scenario/schema/record.js";
import { at, countAt, listAt, textAt } from "./raw-value.js";
import type { DumpClock } from "./raw-value.js";

const BACK_OFF_FIRST_US = 10 * SECOND;
const BACK_OFF_MAX_US = 300 * SECOND;

const PULL_FAILURES: ReadonlySet<string> = new Set(["ErrImagePull", "ImagePullBackOff"]);
/** What every container is before it is created. */
const NOT_CREATED: ReadonlySet<string> = new Set(["", "ContainerCreating", "PodInitializing"]);

const terminatedOf = (raw: unknown, clock: DumpClock): Terminated | null => {
  if (!isMapping(raw)) return null;
  return {
    kind: "terminated",
    exitCode: countAt(raw, "exitCode"),
    signal: countAt(raw, "signal"),
    reason: textAt(raw, "reason"),
    message: textAt(raw, "message"),
    startedAtUs: clock.at(raw, "startedAt") ?? NOT_YET,
    finishedAtUs: clock.at(raw, "finishedAt") ?? NOT_YET,
    containerId: textAt(raw, "containerID"),
  };
};

const stateOf = (raw: Mapping, clock: DumpClock): ContainerState => {
  const running = at(raw, "state", "running");
  if (isMapping(running)) return { kind: "running", startedAtUs: clock.at(running, "startedAt") ?? 0 };
  const terminated = terminatedOf(at(raw, "state", "terminated"), clock);
  if (terminated !== null) return terminated;
  return {
    kind: "waiting",
    reason: textAt(raw, "state", "waiting", "reason"),
    message: textAt(raw, "state", "waiting", "message"),
  };
};

const statusOf = (raw: Mapping, clock: DumpClock): ContainerStatus => {
  const state = stateOf(raw, clock);
  return {
    name: textAt(raw, "name"),
    image: textAt(raw, "image"),
    state,
    lastState: terminatedOf(at(raw, "lastState", "terminated"), clock),
    restartCount: countAt(raw, "restartCount"),
    ready: at(raw, "ready") === true,
    started: (at(raw, "started") ?? state.kind === "running") === true,
    containerId: textAt(raw, "containerID"),
  };
};

/** In the order they were written. */
export const statusesOf = (status: unknown, field: string, clock: DumpClock): readonly ContainerStatus[] =>
  listAt(status, field).map((raw) => statusOf(raw, clock));

const idOf = (text: string): string => text.slice(text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3);

const exitedRecord = (ended: Terminated, attempt: number, image: string): ContainerRecord => ({
  attempt,
  state: "exited",
  id: idOf(ended.containerId),
  image,
  sandbox: 0,
  createdAtUs: ended.startedAtUs,
  startedAtUs: ended.startedAtUs,
  finishedAtUs: ended.finishedAtUs,
  exitCode: ended.exitCode,
  reason: ended.reason,
  message: ended.message,
});

const runningRecord = (
  { containerId, restartCount }: ContainerStatus,
  startedAtUs: SimTime,
  image: string,
): ContainerRecord => ({
  attempt: restartCount,
  state: "running",
  id: idOf(containerId),
  image,
  sandbox: 0,
  createdAtUs: startedAtUs,
  startedAtUs,
  finishedAtUs: NOT_YET,
  exitCode: 0,
  reason: "",
  message: "",
});

/** "back-off 2m40s restarting failed container=…"; where nothing says, as restarts so far have made it. */
const restartBackOffOf = ({ state, restartCount }: ContainerStatus, lastUpdateUs: SimTime): BackOffEntry | null => {
  if (restartCount === 0 && state.kind !== "waiting") return null;
  const said = state.kind === "waiting" ? /^back-off (\S+) restarting/.exec(state.message)?.[1] : undefined;
  const parsed = said === undefined ? null : parseDuration(said);
  if (parsed !== null && !isLeft(parsed)) return { backOffUs: parsed.right, lastUpdateUs };
  const doublings = Math.max(0, restartCount - 1);
  return { backOffUs: Math.min(BACK_OFF_FIRST_US * 2 ** Math.min(doublings, 10), BACK_OFF_MAX_US), lastUpdateUs };
};

const UNKNOWN_PROBES: StoredProbes = { startup: "unknown", liveness: "unknown", readiness: "unknown" };

const probesOf = ({ state, started, ready }: ContainerStatus): StoredProbes =>
  state.kind === "running"
    ? { startup: started ? "success" : "unknown", liveness: "success", readiness: ready ? "success" : "failure" }
    : UNKNOWN_PROBES;

const NOTHING: ContainerRuntime = {
  current: null,
  previous: null,
  failure: null,
  restartBackOff: null,
  probes: UNKNOWN_PROBES,
};

const runtimeOf = (status: ContainerStatus | undefined, image: string): ContainerRuntime => {
  if (status === undefined) return NOTHING;
  const { state, lastState, restartCount } = status;
  const probes = probesOf(status);
  const before = lastState === null ? null : exitedRecord(lastState, Math.max(0, restartCount - 1), image);
  if (state.kind === "running") {
    const current = runningRecord(status, state.startedAtUs, image);
    const restartBackOff = restartCount === 0 ? null : restartBackOffOf(status, state.startedAtUs);
    return { current, previous: before, failure: null, restartBackOff, probes };
  }
  if (state.kind === "terminated") {
    const current = exitedRecord(state, restartCount, image);
    const restartBackOff = restartCount === 0 ? null : restartBackOffOf(status, state.startedAtUs);
    return { current, previous: before, failure: null, restartBackOff, probes };
  }
  const { reason, message } = state;
  const failure = NOT_CREATED.has(reason) ? null : { reason, message };
  if (lastState === null) return { ...NOTHING, failure };
  const current = exitedRecord(lastState, restartCount, image);
  return { current, previous: null, failure, restartBackOff: restartBackOffOf(status, lastState.startedAtUs), probes };
};

/** Pulls that failed go on failing at the longest interval: nobody knows how often they were tried. */
const imageBackOffsOf = (
  spec: PodSpec,
  statusAt: (ix: number) => ContainerStatus | undefined,
): Readonly<Record<string, ImageBackOff>> => {
  const entries: [string, ImageBackOff][] = [];
  for (let ix = 0; ix < containerCount(spec); ix += 1) {
    const state = statusAt(ix)?.state;
    if (state?.kind !== "waiting" || !PULL_FAILURES.has(state.reason)) continue;
    const error = state.message.replace(/^Back-off pulling image "[^"]*"(: ErrImagePull: )?/, "");
    entries.push([
      containerAt(spec, ix).image,
      { backOffUs: BACK_OFF_MAX_US, lastUpdateUs: -BACK_OFF_MAX_US / 2, error },
    ]);
  }
  return Object.fromEntries(entries);
};

/** `podIP` null = it has no network yet, so that nothing of it can run. */
export const podRuntimeOf = (
  spec: PodSpec,
  init: readonly ContainerStatus[],
  regular: readonly ContainerStatus[],
  podIP: string | null,
  isOver: boolean,
): PodRuntime => {
  const statusAt = (ix: number): ContainerStatus | undefined => {
    const { name } = containerAt(spec, ix);
    return (isInitIx(spec, ix) ? init : regular).find((status) => status.name === name);
  };
  const containers = Array.from({ length: containerCount(spec) }, (_, ix) =>
    runtimeOf(statusAt(ix), containerAt(spec, ix).image),
  );
  const hasRun = containers.some(({ current }) => current !== null);
  const state = isOver && hasRun ? "stopped" : hasRun || podIP !== null ? "ready" : "none";
  return {
    sandbox: { state, attempt: state === "none" ? -1 : 0, ip: podIP },
    containers,
    imageBackOff: imageBackOffsOf(spec, statusAt),
    failure: null,
    resize: null,
  };
};
