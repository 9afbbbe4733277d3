// Which object of one kind a pod belongs to, told at every fact that can matter to it, the pod's last one included.
import type { Envelope, PodAdopted, PodCreated, PodFound, PodIx } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";

/** Facts about a pod that show in what the API server keeps of it. */
const TELLING: ReadonlySet<string> = new Set([
  "PodBound",
  "PodStatusReported",
  "PodMarkedNotReady",
  "PodDisruptionTargeted",
  "ProbeResultStored",
  "PodFailedByController",
  "PodRejected",
  "PodDeletionRequested",
  "PodUpdated",
]);

/** Types of the facts that can be news for a pod's owner. */
export const OWNED_POD_FACTS: ReadonlySet<string> = new Set([
  ...TELLING,
  "PodCreated",
  "PodAdopted",
  "PodFound",
  "PodReleased",
  "PodRemoved",
]);

export class PodOwners {
  readonly #kind: string;
  readonly #owners = new Map<number, number>();

  constructor(kind: string, world: WorldView) {
    this.#kind = kind;
    for (const { identity } of world.pods.values()) {
      if (identity.owner?.kind === kind) this.#owners.set(identity.ix, identity.owner.ix);
    }
  }

  /** The owner that the fact is news for; undefined = for none. */
  observe({ definition: { type }, subject, data }: Envelope): number | undefined {
    if (type === "PodCreated" || type === "PodAdopted" || type === "PodFound") {
      const { ownerKind, ownerIx } = data as PodCreated | PodAdopted | PodFound;
      if (ownerKind !== this.#kind || ownerIx === null) return undefined;
      this.#owners.set(subject as PodIx, ownerIx);
      return ownerIx;
    }
    if (type === "PodRemoved" || type === "PodReleased") {
      const owner = this.#owners.get(subject);
      this.#owners.delete(subject);
      return owner;
    }
    return TELLING.has(type) ? this.#owners.get(subject) : undefined;
  }
}
