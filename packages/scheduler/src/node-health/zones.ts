// The zones as the node controller knows them: the state of each, its queue, and what follows when all are lost at once.
import { evictionRateOf, zoneStateOf } from "@podsim/core";
import type { NodeIx, SimTime, ZoneState } from "@podsim/core";
import { EvictionQueue } from "./eviction-queue.js";

/** What one monitor pass found in a zone. */
export interface ZoneFindings {
  readyCount: number;
  notReadyCount: number;
  /** Nodes to be tainted, in the order of the pass. */
  readonly candidates: NodeIx[];
}

export const noFindings = (): ZoneFindings => ({ readyCount: 0, notReadyCount: 0, candidates: [] });

interface Zone {
  /** null until the first judgement. */
  state: ZoneState | null;
  readonly queue: EvictionQueue;
}

/** "all-lost": from this pass on no zone has a ready node; "some-returned": the opposite, from this pass on. */
export type Turn = "all-lost" | "some-returned" | "none";

export class Zones {
  readonly #zones = new Map<string, Zone>();

  queues(): Iterable<[key: string, queue: EvictionQueue]> {
    return [...this.#zones].map(([key, zone]): [string, EvictionQueue] => [key, zone.queue]);
  }

  queueOf(key: string): EvictionQueue | undefined {
    return this.#zones.get(key)?.queue;
  }

  /** No zone has anything wrong with it. */
  get areNormal(): boolean {
    for (const { state } of this.#zones.values()) if (state !== null && state !== "Normal") return false;
    return true;
  }

  /** Takes over what a pass found in every zone that has a node. */
  judge(found: ReadonlyMap<string, ZoneFindings>, now: SimTime): Turn {
    for (const [key, findings] of found) this.#zoneOf(key).queue.replace(findings.candidates);
    const states = new Map<string, ZoneState>();
    for (const [key, { readyCount, notReadyCount }] of found) {
      // Where all nodes are excluded there is nothing to judge.
      if (readyCount + notReadyCount > 0) states.set(key, zoneStateOf(readyCount, notReadyCount));
    }
    for (const key of this.#zones.keys()) if (!states.has(key)) this.#forgetState(key, found);
    if (states.size === 0) return "none";
    const allAreLost = [...states.values()].every((state) => state === "FullDisruption");
    const allWereLost = [...states.keys()].every((key) => this.#zones.get(key)?.state === "FullDisruption");
    if (allAreLost) {
      if (allWereLost) return "none";
      this.#stop(states.keys(), now);
      return "all-lost";
    }
    for (const [key, state] of states) this.#enter(key, state, sizeOf(found.get(key)), allWereLost, now);
    return allWereLost ? "some-returned" : "none";
  }

  #zoneOf(key: string): Zone {
    let zone = this.#zones.get(key);
    if (zone === undefined) {
      zone = { state: null, queue: new EvictionQueue(evictionRateOf("Normal", 0)) };
      this.#zones.set(key, zone);
    }
    return zone;
  }

  /** A zone without nodes is forgotten; one whose nodes do not count goes on at its rate. */
  #forgetState(key: string, found: ReadonlyMap<string, ZoneFindings>): void {
    if (!found.has(key)) this.#zones.delete(key);
    else this.#zoneOf(key).state = null;
  }

  #stop(keys: Iterable<string>, now: SimTime): void {
    for (const key of keys) {
      const zone = this.#zoneOf(key);
      zone.state = "FullDisruption";
      zone.queue.clear();
      zone.queue.setRate(0, now);
    }
  }

  #enter(key: string, state: ZoneState, size: number, always: boolean, now: SimTime): void {
    const zone = this.#zoneOf(key);
    if (!always && zone.state === state) return;
    zone.state = state;
    zone.queue.setRate(evictionRateOf(state, size), now);
  }
}

const sizeOf = (findings: ZoneFindings | undefined): number =>
  findings === undefined ? 0 : findings.readyCount + findings.notReadyCount;
