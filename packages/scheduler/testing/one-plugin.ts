// Asking one plugin at a time, in a cluster of a test's making.
import { isRight } from "fp-ts/lib/Either.js";
import { invariant } from "@podsim/core";
import type { NodeIx, NodeState, PodState, PodTemplateSpec } from "@podsim/core";
import { NodeWindow } from "../src/framework/node-window.js";
import type { AnyPlugin, Filtering, PluginHooks } from "../src/framework/plugin.js";
import type { PodView } from "../src/framework/pod-view.js";
import type { Verdict } from "../src/framework/verdict.js";
import { ACTION, isWorthATry, matchesEvent } from "../src/framework/wake.js";
import type { ClusterEvent } from "../src/framework/wake.js";
import type { PodPlace, TestCluster } from "./cluster-builder.js";

const hooksOf = (plugin: AnyPlugin, args: object): PluginHooks => {
  const config = plugin.config.decode(args);
  invariant(isRight(config), () => `arguments of ${plugin.name} can be read`);
  return plugin.build(config.right);
};

/** A waiting pod of the template; each with a name of its own. */
const waiting = (cluster: TestCluster, template: PodTemplateSpec, place: PodPlace = {}): PodView =>
  cluster.podView(cluster.addPod(`asked-${cluster.world.pods.nextIx}`, template, place));

const windowOf = (cluster: TestCluster, nodes: readonly NodeIx[]): NodeWindow => {
  const window = new NodeWindow();
  window.clear(cluster.world.nodes.nextIx);
  if (nodes.length > 0) window.load(nodes, 0, nodes.length);
  return window;
};

const verdictOn = (filtering: Filtering, cluster: TestCluster, node: NodeIx): Verdict | null => {
  if (filtering.kind === "nothing") return null;
  if (filtering.kind === "refusal") return filtering.verdict;
  const window = windowOf(cluster, [node]);
  filtering.narrow(window);
  return window.size === 1 ? null : filtering.verdictOf(window.rejectionOf(node));
};

/** The plugin's word on every node, by name; null = it fits. */
export const filterAll = (
  plugin: AnyPlugin,
  cluster: TestCluster,
  template: PodTemplateSpec,
  args: object = {},
  place: PodPlace = {},
): Readonly<Record<string, Verdict | null>> => {
  const filtering = hooksOf(plugin, args).filter?.(waiting(cluster, template, place), cluster.view);
  invariant(filtering !== undefined, () => `${plugin.name} filters`);
  return Object.fromEntries(
    [...cluster.world.nodes.values()].map(({ ix, name }) => [name, verdictOn(filtering, cluster, ix)]),
  );
};

/** The same of the only node, or the first. */
export const filterOne = (
  plugin: AnyPlugin,
  cluster: TestCluster,
  template: PodTemplateSpec,
  args: object = {},
): Verdict | null => Object.values(filterAll(plugin, cluster, template, args))[0] ?? null;

/** Names of the nodes it keeps. */
export const keptBy = (
  plugin: AnyPlugin,
  cluster: TestCluster,
  template: PodTemplateSpec,
  args: object = {},
  place: PodPlace = {},
): readonly string[] =>
  Object.entries(filterAll(plugin, cluster, template, args, place)).flatMap(([name, no]) =>
    no === null ? [name] : [],
  );

/** Scores of every node, in order of creation; all 0 where the plugin does not apply. */
export const scoreAll = (
  plugin: AnyPlugin,
  cluster: TestCluster,
  template: PodTemplateSpec,
  args: object = {},
  place: PodPlace = {},
): readonly number[] => {
  const nodes = [...cluster.world.nodes.values()].map(({ ix }) => ix);
  const scores = new Float64Array(nodes.length);
  const window = windowOf(cluster, nodes);
  const outcome = hooksOf(plugin, args).score?.(waiting(cluster, template, place), cluster.view, window, scores);
  invariant(typeof outcome !== "object", () => `${plugin.name} can score`);
  if (outcome === "scored") return [...scores];
  if (typeof outcome === "function") return nodes.map(outcome);
  return nodes.map(() => (typeof outcome === "number" ? outcome : 0));
};

/** A change, its action to be read off what was there before and after unless it is given. */
export type Change =
  | {
      readonly resource: "Node";
      readonly before: NodeState | null;
      readonly after: NodeState | null;
      readonly action?: number;
    }
  | {
      readonly resource: "AssignedPod" | "UnscheduledPod";
      readonly before: PodState | null;
      readonly after: PodState | null;
      readonly action?: number;
    };

const actionsOf = ({ resource, before, after, action }: Change): readonly number[] => {
  if (action !== undefined) return [action];
  if (before === null) return [ACTION.add];
  if (after === null) return [ACTION.delete];
  return resource === "Node"
    ? [ACTION.updateNodeAllocatable, ACTION.updateNodeLabel, ACTION.updateNodeTaint]
    : [ACTION.update];
};

/** Whether the change brings back a pod of the template that the plugin rejected. */
export const wakes = (
  plugin: AnyPlugin,
  cluster: TestCluster,
  template: PodTemplateSpec | PodView,
  change: Change,
  args: object = {},
): boolean => {
  const pod = "podClass" in template ? template : waiting(cluster, template);
  const rules = hooksOf(plugin, args).wakesOn;
  return actionsOf(change).some((action) => {
    const event = { ...change, action } as ClusterEvent;
    return rules.some((rule) => matchesEvent(rule, event) && isWorthATry(rule, pod, event, cluster.view));
  });
};
