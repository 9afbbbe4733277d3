// The filters of the default profile, one node and one rule at a time.
import { compileRequiredNodes, findUntoleratedTaint, nodeResources, podRequests, specOf } from "@podsim/core";
import type { PodSpec, PodState } from "@podsim/core";
import { allocatable, amount, requested } from "./naive-cluster.js";
import type { NaiveCluster, NaiveNode } from "./naive-cluster.js";
import { hasNoPodAffinity, podAffinityRejection } from "./naive-pod-affinity.js";
import { spreadRejection } from "./naive-spread.js";

export interface NaiveRejection {
  readonly plugin: string;
  readonly isResolvable: boolean;
  readonly reasons: readonly string[];
}

const rejection = (plugin: string, isResolvable: boolean, ...reasons: readonly string[]): NaiveRejection => ({
  plugin,
  isResolvable,
  reasons,
});

type Rule = (pod: PodState, node: NaiveNode, cluster: NaiveCluster) => NaiveRejection | null;

const unschedulable: Rule = (pod, { state }) => {
  const taint = { key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule" } as const;
  if (!state.unschedulable || findUntoleratedTaint([taint], specOf(pod).tolerations) === null) return null;
  return rejection("NodeUnschedulable", false, "node(s) were unschedulable");
};

const taints: Rule = (pod, { state }) => {
  const taint = findUntoleratedTaint(
    state.taints,
    specOf(pod).tolerations,
    ({ effect }) => effect !== "PreferNoSchedule",
  );
  if (taint === null) return null;
  return rejection("TaintToleration", false, `node(s) had untolerated taint {${taint.key}: ${taint.value}}`);
};

const nodeAffinity: Rule = (pod, { labels, name }) => {
  const { nodeSelector, affinity } = specOf(pod);
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (compileRequiredNodes(nodeSelector, terms)(labels, name)) return null;
  return rejection("NodeAffinity", false, "node(s) didn't match Pod's node affinity/selector");
};

interface Port {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const portsOf = ({ containers, initContainers }: PodSpec): readonly Port[] =>
  [...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === "Always")].flatMap(({ ports }) =>
    ports
      .filter(({ hostPort = 0 }) => hostPort > 0)
      .map(({ hostPort = 0, hostIP = "", protocol }) => ({ ip: hostIP || "0.0.0.0", protocol, port: hostPort })),
  );

const collide = (a: Port, b: Port): boolean =>
  a.protocol === b.protocol && a.port === b.port && (a.ip === b.ip || [a.ip, b.ip].includes("0.0.0.0"));

const ports: Rule = (pod, node) => {
  const used = node.pods.flatMap((other) => portsOf(specOf(other)));
  if (!portsOf(specOf(pod)).some((port) => used.some((other) => collide(port, other)))) return null;
  return rejection("NodePorts", true, "node(s) didn't have free ports for the requested pod ports");
};

const resources: Rule = (pod, node) => {
  const reasons: string[] = [];
  let isResolvable = true;
  if (node.pods.length + 1 > nodeResources(node.state.object.status.allocatable).pods) reasons.push("Too many pods");
  const requests = podRequests(specOf(pod));
  for (const name of ["cpu", "memory", "ephemeral-storage", ...Object.keys(requests.scalars)]) {
    const wanted = amount(requests, name);
    if (wanted === 0 || wanted <= allocatable(node, name) - requested(node, name)) continue;
    reasons.push(`Insufficient ${name}`);
    if (wanted > allocatable(node, name)) isResolvable = false;
  }
  return reasons.length === 0 ? null : rejection("NodeResourcesFit", isResolvable, ...reasons);
};

const spread: Rule = (pod, node, cluster) => {
  const reason = spreadRejection(pod, node, cluster);
  return reason === null ? null : rejection("PodTopologySpread", !reason.includes("missing"), reason);
};

const podAffinity: Rule = (pod, node, cluster) => {
  const reason = podAffinityRejection(pod, node, cluster);
  return reason === null ? null : rejection("InterPodAffinity", !reason.includes("match pod affinity"), reason);
};

const RULES: readonly Rule[] = [unschedulable, taints, nodeAffinity, ports, resources, spread, podAffinity];

/** What the first filter to object says; null = the pod fits. */
const firstRejection = (
  rules: readonly Rule[],
  pod: PodState,
  node: NaiveNode,
  cluster: NaiveCluster,
): NaiveRejection | null => {
  for (const rule of rules) {
    const found = rule(pod, node, cluster);
    if (found !== null) return found;
  }
  return null;
};

/** A pod that a node was promised to. */
export interface NaivePromise {
  readonly pod: PodState;
  /** Name. */
  readonly node: string;
}

/** A cluster in which the node has these pods. */
const withPods = (cluster: NaiveCluster, name: string, pods: readonly PodState[]): NaiveCluster => ({
  ...cluster,
  nodes: cluster.nodes.map((node) => {
    if (node.name !== name) return node;
    return { ...node, pods, takenOff: node.pods.filter((pod) => pod.deletion !== null && !pods.includes(pod)) };
  }),
});

/**
 * What the filters say of the node with these pods on it, while those of `before` are there: once with the pods it was
 * promised to that are at least as important, then without them.
 */
export const naiveObjection = (
  pod: PodState,
  there: NaiveNode,
  pods: readonly PodState[],
  before: NaiveCluster,
  promises: readonly NaivePromise[],
): NaiveRejection | null => {
  const { name } = there;
  const askWith = (all: readonly PodState[]): NaiveRejection | null => {
    if (all === there.pods) return firstRejection(RULES, pod, there, before);
    const cluster = withPods(before, name, all);
    const node = cluster.nodes.find((each) => each.name === name);
    // Who had no part in it before has none now.
    const rules = hasNoPodAffinity(pod, before) ? RULES.filter((rule) => rule !== podAffinity) : RULES;
    return node === undefined ? null : firstRejection(rules, pod, node, cluster);
  };
  const guests = promises
    .filter(({ node, pod: other }) => node === name && other.identity.ix !== pod.identity.ix)
    .map((promise) => promise.pod)
    .filter((other) => specOf(other).priority >= specOf(pod).priority);
  return (guests.length === 0 ? null : askWith([...pods, ...guests])) ?? askWith(pods);
};
