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
import type { SimTime } from "../time.js";

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

/** One act of preemption: who was there, who has to go. */
interface Act {
  readonly at: SimTime;
  readonly preemptor: PodState;
  readonly node: NodeState;
  /** On the node, or promised to it with at least the preemptor's priority. */
  readonly there: readonly PodState[];
  readonly victims: PodState[];
}

class Acts implements Observer {
  #act: Act | null = null;

  see(fact: Envelope, before: ClusterView): Judgement {
    const isVictim = fact.definition.type === "PodPreempted";
    const data = fact.data as PodPreempted;
    const open = this.#act;
    const goesOn =
      open !== null && open.at === fact.at && (!isVictim || open.preemptor.identity.uid === data.preemptor);
    let judged: Judgement = true;
    if (!goesOn) {
      judged = this.#close();
      if (isVictim) this.#open(fact.at, data, before);
    }
    const victim = isVictim ? before.pods.at(fact.subject) : undefined;
    if (victim !== undefined) this.#act?.victims.push(victim);
    return judged;
  }

  end(): Judgement {
    return this.#close();
  }

  #open(at: SimTime, { preemptor: uid, node: name }: PodPreempted, cluster: ClusterView): void {
    const preemptor = [...cluster.pods.values()].find(({ identity }) => identity.uid === uid);
    const node = [...cluster.nodes.values()].find((each) => each.name === name);
    if (preemptor === undefined || node === undefined) return;
    const promised = [...cluster.pods.values()].filter(
      (pod) =>
        pod !== preemptor &&
        pod.binding === null &&
        pod.status.nominatedNodeName === name &&
        specOf(pod).priority >= specOf(preemptor).priority,
    );
    this.#act = { at, preemptor, node, there: [...placedOn(cluster, node), ...promised], victims: [] };
  }

  #close(): Judgement {
    const act = this.#act;
    this.#act = null;
    if (act === null || !asksForRoomAlone(act.preemptor)) return true;
    const isVictim = (pod: PodState): boolean => act.victims.some(({ identity }) => identity.ix === pod.identity.ix);
    const left = [...act.there.filter((pod) => !isVictim(pod)), act.preemptor];
    const spared = act.victims.find((victim) => asksForRoomAlone(victim) && fits(act.node, [...left, victim]));
    if (spared === undefined) return true;
    return violated(`${spared.identity.name} could have stayed on ${act.node.name}`, [
      podWitness(spared),
      podWitness(act.preemptor),
      nodeWitness(act.node),
    ]);
  }
}

export const preemptionMinimalVictims: Invariant = {
  id: "preemption.minimalVictims",
  title: "no victim of a preemption could have stayed beside the pod it makes room for",
  page: "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#preemption",
  hears: ["PodPreempted"],
  observe: () => new Acts(),
};
