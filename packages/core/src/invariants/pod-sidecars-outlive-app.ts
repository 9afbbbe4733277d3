// Sidecars are stopped last.
import type { Envelope } from "../event.js";
import { containerAt, isInitIx, isSidecar } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerExited } from "../pod/events/container-exited.js";
import type { ContainerKillBegan } from "../pod/events/container-kill-began.js";
import { specOf } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import { SECOND } from "../time.js";
import type { SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

/** Exit codes of what SIGTERM and SIGKILL ended. */
const BY_SIGNAL = [143, 137];

class Stops implements Observer {
  /** "pod/container" of sidecars being stopped with their pod -> until when they may wait for their turn. */
  readonly #turns = new Map<string, SimTime>();
  /** Those, with their attempt, that were told to stop for something else before, and may end of that. */
  readonly #toldBefore = new Set<string>();

  see({ definition, subject, at, data }: Envelope, before: ClusterView): Judgement {
    const pod = before.pods.at(subject);
    const { container } = data as { readonly container: number };
    if (pod === undefined || !isInitIx(specOf(pod), container)) return true;
    const sidecar = containerAt(specOf(pod), container);
    if (!isSidecar(sidecar)) return true;
    const key = `${String(subject)}/${String(container)}`;
    if (definition.type === "ContainerKillBegan") {
      const { message, graceSeconds } = data as ContainerKillBegan;
      // A failed probe, or a changed definition, stops one container alone.
      const instance = `${key}/${String(runtimeAt(pod, container).current?.attempt ?? -1)}`;
      if (message !== `Stopping container ${sidecar.name}`) this.#toldBefore.add(instance);
      else if (!this.#toldBefore.has(instance)) this.#turns.set(key, at + graceSeconds * SECOND);
      return true;
    }
    const untilUs = this.#turns.get(key);
    this.#turns.delete(key);
    if (untilUs === undefined || at >= untilUs || !BY_SIGNAL.includes((data as ContainerExited).exitCode)) return true;
    const running = this.#regularRunning(pod);
    return running === null || violated(`${sidecar.name} is stopped while ${running} runs`, podWitness(pod));
  }

  #regularRunning(pod: PodState): string | null {
    const { containers, initContainers } = specOf(pod);
    const running = containers.find((_, k) => runtimeAt(pod, initContainers.length + k).current?.state === "running");
    return running?.name ?? null;
  }
}

export const podSidecarsOutliveApp: Invariant = {
  id: "pod.sidecarsOutliveApp",
  title:
    "when a pod is stopped, its sidecars are stopped after its regular containers have ended, while the grace lasts",
  page: "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/",
  hears: ["ContainerKillBegan", "ContainerExited"],
  observe: () => new Stops(),
};
