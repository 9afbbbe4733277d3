// Why pods are not ready, in one line each, or in one line for all that are in the same trouble.
import { findCondition, statusColumn } from "@podsim/core";
import type { PodState, ProbeFailed } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import type { Cluster, World } from "@podsim/scheduler";

/** Groups of pods a reason speaks of. */
const GROUPS_MAX = 3;

/** The text of the last failed probe of the pod; null when none failed. */
const lastProbeFailure = (log: EventLog, pod: PodState): string | null => {
  const type = log.registry.findIndex((definition) => definition.type === "ProbeFailed");
  for (let seq = log.length - 1; seq >= 0; seq -= 1) {
    if (log.typeOf(seq) !== type || log.subject(seq) !== pod.identity.ix) continue;
    const { probe, output } = log.data(seq) as ProbeFailed;
    return `${probe} probe failed: ${output.trim()}`;
  }
  return null;
};

const restartsOf = ({ status }: PodState): number =>
  status.containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0);

const isOnLostNode = (pod: PodState, world: World): boolean => {
  const node = pod.binding === null ? undefined : world.nodes.at(pod.binding.nodeIx);
  return pod.binding !== null && (node === undefined || node.ready !== "True");
};

/** Why a pod without a node has none. */
const whyUnplaced = (pod: PodState, world: World): string => {
  const wanted = pod.identity.template.spec.nodeName ?? "";
  if (wanted !== "" && world.nodes.ixOf(wanted) === undefined) return `it names node ${wanted}, which does not exist`;
  const { assumed } = pod.scheduling;
  if (assumed !== null) return `node ${assumed.nodeName} was found for it, and it is not bound yet`;
  const scheduled = findCondition(pod.status, "PodScheduled");
  return scheduled?.message ?? (pod.scheduling.message !== "" ? pod.scheduling.message : "not scheduled yet");
};

/** How a container ended that is why its pod has failed; "" when none did. */
const failedExit = ({ status }: PodState): string => {
  if (status.phase !== "Failed") return "";
  for (const { name, state } of [...status.initContainerStatuses, ...status.containerStatuses]) {
    if (state.kind === "terminated" && state.exitCode !== 0)
      return `container ${name} exited with ${String(state.exitCode)}`;
  }
  return "";
};

/** Why a pod is not ready, in one line; "" when nothing is known. */
export const whyNotReady = (pod: PodState, { world, log }: Cluster): string => {
  if (pod.binding === null) return whyUnplaced(pod, world);
  if (isOnLostNode(pod, world)) return `its node ${pod.binding.nodeName} is not ready`;
  for (const { state } of [...pod.status.initContainerStatuses, ...pod.status.containerStatuses]) {
    if (state.kind === "waiting" && state.message !== "") return state.message;
    if (state.kind === "terminated" && state.message !== "") return state.message;
  }
  if (pod.status.message !== "") return pod.status.message;
  const exit = failedExit(pod);
  if (exit !== "") return exit;
  const restarts = restartsOf(pod);
  const probe = lastProbeFailure(log, pod);
  const often = restarts === 0 ? "" : ` (${String(restarts)} restarts)`;
  if (probe !== null) return `${probe}${often}`;
  const ready = findCondition(pod.status, "Ready");
  return `${ready?.message !== undefined && ready.message !== "" ? ready.message : "still starting"}${often}`;
};

/** Names of pods differ where nothing else does: without them, pods in the same trouble are one group. */
const general = (text: string, pod: PodState): string =>
  text
    .replaceAll(`${pod.identity.name}_${pod.identity.namespace}(${pod.identity.uid})`, "…")
    .replaceAll(pod.identity.name, "…")
    .replaceAll(pod.status.podIP ?? "\u0000", "…")
    .replace(/^back-off \S+ restarting/, "back-off restarting")
    .replace(/ \(\d+ restarts\)$/, "");

/** The largest groups first. */
export const groupTexts = (pods: readonly PodState[], cluster: Cluster): readonly string[] => {
  const groups = new Map<string, { count: number; readonly status: string; readonly why: string }>();
  for (const pod of pods) {
    const why = whyNotReady(pod, cluster);
    const status = statusColumn(pod);
    const key = `${status}\n${general(why, pod)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { count: 1, status, why });
    else group.count += 1;
  }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, GROUPS_MAX)
    .map(
      ({ count, status, why }) =>
        `${String(count)} ${count === 1 ? "pod" : "pods"} ${status}${why === "" ? "" : `: ${why}`}`,
    );
};
