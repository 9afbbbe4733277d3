// Events of kubelets that reach nobody: held back until they do, and lost where that takes too long.
import type { NodeFailed, NodeState, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Step } from "../view/replay.js";
import type { Occurrence } from "./recorded-event.js";

/** One Event at a time is sent; twelve tries, ten seconds apart, and then it is the next one's turn. */
const GIVEN_UP_AFTER_US = 11 * 10 * SECOND;

interface Silence {
  readonly mode: NodeFailed["mode"];
  readonly held: Occurrence[];
}

/** What becomes of them when the kubelet is heard again at `atUs`; each keeps the time at which it happened. */
const sentAt = (held: readonly Occurrence[], atUs: SimTime): readonly Occurrence[] => {
  let turnUs = 0;
  return held.map((occurrence) => {
    turnUs = Math.max(turnUs, occurrence.atUs);
    const isLost = turnUs + GIVEN_UP_AFTER_US <= atUs;
    if (isLost) turnUs += GIVEN_UP_AFTER_US;
    return { writtenUs: isLost ? null : atUs, ...occurrence };
  });
};

export class HeldBack {
  /** By the name of the node. */
  readonly #silences = new Map<string, Silence>();

  /** Takes in one fact; those of which is clear with it whether they get through, in order. */
  follow({ fact, before, after }: Step): readonly Occurrence[] {
    const { type, entity } = fact.definition;
    if (entity !== "node") return [];
    const { name } = (after ?? before) as NodeState;
    const silence = this.#silences.get(name);
    if (type === "NodeFailed") {
      const { mode } = fact.data as NodeFailed;
      this.#silences.set(name, { mode, held: silence?.held ?? [] });
    }
    if (type !== "NodeRecovered" && type !== "NodeRemoved") return [];
    this.#silences.delete(name);
    if (silence === undefined || type === "NodeRemoved") return [];
    if (silence.mode === "partition") return sentAt(silence.held, fact.at);
    // Nobody was there to tell of it: a kubelet that starts finds it in the kernel's log.
    return silence.held.map((occurrence) => ({ ...occurrence, atUs: fact.at }));
  }

  /** Whether it is held back. */
  takes(occurrence: Occurrence): boolean {
    const { component, host } = occurrence.source;
    const silence = component === "kubelet" ? this.#silences.get(host) : undefined;
    silence?.held.push(occurrence);
    return silence !== undefined;
  }
}
