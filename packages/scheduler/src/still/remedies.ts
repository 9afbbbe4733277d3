// What would let a pod that fits nowhere fit: single changes, each tried out by deciding again.
import { milliQuantityOf, formatQuantity, quantityOf } from "@podsim/core";
import type { Container, Node, NodeIx, PodSpec, PodTemplateSpec, ResourceList, Taint, Toleration } from "@podsim/core";
import { isPassingTaint } from "../cluster/passing-taints.js";
import { presentNode } from "../cluster/present-node.js";
import { explainOne } from "../framework/explain.js";
import type { Explanation } from "../framework/explain.js";
import type { NominatedPods } from "../framework/nominations.js";
import type { PodView } from "../framework/pod-view.js";
import { podViewOf } from "../framework/pod-view.js";
import type { Profile } from "../framework/profile.js";
import { firstName } from "../framework/tie-break.js";
import { shortfallOn } from "./shortfall.js";
import type { Shortfall } from "./shortfall.js";
import type { StillCluster } from "./still-cluster.js";

/** A change after which the pod is placed. */
export interface Remedy {
  /** As a person would do it: "requests.cpu ≤ 1320m". */
  readonly change: string;
  /** Where the pod goes then. */
  readonly node: string;
}

const RESOURCES_SHOWN = ["cpu", "memory"];
/** Kinds of nodes that are tried as one node more. */
const NODE_KINDS_MAX = 4;

/** An amount as manifests have it. */
export const amountText = (resource: string, amount: number): string =>
  formatQuantity(resource === "cpu" ? milliQuantityOf(amount, "DecimalSI") : quantityOf(amount, "BinarySI"));

const withSpec = (template: PodTemplateSpec, change: Partial<PodSpec>): PodTemplateSpec => ({
  metadata: template.metadata,
  spec: { ...template.spec, ...change },
});

/** Takes `less` of a resource away from the containers, the largest first. */
const reduced = (containers: readonly Container[], resource: string, left: number): readonly Container[] => {
  const share = Math.floor(left / Math.max(1, containers.length));
  return containers.map((container) => {
    const requests: ResourceList = { ...container.resources.requests, [resource]: amountText(resource, share) };
    return { ...container, resources: { ...container.resources, requests } };
  });
};

class Remedies {
  readonly #found: Remedy[] = [];

  constructor(
    private readonly cluster: StillCluster,
    private readonly pod: PodView,
    private readonly profile: Profile,
    private readonly nominated: NominatedPods,
  ) {}

  get found(): readonly Remedy[] {
    return this.#found;
  }

  #decide(pod: PodView): string | null {
    const options = { tieBreak: firstName, nominated: this.nominated };
    const { decision } = explainOne(pod, this.cluster.view, this.profile, options);
    return decision.kind === "placed" ? (this.cluster.world.nodes.at(decision.node)?.name ?? null) : null;
  }

  /** Keeps the change if a pod with it is placed. */
  tryTemplate(change: string, template: PodTemplateSpec): boolean {
    const { identity, ...rest } = this.pod.state;
    const state = { ...rest, identity: { ...identity, template } };
    const node = this.#decide(podViewOf(state, this.cluster.view));
    if (node !== null) this.#found.push({ change, node });
    return node !== null;
  }

  trySpec(change: string, spec: Partial<PodSpec>): boolean {
    return this.tryTemplate(change, withSpec(this.pod.template, spec));
  }

  /** Keeps the change if the pod goes to a node like this one, empty and ready; `words`: which one that is. */
  tryNode(like: Node, words: string): boolean {
    const name = `${like.metadata.name}-more`;
    const labels = { ...like.metadata.labels, "kubernetes.io/hostname": name };
    const object: Node = {
      ...like,
      metadata: { ...like.metadata, name, labels },
      spec: { ...like.spec, unschedulable: false },
    };
    const added = this.cluster.addNode(object);
    const node = this.#decide(this.pod);
    this.cluster.removeNode(added);
    const helps = node === name;
    if (helps) this.#found.push({ change: `one more node like ${words}`, node: "the new node" });
    return helps;
  }
}

/** The most of one resource that some node has left where nothing else is lacking. */
const roomiest = (shortfalls: readonly Shortfall[], resource: string): Shortfall | null => {
  let best: Shortfall | null = null;
  for (const shortfall of shortfalls) {
    const [lack, ...others] = shortfall.lacks;
    if (others.length > 0 || lack?.resource !== resource || lack.free <= 0) continue;
    if (best === null || lack.free > (best.lacks[0]?.free ?? 0)) best = shortfall;
  }
  return best;
};

const tryRequests = (remedies: Remedies, pod: PodView, shortfalls: readonly Shortfall[]): void => {
  const { spec } = pod;
  if (spec.resources !== undefined || spec.overhead !== undefined || spec.initContainers.length > 0) return;
  const resources = [...new Set([...RESOURCES_SHOWN, ...Object.keys(pod.requests.scalars)])];
  for (const resource of resources) {
    const lack = roomiest(shortfalls, resource)?.lacks[0];
    if (lack === undefined) continue;
    const containers = reduced(spec.containers, resource, lack.free);
    const total = spec.containers.length > 1 ? " in all" : "";
    remedies.trySpec(`requests.${resource} ≤ ${amountText(resource, lack.free)}${total}`, { containers });
  }
};

/** What one does about it: what a node gets over is nothing to put up with. */
const taintAnswer = (taint: Taint): string => {
  const { key, value, effect } = taint;
  const text = `${key}${value === "" ? "" : `=${value}`}:${effect}`;
  return isPassingTaint(taint) ? `without the taint ${text}` : `a toleration for ${text}`;
};

const tryTaints = (remedies: Remedies, { spec }: PodView, cluster: StillCluster, nodes: readonly NodeIx[]): void => {
  const seen = new Set<string>();
  for (const node of nodes) {
    for (const taint of cluster.world.nodes.at(node)?.taints ?? []) {
      const { key, value, effect } = taint;
      if (effect === "PreferNoSchedule") continue;
      const change = taintAnswer(taint);
      if (seen.has(change)) continue;
      seen.add(change);
      const toleration: Toleration = { key, operator: "Equal", value, effect };
      remedies.trySpec(change, { tolerations: [...spec.tolerations, toleration] });
    }
  }
};

const withoutPorts = (containers: readonly Container[]): readonly Container[] =>
  containers.map((container) => ({
    ...container,
    ports: container.ports.map(({ hostPort: _, ...port }) => port),
  }));

/** What a plugin's refusal can be answered with, by the plugin's name. */
const ANSWERS: Readonly<Record<string, (remedies: Remedies, pod: PodView) => void>> = {
  NodeAffinity: (remedies, { spec }) => {
    const { nodeAffinity: _, ...affinity } = spec.affinity ?? {};
    remedies.trySpec("without its nodeSelector and required node affinity", { nodeSelector: {}, affinity });
  },
  PodTopologySpread: (remedies, { spec }) => {
    const soft = (spec.topologySpreadConstraints ?? []).map((each) => ({
      ...each,
      whenUnsatisfiable: "ScheduleAnyway" as const,
    }));
    remedies.trySpec("whenUnsatisfiable: ScheduleAnyway in its topology spread", { topologySpreadConstraints: soft });
  },
  InterPodAffinity: (remedies, { spec }) => {
    const { podAffinity: near, podAntiAffinity: apart, ...rest } = spec.affinity ?? {};
    const both = { ...rest, ...(near === undefined ? {} : { podAffinity: near }) };
    if (apart !== undefined && remedies.trySpec("without its required pod anti-affinity", { affinity: both })) return;
    const onlyApart = { ...rest, ...(apart === undefined ? {} : { podAntiAffinity: apart }) };
    if (near !== undefined) remedies.trySpec("without its required pod affinity", { affinity: onlyApart });
  },
  NodePorts: (remedies, { spec }) => {
    remedies.trySpec("without its hostPort", { containers: withoutPorts(spec.containers) });
  },
  NodeUnschedulable: (remedies, { spec }) => {
    const cordon: Toleration = {
      key: "node.kubernetes.io/unschedulable",
      operator: "Exists",
      value: "",
      effect: "NoSchedule",
    };
    remedies.trySpec("kubectl uncordon", { tolerations: [...spec.tolerations, cordon] });
  },
};

/** The node as its like would come: without the taints of its state. */
const asNew = ({ spec, ...rest }: Node): Node => ({
  ...rest,
  spec: { ...spec, taints: spec.taints.filter((taint) => !isPassingTaint(taint)) },
});

/** One of each kind, with the words for it: with the same room, labels and taints. */
const kindsOf = (nodes: readonly (readonly [node: Node, words: string])[]): typeof nodes => {
  const kinds = new Map<string, readonly [Node, string]>();
  for (const [node, words] of nodes) {
    const { "kubernetes.io/hostname": _, ...labels } = node.metadata.labels;
    const like = asNew(node);
    const key = JSON.stringify([like.status.allocatable, labels, like.spec.taints]);
    if (!kinds.has(key)) kinds.set(key, [like, words]);
  }
  return [...kinds.values()].slice(0, NODE_KINDS_MAX);
};

/** Like those there are; where none of them helps, as they joined, which is how whoever makes them by a template does. */
const tryNodes = (remedies: Remedies, { world }: StillCluster): void => {
  const nodes = [...world.nodes.values()];
  const present = kindsOf(nodes.map((node) => [presentNode(node), node.name]));
  if (present.filter(([node, words]) => remedies.tryNode(node, words)).length > 0) return;
  const joined = kindsOf(nodes.map(({ object, name }) => [object, `${name} as it joined`]));
  for (const [node, words] of joined) remedies.tryNode(node, words);
};

/** Single changes that would place the pod, the cheapest first; the cluster is as before. */
export const remediesFor = (
  cluster: StillCluster,
  pod: PodView,
  profile: Profile,
  { rejected, nominated }: Explanation,
): readonly Remedy[] => {
  const remedies = new Remedies(cluster, pod, profile, nominated);
  const lacking = rejected.flatMap(({ plugin, nodes }) => (plugin === "NodeResourcesFit" ? nodes : []));
  const shortfalls = lacking.flatMap((node) => shortfallOn(pod, cluster.view, node, nominated) ?? []);
  tryRequests(remedies, pod, shortfalls);
  for (const { plugin, nodes } of rejected) {
    if (plugin === "TaintToleration") tryTaints(remedies, pod, cluster, nodes);
  }
  for (const plugin of new Set(rejected.map((each) => each.plugin))) ANSWERS[plugin]?.(remedies, pod);
  tryNodes(remedies, cluster);
  return remedies.found;
};
