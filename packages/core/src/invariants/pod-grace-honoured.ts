// Nobody outlives the grace.
import type { Envelope } from "../event.js";
import { containerAt } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerKillBegan } from "../pod/events/container-kill-began.js";
import type { PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";
import { SECOND } from "../time.js";
import type { SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

interface Kill {
  readonly pod: PodState;
  readonly container: number;
  readonly attempt: number;
  readonly dueUs: SimTime;
}

/** What the runtime takes from SIGKILL to the end. */
const SLACK_US = 2 * SECOND;

class Graces implements Observer {
  readonly #kills = new Map<string, Kill>();

  see(fact: Envelope, before: ClusterView, after: ClusterView): Judgement {
    switch (fact.definition.type) {
      case "PodRemoved":
        // By force, or because its node is gone: nobody waits for its processes.
        for (const [key, { pod }] of this.#kills) if (pod.identity.ix === fact.subject) this.#kills.delete(key);
        return true;
      case "NodeFailed":
      case "NodeRemoved":
      case "KubeletRestarted":
        // Whoever was to stop it is gone: what runs there is stopped by nobody until the node is back.
        for (const [key, { pod }] of this.#kills) if (pod.binding?.nodeIx === fact.subject) this.#kills.delete(key);
        return true;
      case "ContainerKillBegan":
        return this.#began(before.pods.at(fact.subject), fact as Envelope<ContainerKillBegan>);
      default:
        return this.#ended(after.pods.at(fact.subject), fact);
    }
  }

  end(_cluster: ClusterView, endUs: SimTime): Judgement {
    for (const kill of this.#kills.values()) if (kill.dueUs < endUs) return this.#outlived(kill);
    return true;
  }

  #began(pod: PodState | undefined, { at, data }: Envelope<ContainerKillBegan>): Judgement {
    const current = pod === undefined ? null : runtimeAt(pod, data.container).current;
    // It may have ended by itself since the sync that kills it began.
    if (pod === undefined || current?.state !== "running") return true;
    const kill: Kill = {
      pod,
      container: data.container,
      attempt: current.attempt,
      dueUs: at + data.graceSeconds * SECOND + SLACK_US,
    };
    this.#kills.set(`${String(pod.identity.ix)}/${String(data.container)}`, kill);
    return true;
  }

  #ended(pod: PodState | undefined, { at, data }: Envelope): Judgement {
    if (pod === undefined) return true;
    const { container } = data as { readonly container: number };
    const key = `${String(pod.identity.ix)}/${String(container)}`;
    const kill = this.#kills.get(key);
    if (kill?.attempt !== runtimeAt(pod, container).current?.attempt) return true;
    this.#kills.delete(key);
    return kill === undefined || at <= kill.dueUs || this.#outlived(kill);
  }

  #outlived({ pod, container }: Kill): Judgement {
    const { name } = containerAt(specOf(pod), container);
    return violated(`${name} ran on for more than 2 s after its grace`, podWitness(pod));
  }
}

export const podGraceHonoured: Invariant = {
  id: "pod.graceHonoured",
  title: "a container that is told to stop ends within its grace and two seconds",
  page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
  hears: ["ContainerKillBegan", "ContainerExited", "NodeFailed", "NodeRemoved", "KubeletRestarted", "PodRemoved"],
  observe: () => new Graces(),
};
