// One node's image pulls: in the order they were asked for, one at a time unless the node pulls in parallel.
import type { SimTime } from "@podsim/core";
import type { PodWorker } from "./pod-worker.js";

export interface PullRequest {
  readonly worker: PodWorker;
  readonly container: number;
  readonly image: string;
  readonly askedAtUs: SimTime;
  /** Position among the pulls of the pod, for its draws. */
  readonly n: number;
}

export class ImagePuller {
  readonly #running = new Map<PullRequest, SimTime>();
  readonly #waiting: PullRequest[] = [];

  /** @param parallelMax pulls under way at most; 1 = one after the other, Infinity = no bound. */
  constructor(private readonly parallelMax: number) {}

  /** True if the pull can begin now; otherwise it waits its turn. */
  ask(request: PullRequest, now: SimTime): boolean {
    if (this.#running.size >= this.parallelMax) {
      this.#waiting.push(request);
      return false;
    }
    this.#running.set(request, now);
    return true;
  }

  /** When the pull left the queue; undefined if it is not under way. */
  startedAtUs(request: PullRequest): SimTime | undefined {
    return this.#running.get(request);
  }

  /** Ends a pull; the next one that is still wanted begins at `now` and is returned. */
  finish(request: PullRequest, now: SimTime): PullRequest | null {
    this.#running.delete(request);
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (!next.worker.alive) continue;
      this.#running.set(next, now);
      return next;
    }
    return null;
  }
}
