// What every scheduler plugin owes: a filter narrows, keeps the order and says of a node alone what it says of it among
// others; scores are whole numbers in 0..100; asked twice, it says the same.
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { NodeWindow } from "./node-window.js";
import type { Filtering, PluginHooks, PodView } from "./plugin.js";
import { MAX_SCORE } from "./score-arithmetic.js";

/** What a filter made of nodes: those it kept, in order, and its word on each of the others. */
interface Filtered {
  readonly kept: readonly NodeIx[];
  readonly rejected: readonly (readonly [node: NodeIx, code: string, reasons: readonly string[]])[];
}

const windowOf = (nodes: readonly NodeIx[], nextIx: number): NodeWindow => {
  const window = new NodeWindow();
  window.clear(nextIx);
  if (nodes.length > 0) window.load(nodes, 0, nodes.length);
  return window;
};

const candidatesOf = (window: NodeWindow): readonly NodeIx[] =>
  Array.from({ length: window.size }, (_, k) => window.at(k));

const filterNodes = (filtering: Filtering, nodes: readonly NodeIx[], nextIx: number): Filtered => {
  if (filtering.kind !== "nodes") return { kept: nodes, rejected: [] };
  const window = windowOf(nodes, nextIx);
  filtering.narrow(window);
  const kept = candidatesOf(window);
  const isKept = new Set(kept);
  const rejected = nodes
    .filter((node) => !isKept.has(node))
    .map((node) => {
      const { code, reasons } = filtering.verdictOf(window.rejectionOf(node));
      return [node, code, reasons] as const;
    });
  return { kept, rejected };
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const filterFaults = (hooks: PluginHooks, pod: PodView, cluster: ClusterView): readonly string[] => {
  const filtering = hooks.filter?.(pod, cluster);
  if (filtering === undefined) return [];
  const nodes = cluster.nodes.order();
  const { nextIx } = cluster.nodes;
  const faults: string[] = [];
  const all = filterNodes(filtering, nodes, nextIx);
  const inOrder = nodes.filter((node) => all.kept.includes(node));
  if (!isSame(inOrder, all.kept)) faults.push("its filter does not keep the order of the nodes it is given");
  const again = hooks.filter?.(pod, cluster) ?? filtering;
  if (hooks.isInterned === true && again !== filtering) {
    faults.push("its filter is said to be interned, and is another object when it is asked again");
  }
  const oneByOne = nodes.map((node) => filterNodes(again, [node], nextIx));
  const alone = { kept: oneByOne.flatMap(({ kept }) => kept), rejected: oneByOne.flatMap(({ rejected }) => rejected) };
  if (!isSame(alone, all)) faults.push("its filter says of a node alone something else than of it among others");
  if (all.rejected.some(([, , reasons]) => reasons.length === 0)) faults.push("its filter rejects without a reason");
  return faults;
};

interface Scored {
  readonly outcome: unknown;
  readonly scores: readonly number[];
  readonly left: readonly NodeIx[];
}

const scoringOf = (hooks: PluginHooks, pod: PodView, cluster: ClusterView): unknown =>
  hooks.score?.(
    pod,
    cluster,
    windowOf(cluster.nodes.order(), cluster.nodes.nextIx),
    new Float64Array(cluster.nodes.size),
  );

const scoreNodes = (hooks: PluginHooks, pod: PodView, cluster: ClusterView): Scored => {
  const nodes = cluster.nodes.order();
  const window = windowOf(nodes, cluster.nodes.nextIx);
  const scores = new Float64Array(nodes.length);
  const outcome = hooks.score?.(pod, cluster, window, scores);
  const left = candidatesOf(window);
  if (typeof outcome === "function") return { outcome: "scored", scores: nodes.map(outcome), left };
  if (typeof outcome === "number") return { outcome: "scored", scores: nodes.map(() => outcome), left };
  return { outcome, scores: [...scores], left };
};

const scoreFaults = (hooks: PluginHooks, pod: PodView, cluster: ClusterView): readonly string[] => {
  if (hooks.score === undefined) return [];
  const faults: string[] = [];
  const first = scoreNodes(hooks, pod, cluster);
  if (!isSame(first.left, cluster.nodes.order())) faults.push("its score changes the candidates");
  if (
    hooks.isInterned === true &&
    hooks.scoresBy === "node" &&
    scoringOf(hooks, pod, cluster) !== scoringOf(hooks, pod, cluster)
  ) {
    faults.push("its score is said to be interned, and is another object when it is asked again");
  }
  if (!isSame(scoreNodes(hooks, pod, cluster), first)) faults.push("its scores are others when it is asked again");
  if (first.outcome !== "scored") return faults;
  const isScore = (score: number): boolean => Number.isInteger(score) && score >= 0 && score <= MAX_SCORE;
  const bad = first.scores.find((score) => !isScore(score));
  if (bad !== undefined) faults.push(`its score ${bad} is no whole number in 0..${MAX_SCORE}`);
  return faults;
};

/** Everything the plugin breaks where this pod and cluster are concerned, one sentence each. */
export const contractFaults = (hooks: PluginHooks, pod: PodView, cluster: ClusterView): readonly string[] => [
  ...filterFaults(hooks, pod, cluster),
  ...scoreFaults(hooks, pod, cluster),
];
