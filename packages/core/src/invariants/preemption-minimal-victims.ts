// Nobody is preempted who could have stayed.
import type { Envelope } from "../event.js";
import type { NodeState } from "../node/node-state.js";
import type { PodPreempted } from "../pod/events/pod-preempted.js";
import type { PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";
import { nodeResources, podRequests } from "../pod/requests.js";
import type { PodRequests } from "../pod/requests.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { placedOn } from "../law/placed-pods.js";
import { nodeWitness, podWitness } from "../law/witness.js";

/** Whether pods are told apart by nothing but what they request: neither ports, nor volumes, nor neighbours matter. */
const asksForRoomAlone = (pod: PodState): boolean => {
  const { affinity, topologySpreadConstraints, volumes, containers, initContainers } = specOf(pod);
  const ports = [...containers, ...initContainers].flatMap((container) => container.ports);
  const claims = (volumes ?? []).some(
    (volume) => volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined,
  );
  return (
    affinity?.podAffinity === undefined &&
    affinity?.podAntiAffinity === undefined &&
    (topologySpreadConstraints ?? []).length === 0 &&
    !claims &&
    ports.every(({ hostPort }) => (hostPort ?? 0) === 0)
  );
};

const sum = (pods: readonly PodState[], of: (requests: PodRequests) => number): number =>
  pods.reduce((total, pod) => total + of(podRequests(specOf(pod))), 0);

const fits = (node: NodeState, pods: readonly PodState[]): boolean => {
  const has = nodeResources(node.object.status.allocatable);
  const names = new Set(pods.flatMap((pod) => Object.keys(podRequests(specOf(pod)).scalars)));
  return (
    pods.length <= has.pods &&
    sum(pods, ({ milliCpu }) => milliCpu) <= has.milliCpu &&
    sum(pods, ({ memoryBytes }) => memoryBytes) <= has.memoryBytes &&
    sum(pods, ({ ephemeralBytes }) => ephemeralBytes) <= has.ephemeralBytes &&
    [...names].every((name) => sum(pods, ({ scalars }) => scalars[name] ?? 0) <= (has.scalars[name] ?? 0))
  );
};

/** One act of preemption: who was there, who has to go so far. */
interface Act {
  /** What the scheduler decided it by; its victims are asked to go one after the other. */
  readonly decidedBy: number;
  readonly preemptor: PodState;
  readonly node: NodeState;
  /** On the node, or promised to it with at least the preemptor's priority. */
  readonly there: readonly PodState[];
  readonly victims: PodState[];
}

const opened = (decidedBy: number, { preemptor: uid, node: name }: PodPreempted, cluster: ClusterView): Act | null => {
  const preemptor = [...cluster.pods.values()].find(({ identity }) => identity.uid === uid);
  const node = [...cluster.nodes.values()].find((each) => each.name === name);
  if (preemptor === undefined || node === undefined) return null;
  const promised = [...cluster.pods.values()].filter(
    (pod) =>
      pod !== preemptor &&
      pod.binding === null &&
      pod.status.nominatedNodeName === name &&
      specOf(pod).priority >= specOf(preemptor).priority,
  );
  return { decidedBy, preemptor, node, there: [...placedOn(cluster, node), ...promised], victims: [] };
};

/** The more have to go, the more room there is for each: who can stay now can stay when all victims are known. */
const judged = ({ preemptor, node, there, victims }: Act): Judgement => {
  if (!asksForRoomAlone(preemptor)) return true;
  const isVictim = (pod: PodState): boolean => victims.some(({ identity }) => identity.ix === pod.identity.ix);
  const left = [...there.filter((pod) => !isVictim(pod)), preemptor];
  const spared = victims.find((victim) => asksForRoomAlone(victim) && fits(node, [...left, victim]));
  if (spared === undefined) return true;
  return violated(`${spared.identity.name} could have stayed on ${node.name}`, [
    podWitness(spared),
    podWitness(preemptor),
    nodeWitness(node),
  ]);
};

class Acts implements Observer {
  /** Preemptor's uid -> its latest. */
  readonly #acts = new Map<string, Act>();

  see({ subject, causedBy, data }: Envelope, before: ClusterView): Judgement {
    const preempted = data as PodPreempted;
    const known = this.#acts.get(preempted.preemptor);
    const act = known?.decidedBy === causedBy ? known : opened(causedBy, preempted, before);
    const victim = before.pods.at(subject);
    if (act === null || victim === undefined) return true;
    this.#acts.set(preempted.preemptor, act);
    act.victims.push(victim);
    return judged(act);
  }
}

export const preemptionMinimalVictims: Invariant = {
  id: "preemption.minimalVictims",
  title: "no victim of a preemption could have stayed beside the pod it makes room for",
  page: "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#preemption",
  hears: ["PodPreempted"],
  observe: () => new Acts(),
};
