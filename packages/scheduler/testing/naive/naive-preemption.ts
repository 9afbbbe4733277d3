// Whom the default profile would take off a node to make room for a pod, tried out one pod at a time on plain lists.
import { compileLabelSelector, specOf } from "@podsim/core";
import type { BudgetState, PodState } from "@podsim/core";
import type { World } from "../../src/cluster/world.js";
import { gatherCluster, labelsOf } from "./naive-cluster.js";
import type { NaiveCluster, NaiveNode } from "./naive-cluster.js";
import { naiveObjection } from "./naive-filters.js";
import type { NaivePromise } from "./naive-filters.js";

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

interface Circumstances {
  readonly budgets: readonly BudgetState[];
  readonly promises: readonly NaivePromise[];
}

interface Offer {
  readonly node: string;
  readonly victims: readonly PodState[];
  readonly violations: number;
}

const offerOf = (
  pod: PodState,
  node: NaiveNode,
  cluster: NaiveCluster,
  { budgets, promises }: Circumstances,
): Offer | null => {
  const { name, pods } = node;
  const fits = (left: readonly PodState[]): boolean => naiveObjection(pod, node, left, cluster, promises) === null;
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

/** Not if it never does, and not while somebody is on the way out of the node it was promised. */
const mayAsk = (pod: PodState, cluster: NaiveCluster, promises: readonly NaivePromise[]): boolean => {
  if (specOf(pod).preemptionPolicy === "Never") return false;
  const node = cluster.nodes.find(({ name }) => name === pod.status.nominatedNodeName);
  if (node === undefined) return true;
  const isLeaving = (other: PodState): boolean =>
    priority(other) < priority(pod) &&
    other.deletion !== null &&
    other.status.conditions.some(
      ({ type, reason }) => type === "DisruptionTarget" && reason === "PreemptionByScheduler",
    );
  const objection = naiveObjection(pod, node, node.pods, cluster, promises);
  return objection?.isResolvable !== true || !node.pods.some(isLeaving);
};

/** For a pod that fits nowhere; null = nobody's going helps. Of equal nodes the first by name. */
export const naiveSacrifice = (
  pod: PodState,
  world: World,
  promises: readonly NaivePromise[] = [],
): NaiveSacrifice | null => {
  const cluster = gatherCluster(world);
  const around = { budgets: [...world.budgets.values()], promises };
  if (!mayAsk(pod, cluster, promises)) return null;
  let best: Offer | null = null;
  for (const node of cluster.nodes) {
    if (naiveObjection(pod, node, node.pods, cluster, promises)?.isResolvable !== true) continue;
    const offer = offerOf(pod, node, cluster, around);
    if (offer !== null && (best === null || isBetter(offer, best))) best = offer;
  }
  return best === null ? null : { node: best.node, victims: best.victims.map(({ identity }) => identity.name) };
};
