// Which active pods of a Job go first when it has too many: those that have come the least far.
import { findCondition } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import { SECOND } from "../time.js";

const PHASE_RANK = { Pending: 0, Unknown: 1, Running: 2, Succeeded: 1, Failed: 1 } as const;

const readySinceUs = (pod: PodState): number => {
  const ready = findCondition(pod.status, "Ready");
  return ready?.status === "True" ? ready.lastTransitionUs : -1;
};

const restartsOf = ({ status }: PodState): number =>
  status.containerStatuses.reduce((most, { restartCount }) => Math.max(most, restartCount), 0);

const createdSecond = ({ identity }: PodState): number => Math.floor(identity.createdAtUs / SECOND);

/** Unbound before bound, Pending before Running, not ready before ready, then the shorter ready, restarted, younger. */
const compare = (a: PodState, b: PodState): number => {
  if ((a.binding === null) !== (b.binding === null)) return a.binding === null ? -1 : 1;
  const phase = PHASE_RANK[a.status.phase] - PHASE_RANK[b.status.phase];
  if (phase !== 0) return phase;
  const [readyA, readyB] = [readySinceUs(a), readySinceUs(b)];
  if (readyA < 0 !== readyB < 0) return readyA < 0 ? -1 : 1;
  if (readyA !== readyB) return readyB - readyA;
  const restarts = restartsOf(b) - restartsOf(a);
  if (restarts !== 0) return restarts;
  return createdSecond(b) - createdSecond(a) || a.identity.ix - b.identity.ix;
};

/** The first of the result go first. */
export const inRemovalOrder = (pods: readonly PodState[]): readonly PodState[] => [...pods].sort(compare);
