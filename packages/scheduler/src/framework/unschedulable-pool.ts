// Pods that were rejected, or may not enter the queue, and wait for a change: findable by the plugin that has to wake.
import type { QueuedPod } from "./queued-pod.js";

const NOBODY: readonly QueuedPod[] = [];

export class UnschedulablePool {
  /** In order of arrival, which for pods that are not gated is the order of their timestamps. */
  readonly #waiting = new Set<QueuedPod>();
  readonly #gated = new Set<QueuedPod>();
  readonly #byPlugin = new Map<string, Set<QueuedPod>>();

  get size(): number {
    return this.#waiting.size + this.#gated.size;
  }

  get gatedCount(): number {
    return this.#gated.size;
  }

  add(queued: QueuedPod): void {
    (queued.gatedBy === "" ? this.#waiting : this.#gated).add(queued);
    for (const plugin of queued.rejectedBy) {
      const pods = this.#byPlugin.get(plugin);
      if (pods === undefined) this.#byPlugin.set(plugin, new Set([queued]));
      else pods.add(queued);
    }
  }

  delete(queued: QueuedPod): void {
    this.#waiting.delete(queued);
    this.#gated.delete(queued);
    for (const plugin of queued.rejectedBy) this.#byPlugin.get(plugin)?.delete(queued);
  }

  /** The pod that waits the longest, gated ones aside. */
  first(): QueuedPod | undefined {
    for (const queued of this.#waiting) return queued;
    return undefined;
  }

  /** Pods that one of the plugins rejected, each once. */
  rejectedBy(plugins: Iterable<string>): Iterable<QueuedPod> {
    if (this.size === 0) return NOBODY;
    const found = new Set<QueuedPod>();
    for (const plugin of plugins) for (const queued of this.#byPlugin.get(plugin) ?? []) found.add(queued);
    return found;
  }

  all(): Iterable<QueuedPod> {
    return [...this.#waiting, ...this.#gated];
  }
}
