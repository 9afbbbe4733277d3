// One node's image pulls: one at a time, in the order they were asked for.
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
  #current: PullRequest | null = null;
  #startedAtUs: SimTime = 0;
  readonly #waiting: PullRequest[] = [];

  /** True if the pull can begin now; otherwise it waits its turn. */
  ask(request: PullRequest, now: SimTime): boolean {
    if (this.#current !== null) {
      this.#waiting.push(request);
      return false;
    }
    this.#current = request;
    this.#startedAtUs = now;
    return true;
  }

  /** The pull under way and when it began. */
  get current(): { readonly request: PullRequest; readonly startedAtUs: SimTime } | null {
    return this.#current === null ? null : { request: this.#current, startedAtUs: this.#startedAtUs };
  }

  /** Ends the pull under way; the next one that is still wanted begins at `now` and is returned. */
  finish(now: SimTime): PullRequest | null {
    this.#current = null;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (!next.worker.alive) continue;
      this.#current = next;
      this.#startedAtUs = now;
      return next;
    }
    return null;
  }
}
