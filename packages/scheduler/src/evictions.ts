// Asks the victims of pods that room is being made for to go: all but one at once, then the last one alone.
import { podDisruptionTargeted, podPreempted, specOf } from "@podsim/core";
import type { PodIx } from "@podsim/core";
import type { SimTime } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox } from "./actor.js";
import { requestDeletion } from "./api-server/request-deletion.js";
import { apiDelayUs } from "./api-delay.js";
import { sample } from "./engine/distribution.js";
import type { PodView } from "./framework/pod-view.js";

/** Victims are deleted now. */
export interface Evict extends Intention {
  readonly kind: "evict";
  readonly preemptor: PodIx;
  readonly node: string;
  readonly victims: readonly PodIx[];
  /** Nobody is left to be deleted after these. */
  readonly isLast: boolean;
}

interface Begin {
  /** Something else has to be said to the API server first. */
  readonly isAfterACall: boolean;
  readonly now: SimTime;
}

export class Evictions {
  readonly #actor: Actor;
  readonly #plane: ControlPlane;
  /** Pods whose victims were not all asked to go yet. */
  readonly #underWay = new Set<PodIx>();

  constructor(actor: Actor, plane: ControlPlane) {
    this.#actor = actor;
    this.#plane = plane;
  }

  areUnderWay(preemptor: PodIx): boolean {
    return this.#underWay.has(preemptor);
  }

  /** `victims`: at least one, the most important first. */
  plan(pod: PodView, node: string, victims: readonly PodIx[], { isAfterACall, now }: Begin, out: Outbox): void {
    const { settings, draw } = this.#plane;
    const usualUs = sample(settings.latencies.apiRoundTrip, draw("scheduler/preemption-call", pod.key, 0));
    const callUs = usualUs + apiDelayUs(this.#plane, "preemption-call", pod.key, 0);
    const evict = { actor: this.#actor, kind: "evict", preemptor: pod.ix, node } as const;
    // A victim costs two calls: one for its condition, one for its deletion.
    let atUs = now + (isAfterACall ? callUs : 0) + 2 * callUs;
    const [last, ...others] = victims.toReversed();
    if (others.length > 0) {
      this.#underWay.add(pod.ix);
      const first: Evict = { ...evict, victims: others.toReversed(), isLast: false };
      out.plan(atUs, first);
      atUs += 2 * callUs;
    }
    const final: Evict = { ...evict, victims: last === undefined ? [] : [last], isLast: true };
    out.plan(atUs, final);
  }

  /** False: the last were to be deleted, and they were all gone. */
  handle({ preemptor, node, victims, isLast }: Evict, now: SimTime, out: Outbox): boolean {
    const { pods } = this.#plane.world;
    const pod = pods.at(preemptor);
    if (!isLast) this.#underWay.delete(preemptor);
    let isAnyAsked = false;
    for (const ix of victims) {
      const victim = pods.at(ix);
      if (victim === undefined) continue;
      isAnyAsked = true;
      const schedulerName = pod === undefined ? this.#actor.name : specOf(pod).schedulerName;
      const message = `${schedulerName}: preempting to accommodate a higher priority pod`;
      out.record(podDisruptionTargeted, ix, { reason: "PreemptionByScheduler", message });
      out.record(podPreempted, ix, { preemptor: pod?.identity.uid ?? "", node });
      requestDeletion(victim, now, "default-scheduler", out);
    }
    return isAnyAsked || !isLast;
  }
}
