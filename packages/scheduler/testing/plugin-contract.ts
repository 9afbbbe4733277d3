// The contract every scheduler plugin keeps; one call per plugin in a test file.
//
//   test("keeps the plugin contract", () => keepsPluginContract(nodePorts));
import * as fc from "fast-check";
import { isRight } from "fp-ts/lib/Either.js";
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import { expect } from "vitest";
import type { AnyPlugin, ExtensionPoint, Filtering, PluginHooks, PodView } from "../src/framework/plugin.js";
import { NodeWindow } from "../src/framework/node-window.js";
import { arbitraryNode, arbitraryTemplate, NAMESPACES } from "./cluster-arbitraries.js";
import { aNode, TestCluster } from "./cluster-builder.js";

/** What a filter made of nodes: those it kept, in order, and its word on each of the others. */
interface Filtered {
  readonly kept: readonly NodeIx[];
  readonly rejected: readonly (readonly [node: NodeIx, code: string, reasons: readonly string[]])[];
}

const filterNodes = (filtering: Filtering, nodes: readonly NodeIx[], nextIx: number): Filtered => {
  if (filtering.kind !== "nodes") return { kept: nodes, rejected: [] };
  const window = new NodeWindow();
  window.clear(nextIx);
  if (nodes.length > 0) window.load(nodes, 0, nodes.length);
  filtering.narrow(window);
  const kept = Array.from({ length: window.size }, (_, k) => window.at(k));
  const isKept = new Set(kept);
  const rejected = nodes
    .filter((node) => !isKept.has(node))
    .map((node) => {
      const { code, reasons } = filtering.verdictOf(window.rejectionOf(node));
      return [node, code, reasons] as const;
    });
  return { kept, rejected };
};

const scoreNodes = (hooks: PluginHooks, pod: PodView, cluster: TestCluster, nodes: readonly NodeIx[]) => {
  const window = new NodeWindow();
  window.clear(cluster.world.nodes.nextIx);
  window.load(nodes, 0, nodes.length);
  const scores = new Float64Array(nodes.length);
  const outcome = hooks.score?.(pod, cluster.view, window, scores);
  const left = Array.from({ length: window.size }, (_, k) => window.at(k));
  expect(left, "scoring leaves the candidates alone").toEqual(nodes);
  if (typeof outcome === "function") return { outcome: "scored", scores: nodes.map(outcome) };
  return { outcome, scores: [...scores] };
};

const checkFilter = (hooks: PluginHooks, pod: PodView, cluster: TestCluster): void => {
  const nodes = cluster.world.nodes.order();
  const { nextIx } = cluster.world.nodes;
  const filtering = hooks.filter?.(pod, cluster.view);
  if (filtering === undefined) return;
  const all = filterNodes(filtering, nodes, nextIx);
  expect(
    nodes.filter((node) => all.kept.includes(node)),
    "a filter narrows, and keeps the order",
  ).toEqual(all.kept);
  const again = hooks.filter?.(pod, cluster.view) ?? filtering;
  const oneByOne = nodes.map((node) => filterNodes(again, [node], nextIx));
  expect({
    kept: oneByOne.flatMap(({ kept }) => kept),
    rejected: oneByOne.flatMap(({ rejected }) => rejected),
  }).toEqual(all);
  for (const [, , reasons] of all.rejected) expect(reasons.length, "a rejection has reasons").toBeGreaterThan(0);
};

const checkScores = (hooks: PluginHooks, pod: PodView, cluster: TestCluster): void => {
  const nodes = cluster.world.nodes.order();
  const first = scoreNodes(hooks, pod, cluster, nodes);
  expect(scoreNodes(hooks, pod, cluster, nodes), "scores are the same when asked again").toEqual(first);
  if (first.outcome !== "scored") return;
  for (const score of first.scores) {
    expect(Number.isInteger(score) && score >= 0 && score <= 100, `${score} is a whole number in 0..100`).toBe(true);
  }
};

const HOOK_OF: Readonly<Partial<Record<ExtensionPoint, keyof PluginHooks>>> = {
  preEnqueue: "admit",
  queueSort: "compare",
  preFilter: "filter",
  filter: "filter",
  preScore: "score",
  score: "score",
};

const cluster = fc
  .record({
    nodes: fc.array(arbitraryNode, { minLength: 1, maxLength: 6 }),
    placed: fc.array(fc.tuple(arbitraryTemplate(false), fc.constantFrom(...NAMESPACES), fc.nat()), { maxLength: 8 }),
  })
  .map(({ nodes, placed }) => {
    const built = new TestCluster();
    nodes.forEach((options, i) => built.addNode(aNode(`n${i}`, options)));
    placed.forEach(([template, namespace, k], i) => {
      built.addPod(`placed-${i}`, template, { namespace, on: `n${k % nodes.length}` });
    });
    return built;
  });

/**
 * Its filter says the same of a node alone and among others, and only narrows; its scores are whole numbers in 0..100;
 * asked twice, it says the same; its hooks are those of its extension points; its arguments have defaults.
 */
export const keepsPluginContract = (plugin: AnyPlugin): void => {
  const decoded = plugin.config.decode({});
  invariant(isRight(decoded), () => `${plugin.name} has a default for every argument`);
  expect(decoded.right, "missing arguments take their defaults").toEqual(plugin.defaults);
  const hooks = plugin.build(plugin.defaults);
  for (const point of plugin.points) {
    const hook = HOOK_OF[point];
    expect(hook !== undefined && hooks[hook] !== undefined, `it has a hook for ${point}`).toBe(true);
  }
  fc.assert(
    fc.property(cluster, arbitraryTemplate(true), (built, template) => {
      const pod = built.podView(built.addPod("pod", template));
      checkFilter(hooks, pod, built);
      if (hooks.score !== undefined) checkScores(hooks, pod, built);
    }),
    { numRuns: 40 },
  );
};
