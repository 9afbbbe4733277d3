// Which pods of a node kubectl drain would take away, and which make it give up before it begins. Pods with an emptyDir
// go as with --delete-emptydir-data.
import { isTerminalPhase } from "@podsim/core";
import type { NodeIx, PodIx, PodState } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";

export interface DrainFlags {
  /** Pods without a controller, which nobody makes anew, go as well. */
  readonly force: boolean;
  /** Pods of DaemonSets stay; else they make the drain give up. */
  readonly ignoreDaemonSets: boolean;
}

const DAEMON_SET_FATAL = "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)";
// The words of this one repeat the beginning that every one gets.
const UNMANAGED_FATAL = "cannot delete Pods that declare no controller (use --force to override)";

type Fate = "goes" | "stays" | typeof DAEMON_SET_FATAL | typeof UNMANAGED_FATAL;

/** Of a pod that its node makes from a file of its own: deleting it would change nothing. */
const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

const fateOf = ({ identity, status }: PodState, { force, ignoreDaemonSets }: DrainFlags): Fate => {
  if (Object.hasOwn(identity.template.metadata.annotations, MIRROR_ANNOTATION)) return "stays";
  if (identity.owner?.kind === "DaemonSet" && !isTerminalPhase(status.phase)) {
    return ignoreDaemonSets ? "stays" : DAEMON_SET_FATAL;
  }
  return force || identity.owner !== null || isTerminalPhase(status.phase) ? "goes" : UNMANAGED_FATAL;
};

export interface DrainList {
  /** In order of binding. */
  readonly pods: readonly PodIx[];
  /** Any error means that nothing goes. */
  readonly errors: readonly string[];
}

export const listForDrain = (node: NodeIx, flags: DrainFlags, world: WorldView): DrainList => {
  const pods: PodIx[] = [];
  const inTheWay = new Map<string, string[]>();
  for (const podIx of world.pods.onNode(node)) {
    const pod = world.pods.at(podIx);
    if (pod === undefined) continue;
    const fate = fateOf(pod, flags);
    if (fate === "goes") pods.push(podIx);
    if (fate === "goes" || fate === "stays") continue;
    const name = `${pod.identity.namespace}/${pod.identity.name}`;
    inTheWay.set(fate, [...(inTheWay.get(fate) ?? []), name]);
  }
  return { pods, errors: [...inTheWay].map(([fate, names]) => `cannot delete ${fate}: ${names.join(", ")}`) };
};
