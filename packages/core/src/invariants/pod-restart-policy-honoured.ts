// What the restart policy says comes back, comes back; nothing else does.
import type { Envelope } from "../event.js";
import { containerAt, isInitIx, isSidecar } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerKillBegan } from "../pod/events/container-kill-began.js";
import type { ContainerRestartDecided } from "../pod/events/container-restart-decided.js";
import { specOf } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

/** Whether the container's own rules, and not the pod's policy, say what happens to it. */
const hasRulesOfItsOwn = (container: object): boolean => "restartPolicyRules" in container;

class RestartPolicies implements Observer {
  /** "pod/container/attempt" that a kubelet told to stop: those it restarts whatever their exit code. */
  readonly #killed = new Set<string>();

  see(fact: Envelope, before: ClusterView): Judgement {
    const pod = before.pods.at(fact.subject);
    if (pod === undefined) return true;
    if (fact.definition.type === "ContainerKillBegan") {
      const { container } = fact.data as ContainerKillBegan;
      this.#killed.add(this.#key(pod, container));
      return true;
    }
    return this.#restarted(pod, (fact.data as ContainerRestartDecided).container);
  }

  #key(pod: PodState, container: number): string {
    return `${String(pod.identity.ix)}/${String(container)}/${String(runtimeAt(pod, container).current?.attempt ?? -1)}`;
  }

  #restarted(pod: PodState, ix: number): Judgement {
    const spec = specOf(pod);
    const container = containerAt(spec, ix);
    if (isSidecar(container) || hasRulesOfItsOwn(container)) return true;
    const { name, restartPolicy: own } = container as { readonly name: string; readonly restartPolicy?: string };
    const policy = own ?? spec.restartPolicy;
    // An init container that is to succeed is started again after failures; after success only in a new sandbox.
    const wanted = isInitIx(spec, ix) && policy === "Always" ? "OnFailure" : policy;
    if (wanted === "Never") return violated(`${name} is restarted though its policy is Never`, podWitness(pod));
    const exit = runtimeAt(pod, ix).current;
    const succeeded = exit?.state === "exited" && exit.exitCode === 0;
    if (wanted === "Always" || !succeeded || isInitIx(spec, ix) || this.#killed.has(this.#key(pod, ix))) return true;
    return violated(`${name} is restarted after it succeeded, though its policy is OnFailure`, podWitness(pod));
  }
}

export const podRestartPolicyHonoured: Invariant = {
  id: "pod.restartPolicyHonoured",
  title: "a container is restarted only where its restart policy says so",
  page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy",
  hears: ["ContainerKillBegan", "ContainerRestartDecided"],
  observe: () => new RestartPolicies(),
};
