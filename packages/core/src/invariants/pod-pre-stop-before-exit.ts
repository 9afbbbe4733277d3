// Hooks belong to what runs.
import type { Envelope } from "../event.js";
import { containerAt } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerHookStarted } from "../pod/events/container-hook-started.js";
import { specOf } from "../pod/pod-state.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

class Hooks implements Observer {
  /** "pod/container" -> the attempt of the instance that was told to stop. */
  readonly #told = new Map<string, number>();

  see({ definition, subject, data }: Envelope, before: ClusterView): Judgement {
    const pod = before.pods.at(subject);
    if (pod === undefined) return true;
    const { container, hook } = data as ContainerHookStarted;
    const { current } = runtimeAt(pod, container);
    const key = `${String(subject)}/${String(container)}`;
    if (definition.type === "ContainerKillBegan") {
      this.#told.set(key, current?.attempt ?? -1);
      return true;
    }
    const { name } = containerAt(specOf(pod), container);
    if (current?.state !== "running") return violated(`${hook} of ${name}, which does not run`, podWitness(pod));
    if (hook === "postStart" || this.#told.get(key) === current.attempt) return true;
    return violated(`preStop of ${name}, which nobody stops`, podWitness(pod));
  }
}

export const podPreStopBeforeExit: Invariant = {
  id: "pod.preStopBeforeExit",
  title: "hooks run only while their container does, and preStop only when it is being stopped",
  page: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/",
  hears: ["ContainerHookStarted", "ContainerKillBegan"],
  observe: () => new Hooks(),
};
