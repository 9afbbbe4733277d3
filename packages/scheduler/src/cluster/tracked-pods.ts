// The pods that a Job still has to count. One whose object goes before that is kept here as it was last, as Kubernetes
// keeps it with a finalizer.
import type { PodIx, PodState } from "@podsim/core";

const NONE: ReadonlyMap<PodIx, PodState | null> = new Map();

export class TrackedPods {
  readonly #byJob = new Map<number, Map<PodIx, PodState | null>>();

  /** In order of creation; the last state of a pod that is gone, null while it exists. */
  of(job: number): ReadonlyMap<PodIx, PodState | null> {
    return this.#byJob.get(job) ?? NONE;
  }

  track(job: number, pod: PodIx): void {
    const pods = this.#byJob.get(job);
    if (pods === undefined) this.#byJob.set(job, new Map([[pod, null]]));
    else pods.set(pod, null);
  }

  /** The object is gone: if it is tracked, its last state stays. */
  keep(job: number, pod: PodState): void {
    const pods = this.#byJob.get(job);
    if (pods?.has(pod.identity.ix) === true) pods.set(pod.identity.ix, pod);
  }

  release(job: number, pods: Iterable<number>): void {
    const tracked = this.#byJob.get(job);
    if (tracked === undefined) return;
    for (const pod of pods) tracked.delete(pod as PodIx);
    if (tracked.size === 0) this.#byJob.delete(job);
  }

  /** The Job is gone. */
  forget(job: number): void {
    this.#byJob.delete(job);
  }
}
