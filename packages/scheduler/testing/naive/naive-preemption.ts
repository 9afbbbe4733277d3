// Whom the default profile would take off a node to make room for a pod, tried out one pod at a time on plain lists.
import { compileLabelSelector, specOf } from "@podsim/core";
import type { BudgetState, PodState } from "@podsim/core";
import type { World } from "../../src/cluster/world.js";
import { gatherCluster, labelsOf } from "./naive-cluster.js";
import type { NaiveCluster, NaiveNode } from "./naive-cluster.js";
import { naiveRejection } from "./naive-filters.js";

export interface NaiveSacrifice {
  readonly node: string;
  /** Names, the most important first. */
  readonly victims: readonly string[];
}

const priority = (pod: PodState): number => specOf(pod).priority;

/** Only for pods that started at different times. */
const byImportance = (a: PodState, b: PodState): number =>
  priority(b) - priority(a) || a.status.startTimeUs - b.status.startTimeUs;

const covers = ({ object }: BudgetState, pod: PodState): boolean => {
  const { selector = {} } = object.spec;
  if (object.metadata.namespace !== pod.identity.namespace || JSON.stringify(selector) === "{}") return false;
  const compiled = compileLabelSelector(selector);
  return compiled._tag === "Right" && compiled.right(labelsOf(pod));
};

/** The pods whose going would break a budget, if they went in this order. */
const violators = (pods: readonly PodState[], budgets: readonly BudgetState[]): ReadonlySet<PodState> => {
  const left = new Map(budgets.map((budget) => [budget, budget.status.disruptionsAllowed]));
  return new Set(
    pods.filter((pod) => {
      const covering = budgets.filter((budget) => covers(budget, pod));
      for (const budget of covering) left.set(budget, (left.get(budget) ?? 0) - 1);
      return covering.some((budget) => (left.get(budget) ?? 0) < 0);
    }),
  );
};

const withPods = (cluster: NaiveCluster, name: string, pods: readonly PodState[]): NaiveCluster => ({
  ...cluster,
  nodes: cluster.nodes.map((node) => (node.name === name ? { ...node, pods } : node)),
});

interface Offer {
  readonly node: string;
  readonly victims: readonly PodState[];
  readonly violations: number;
}

const offerOf = (
  pod: PodState,
  { name, pods }: NaiveNode,
  cluster: NaiveCluster,
  budgets: readonly BudgetState[],
): Offer | null => {
  const fits = (left: readonly PodState[]): boolean => {
    const tried = withPods(cluster, name, left);
    const node = tried.nodes.find((each) => each.name === name);
    return node !== undefined && naiveRejection(pod, node, tried) === null;
  };
  const potential = pods.filter((each) => priority(each) < priority(pod)).sort(byImportance);
  let left = pods.filter((each) => !potential.includes(each));
  if (potential.length === 0 || !fits(left)) return null;
  const violating = violators(potential, budgets);
  const victims: PodState[] = [];
  for (const each of [...potential].sort((a, b) => Number(violating.has(b)) - Number(violating.has(a)))) {
    if (fits([...left, each])) left = [...left, each];
    else victims.push(each);
  }
  if (victims.length === 0) return null;
  return {
    node: name,
    victims: victims.sort(byImportance),
    violations: victims.filter((v) => violating.has(v)).length,
  };
};

const costs = ({ node, victims, violations }: Offer): readonly (number | string)[] => {
  const [first] = victims;
  const highest = first === undefined ? 0 : priority(first);
  const starts = victims.filter((pod) => priority(pod) === highest).map(({ status }) => status.startTimeUs);
  return [
    violations,
    highest,
    victims.reduce((sum, pod) => sum + priority(pod) + 2 ** 31, 0),
    victims.length,
    -Math.min(...starts),
    node,
  ];
};

const isBetter = (a: Offer, b: Offer): boolean => {
  const [left, right] = [costs(a), costs(b)];
  const k = left.findIndex((cost, i) => cost !== right[i]);
  return k >= 0 && (left[k] ?? 0) < (right[k] ?? 0);
};

/** For a pod that fits nowhere; null = nobody's going helps. Of equal nodes the first by name. */
export const naiveSacrifice = (pod: PodState, world: World): NaiveSacrifice | null => {
  const cluster = gatherCluster(world);
  const budgets = [...world.budgets.values()];
  let best: Offer | null = null;
  for (const node of cluster.nodes) {
    if (naiveRejection(pod, node, cluster)?.isResolvable !== true) continue;
    const offer = offerOf(pod, node, cluster, budgets);
    if (offer !== null && (best === null || isBetter(offer, best))) best = offer;
  }
  return best === null ? null : { node: best.node, victims: best.victims.map(({ identity }) => identity.name) };
};
