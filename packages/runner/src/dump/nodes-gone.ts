// What becomes of the pods of some nodes of a cluster that stands still when those go: who moves where, who waits, who is lost, which budgets
// make it slow.
import { compileLabelSelector, isTerminalPhase } from "@podsim/core";
import type { BudgetState, NodeIx, PodIx, PodState } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";
import type { DecisionReport } from "../outputs/explain/decision-report.js";
import type { DumpCluster } from "./dump-cluster.js";

/** "stays-pending": its controller makes it anew, and no other node takes it. */
type Outcome = "moves" | "stays-pending" | "lost" | "goes-with-its-node";

export interface GonePod {
  /** namespace/name */
  readonly pod: string;
  readonly from: string;
  readonly owner: string | null;
  readonly outcome: Outcome;
  readonly to: string | null;
  /** Of a pod that stays pending: the words of its FailedScheduling Event. */
  readonly message?: string;
  /** Pods that have to go for it, in order. */
  readonly preempts?: readonly string[];
  readonly decision?: DecisionReport;
}

/** A disruption budget with pods on the nodes. */
export interface BudgetInTheWay {
  /** namespace/name */
  readonly budget: string;
  readonly disruptionsAllowed: number;
  /** "at-once": it lets all of them go now; "in-turns": as replacements become ready; "blocks": none may go now. */
  readonly verdict: "at-once" | "in-turns" | "blocks";
  readonly pods: readonly string[];
}

export interface NodesGone {
  readonly nodes: readonly string[];
  readonly pods: readonly GonePod[];
  readonly budgets: readonly BudgetInTheWay[];
  /** Pods that lose their place to those that move. */
  readonly preempted: readonly string[];
}

const keyOf = ({ identity }: PodState): string => `${identity.namespace}/${identity.name}`;

const covers = ({ object }: BudgetState, { identity }: PodState): boolean => {
  if (object.metadata.namespace !== identity.namespace) return false;
  const test = compileLabelSelector(object.spec.selector);
  return isRight(test) && test.right(identity.template.metadata.labels);
};

const budgetsOver = ({ cluster }: DumpCluster, leaving: readonly PodState[]): readonly BudgetInTheWay[] =>
  [...cluster.world.budgets.values()].flatMap((budget): readonly BudgetInTheWay[] => {
    const pods = leaving.filter((pod) => covers(budget, pod)).map(keyOf);
    const { disruptionsAllowed } = budget.status;
    if (pods.length === 0) return [];
    const verdict = disruptionsAllowed >= pods.length ? "at-once" : disruptionsAllowed > 0 ? "in-turns" : "blocks";
    const { namespace, name } = budget.object.metadata;
    return [{ budget: `${namespace}/${name}`, disruptionsAllowed, verdict, pods }];
  });

const ownerText = ({ identity: { owner } }: PodState): string | null =>
  owner === null ? null : `${owner.kind}/${owner.name}`;

/** Daemon pods and static pods belong to their node; of one that is being deleted the successor is there or on its way. */
const isOfNode = ({ identity: { owner }, deletion }: PodState): boolean =>
  deletion !== null || (owner !== null && (owner.kind === "DaemonSet" || owner.kind === "Node"));

/** Important pods first, as they would come out of the scheduler's queue; else in order of binding. */
const inQueueOrder = (pods: readonly PodState[]): readonly PodState[] =>
  [...pods].sort((a, b) => b.identity.template.spec.priority - a.identity.template.spec.priority);

/** The cluster is without the nodes and their pods afterwards, and has the replacements where they went. */
export const withoutNodes = (
  dump: DumpCluster,
  nodes: readonly NodeIx[],
  decide: (pod: PodIx) => DecisionReport,
): NodesGone => {
  const { cluster } = dump;
  const { world } = cluster;
  const names = nodes.map((ix) => world.nodes.at(ix)?.name ?? "");
  const going = nodes
    .flatMap((ix) => [...world.pods.onNode(ix)].flatMap((pod) => world.pods.at(pod) ?? []))
    .filter(({ status }) => !isTerminalPhase(status.phase));
  const evicted = going.filter((pod) => !isOfNode(pod));
  const budgets = budgetsOver(dump, evicted);
  const from = new Map(going.map((pod) => [pod.identity.ix, pod.binding?.nodeName ?? ""]));
  for (const { identity } of going) cluster.removePod(identity.ix);
  for (const ix of nodes) cluster.removeNode(ix);
  const known = (pod: PodState): Pick<GonePod, "pod" | "from" | "owner"> => ({
    pod: keyOf(pod),
    from: from.get(pod.identity.ix) ?? "",
    owner: ownerText(pod),
  });
  const moved = inQueueOrder(evicted.filter(({ identity }) => identity.owner !== null)).map((pod): GonePod => {
    const { namespace, name, template, owner } = pod.identity;
    const decision = decide(cluster.addPod({ namespace, name, template, owner }));
    const to = decision.node ?? decision.preemption?.nominated ?? null;
    const victims = decision.preemption?.victims ?? [];
    return {
      ...known(pod),
      outcome: to === null ? "stays-pending" : "moves",
      to,
      ...(to === null && decision.message !== undefined ? { message: decision.message } : {}),
      ...(to !== null && victims.length > 0 ? { preempts: victims } : {}),
      decision,
    };
  });
  const others = going
    .filter((pod) => isOfNode(pod) || pod.identity.owner === null)
    .map((pod): GonePod => ({ ...known(pod), outcome: isOfNode(pod) ? "goes-with-its-node" : "lost", to: null }));
  return {
    nodes: names,
    pods: [...moved, ...others],
    budgets,
    preempted: moved.flatMap(({ preempts = [] }) => preempts),
  };
};
