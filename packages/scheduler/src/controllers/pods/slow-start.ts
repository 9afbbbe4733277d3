// Creation of many pods in batches, each at the answers to the one before: if the first is refused, no other is tried.
import { nextBatchSize } from "@podsim/core";
import type { Duration, SimTime } from "@podsim/core";
import type { ControlPlane } from "../../actor.js";
import type { SyncOutbox } from "../../controller.js";
import { apiDelayUs } from "../../api-delay.js";
import { sample } from "../../engine/distribution.js";

/** How far a workload's pods have come. */
interface Progress {
  remaining: number;
  batchSize: number;
  /** When the server has answered for the last batch. */
  answeredUs: SimTime;
  batchCount: number;
}

export class SlowStarts {
  readonly #plane: ControlPlane;
  readonly #progress = new Map<number, Progress>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  /** Whether the last batch is not answered yet; asks for a sync when it is. */
  isWaiting(key: number, now: SimTime, out: SyncOutbox): boolean {
    const progress = this.#progress.get(key);
    if (progress === undefined || progress.answeredUs <= now) return false;
    out.requeueAfter(progress.answeredUs - now);
    return true;
  }

  /** How many pods are still to be created of those that were begun. */
  remaining(key: number): number {
    return this.#progress.get(key)?.remaining ?? 0;
  }

  begin(key: number, count: number, now: SimTime): void {
    this.#progress.set(key, { remaining: count, batchSize: 0, answeredUs: now, batchCount: 0 });
  }

  /** Size of the next batch. */
  batchSize(key: number): number {
    const progress = this.#progress.get(key);
    return progress === undefined ? 0 : nextBatchSize(progress.batchSize, progress.remaining);
  }

  /** A batch of `size` was sent, nothing of it refused; asks for a sync at the answer. `name` keys how long that takes. */
  sent(key: number, size: number, name: string, now: SimTime, out: SyncOutbox): void {
    const progress = this.#progress.get(key);
    if (progress === undefined) return;
    const answerUs = Math.max(1, this.#roundTrip(name, progress.batchCount));
    progress.remaining -= size;
    progress.batchSize = size;
    progress.answeredUs = now + answerUs;
    progress.batchCount += 1;
    out.requeueAfter(answerUs);
  }

  stop(key: number): void {
    this.#progress.delete(key);
  }

  #roundTrip(name: string, n: number): Duration {
    const distribution = this.#plane.settings.latencies.apiRoundTrip;
    const isFixed = distribution.kind === "constant";
    const usualUs = isFixed
      ? distribution.value
      : sample(distribution, this.#plane.draw("latency/apiRoundTrip", name, n));
    return usualUs + apiDelayUs(this.#plane, "apiRoundTrip", name, n);
  }
}
