// The scheduling queue of the default profile on a cluster of its own: pods enter, are rejected, and come back.
import { invariant } from "@podsim/core";
import type { PodSpec } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { isRight } from "fp-ts/lib/Either.js";
import { DEFAULT_BACK_OFF } from "../src/framework/back-off-time.js";
import type { PodView } from "../src/framework/pod-view.js";
import { buildProfile, DEFAULT_PROFILE } from "../src/framework/profile.js";
import type { Profile } from "../src/framework/profile.js";
import { queuePartsOf, SchedulingQueue } from "../src/framework/queue.js";
import type { ClusterEvent } from "../src/framework/wake.js";
import { PLUGINS } from "../src/plugins/index.js";
import { aTemplate, TestCluster } from "./cluster-builder.js";

const built = buildProfile(DEFAULT_PROFILE, PLUGINS);
invariant(isRight(built), "the default profile can be built");
/** The default one. */
export const profile: Profile = built.right;

export class QueueScene {
  readonly cluster = new TestCluster();
  readonly queue: SchedulingQueue;
  #pods = 0;

  constructor(profiles: readonly [Profile, ...Profile[]] = [profile], making: ReadonlySet<number> = new Set()) {
    const gate = { isMakingRoom: ({ ix }: PodView) => making.has(ix) };
    this.queue = new SchedulingQueue(queuePartsOf(profiles, this.cluster.view, DEFAULT_BACK_OFF, gate));
  }

  pod(spec: Partial<PodSpec> = {}, name = `p${this.#pods++}`): PodView {
    return this.cluster.podView(this.cluster.addPod(name, aTemplate({ spec })));
  }

  /** Takes the pod, lets the plugins reject it at the second. */
  reject(pod: PodView, second: number, ...plugins: readonly string[]): void {
    this.queue.add(pod, second * SECOND);
    const queued = this.queue.pop();
    if (queued !== undefined) this.queue.fail(queued, new Set(plugins), second * SECOND);
  }

  stationOf({ ix }: PodView): string | undefined {
    return this.queue.find(ix)?.station;
  }

  /** Whether a pod that the plugin rejected comes back for the event. */
  wakes(plugin: string, pod: PodView, event: ClusterEvent): boolean {
    this.reject(pod, 1, plugin);
    this.queue.moveFor(event, 20 * SECOND);
    const isBack = this.stationOf(pod) !== "unschedulable";
    this.queue.delete(pod.ix);
    return isBack;
  }
}
