// Whose a pod is goes by its labels: controllers take over pods without an owner that their objects select, and let go of
// their own that were given other labels.
import { podAdopted, podReleased } from "@podsim/core";
import type { Envelope, PodIx } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import type { SyncOutbox } from "../../controller.js";
import { ORPHAN_FACTS, OrphanPods } from "./orphan-pods.js";
import type { ClaimingKind } from "./orphan-pods.js";

export class PodClaims {
  /** Types of the facts about pods it has to hear of. */
  static readonly heard: readonly string[] = ORPHAN_FACTS;
  readonly #world: WorldView;
  readonly #kind: ClaimingKind;
  readonly #orphans: OrphanPods;
  /** By object: pods of it whose labels were changed so that it does not select them. */
  readonly #strays = new Map<number, Set<PodIx>>();

  constructor(world: WorldView, kind: ClaimingKind) {
    this.#world = world;
    this.#kind = kind;
    this.#orphans = new OrphanPods(world, kind);
  }

  /** `enqueue` is told of every object that has a pod to take over. */
  observe(fact: Envelope, enqueue: (claimant: number) => void): void {
    this.#orphans.observe(fact, enqueue);
    if (fact.definition.type === "PodUpdated") this.#noteStray(fact.subject as PodIx);
  }

  /** Whether a pod changed hands: what there is to do then shows in the next sync, which those facts bring about. */
  claim(ix: number, out: SyncOutbox): boolean {
    const hasReleased = this.#release(ix, out);
    return this.#adopt(ix, out) || hasReleased;
  }

  #ownerOf(podIx: PodIx): number | undefined {
    const owner = this.#world.pods.at(podIx)?.identity.owner;
    return owner?.kind === this.#kind.kind ? owner.ix : undefined;
  }

  #noteStray(podIx: PodIx): void {
    const owner = this.#ownerOf(podIx);
    const pod = this.#world.pods.at(podIx);
    if (owner === undefined || pod === undefined) return;
    if (this.#orphans.isSelected(owner, pod.identity.template.metadata.labels)) return;
    const strays = this.#strays.get(owner);
    if (strays === undefined) this.#strays.set(owner, new Set([podIx]));
    else strays.add(podIx);
  }

  /** One that is being deleted stays its own. */
  #release(ix: number, out: SyncOutbox): boolean {
    const strays = this.#strays.get(ix);
    if (strays === undefined) return false;
    this.#strays.delete(ix);
    let hasReleased = false;
    for (const podIx of strays) {
      const pod = this.#world.pods.at(podIx);
      if (pod === undefined || pod.deletion !== null || this.#ownerOf(podIx) !== ix) continue;
      if (this.#orphans.isSelected(ix, pod.identity.template.metadata.labels)) continue;
      out.record(podReleased, podIx, {});
      hasReleased = true;
    }
    return hasReleased;
  }

  #adopt(ix: number, out: SyncOutbox): boolean {
    const claimant = this.#kind.at(this.#world, ix);
    if (claimant === undefined) return false;
    let hasAdopted = false;
    for (const podIx of this.#orphans.candidatesOf(ix)) {
      const pod = this.#world.pods.at(podIx);
      if (pod === undefined || pod.identity.owner !== null || !this.#kind.accepts(pod, claimant)) continue;
      out.record(podAdopted, podIx, { ownerKind: this.#kind.kind, ownerName: claimant.name, ownerIx: ix });
      hasAdopted = true;
    }
    return hasAdopted;
  }
}
