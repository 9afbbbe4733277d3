// Who does not tolerate a NoExecute taint goes, when the time it tolerates is over.
import type { Envelope } from "../event.js";
import type { Taint } from "../api/meta.js";
import { tolerates } from "../api/tolerations.js";
import type { NodeState } from "../node/node-state.js";
import { isActive, specOf } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import { formatDuration, NEVER, SECOND } from "../time.js";
import type { SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { nodeWitness, podWitness } from "../law/witness.js";

/** What the eviction itself may take. */
const SLACK_US = 5 * SECOND;

/** For how long the pod may stay; NEVER = for ever. */
const toleratedUs = (pod: PodState, taints: readonly Taint[]): number => {
  let leastUs = NEVER;
  for (const taint of taints) {
    // Of several that cover a taint the first one counts.
    const covering = specOf(pod).tolerations.find((toleration) => tolerates(toleration, taint));
    if (covering === undefined) return 0;
    const { tolerationSeconds } = covering;
    if (tolerationSeconds !== undefined) leastUs = Math.min(leastUs, Math.max(0, tolerationSeconds) * SECOND);
  }
  return leastUs;
};

class Evictions implements Observer {
  /** Pod -> by when it has to be told to go. */
  readonly #due = new Map<number, SimTime>();
  #nextUs: SimTime = NEVER;

  see(fact: Envelope, before: ClusterView, after: ClusterView): Judgement {
    const late = fact.at > this.#nextUs ? this.#late(before, fact.at) : true;
    if (late !== true) return late;
    const { entity, type } = fact.definition;
    if (entity === "node" && (type === "NodeTainted" || type === "NodeUntainted" || type === "NodeRemoved")) {
      const node = after.nodes.at(fact.subject);
      for (const pod of node === undefined ? [] : after.podsOn(node.ix)) this.#look(pod, node, fact.at);
    } else if (type === "PodBound") {
      const pod = after.pods.at(fact.subject);
      if (pod?.binding != null) this.#look(pod, after.nodes.at(pod.binding.nodeIx), fact.at);
    }
    return true;
  }

  end(cluster: ClusterView, endUs: SimTime): Judgement {
    return this.#late(cluster, endUs);
  }

  #look(pod: PodState, node: NodeState | undefined, now: SimTime): void {
    const { ix } = pod.identity;
    const taints = node?.taints.filter(({ effect }) => effect === "NoExecute") ?? [];
    const mayStayUs = taints.length === 0 ? NEVER : toleratedUs(pod, taints);
    if (mayStayUs === NEVER) {
      this.#due.delete(ix);
      return;
    }
    const dueUs = Math.max(this.#due.get(ix) ?? 0, now + mayStayUs + SLACK_US);
    this.#due.set(ix, dueUs);
    this.#nextUs = Math.min(this.#nextUs, dueUs);
  }

  #late(cluster: ClusterView, now: SimTime): Judgement {
    this.#nextUs = NEVER;
    for (const [ix, dueUs] of this.#due) {
      const pod = cluster.pods.at(ix);
      const node = pod?.binding == null ? undefined : cluster.nodes.at(pod.binding.nodeIx);
      if (pod === undefined || node === undefined || !isActive(pod)) this.#due.delete(ix);
      else if (now > dueUs) {
        const text = `still on ${node.name} at ${formatDuration(now)}, which it tolerates until ${formatDuration(dueUs - SLACK_US)}`;
        return violated(text, [podWitness(pod), nodeWitness(node)]);
      } else this.#nextUs = Math.min(this.#nextUs, dueUs);
    }
    return true;
  }
}

export const taintNoExecuteWithinToleration: Invariant = {
  id: "taint.noExecuteWithinToleration",
  title: "a pod is evicted from a node with a NoExecute taint when the time is over for which it tolerates it",
  page: "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions",
  observe: () => new Evictions(),
};
