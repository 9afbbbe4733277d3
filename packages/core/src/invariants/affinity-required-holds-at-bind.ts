// What a pod requires of its node and its neighbours holds when it is bound, and what its neighbours require too.
import type { PodAffinityTerm } from "../api/pod.js";
import type { NodeState } from "../node/node-state.js";
import type { PodState } from "../pod/pod-state.js";
import { isTerminalPhase, specOf } from "../pod/pod-state.js";
import type { ClusterView } from "../law/cluster-view.js";
import { step } from "../law/laws.js";
import type { Invariant, Violation } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { bindingSeen } from "../law/placed-pods.js";
import { isAbout, mayGoTo, shareDomain } from "../law/selection.js";
import { nodeWitness, podWitness } from "../law/witness.js";

interface Host {
  readonly node: NodeState;
  readonly pod: PodState;
}

const antiTermsOf = (pod: PodState): readonly PodAffinityTerm[] =>
  specOf(pod).affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];

const nearTermsOf = (pod: PodState): readonly PodAffinityTerm[] =>
  specOf(pod).affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];

/** The pods that have a say: all others where the newcomer asks for any, else those that ask to be apart. */
const othersOf = (pod: PodState, cluster: ClusterView): readonly Host[] => {
  const asks = antiTermsOf(pod).length > 0 || nearTermsOf(pod).length > 0;
  const hosts: Host[] = [];
  for (const node of cluster.nodes.values()) {
    for (const other of cluster.podsOn(node.ix)) {
      if (other === pod || isTerminalPhase(other.status.phase)) continue;
      if (asks || antiTermsOf(other).length > 0) hosts.push({ node, pod: other });
    }
  }
  return hosts;
};

const apart = (newcomer: Host, others: readonly Host[], { cluster }: ClusterView): Violation | null => {
  const { pod, node } = newcomer;
  for (const other of others) {
    const together = (term: PodAffinityTerm): boolean => shareDomain(other.node, node, term.topologyKey);
    const mine = antiTermsOf(pod).some((term) => together(term) && isAbout(term, pod, other.pod, cluster));
    const theirs = antiTermsOf(other.pod).some((term) => together(term) && isAbout(term, other.pod, pod, cluster));
    if (!mine && !theirs) continue;
    const whose = mine ? "its own" : "the other's";
    return violated(`bound beside ${other.pod.identity.name} against ${whose} anti-affinity`, [
      podWitness(pod),
      podWitness(other.pod),
      nodeWitness(node),
      ...(other.node === node ? [] : [nodeWitness(other.node)]),
    ]);
  }
  return null;
};

const near = ({ pod, node }: Host, others: readonly Host[], { cluster }: ClusterView): boolean => {
  const terms = nearTermsOf(pod);
  if (terms.length === 0) return true;
  if (terms.some(({ topologyKey }) => node.labels[topologyKey] === undefined)) return false;
  const isAsked = (other: PodState): boolean => terms.every((term) => isAbout(term, pod, other, cluster));
  const hosts = others.filter((other) => isAsked(other.pod));
  if (terms.every(({ topologyKey }) => hosts.some((host) => shareDomain(host.node, node, topologyKey)))) return true;
  // The first of its kind may go anywhere, if it is what it asks for.
  return (
    isAsked(pod) && !hosts.some((host) => terms.some(({ topologyKey }) => host.node.labels[topologyKey] !== undefined))
  );
};

export const affinityRequiredHoldsAtBind: Invariant = step(
  "affinity.requiredHoldsAtBind",
  "required node affinity, pod affinity and pod anti-affinity, of the pod and of those already there, hold when it is bound",
  (_before, fact, after) => {
    const seen = bindingSeen(fact, after);
    if (seen === null) return true;
    const { pod, node } = seen;
    if (!mayGoTo(pod, node)) {
      return violated(`bound to ${node.name} against its node selector or affinity`, [
        podWitness(pod),
        nodeWitness(node),
      ]);
    }
    const others = othersOf(pod, after);
    const clash = apart(seen, others, after);
    if (clash !== null) return clash;
    return (
      near(seen, others, after) ||
      violated(`bound to ${node.name} against its pod affinity`, [podWitness(pod), nodeWitness(node)])
    );
  },
  {
    page: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#affinity-and-anti-affinity",
    hears: ["PodBound"],
  },
);
