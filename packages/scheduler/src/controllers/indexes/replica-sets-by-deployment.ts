// Which ReplicaSets belong to a Deployment, also after it is gone.
import type { Envelope, ReplicaSetAdopted, ReplicaSetCreated } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";

const NONE: ReadonlySet<number> = new Set();

/** Types of the facts it has to hear of. */
const HEARD = ["ReplicaSetCreated", "ReplicaSetAdopted", "ReplicaSetReleased", "ReplicaSetDeleted"] as const;

export class ReplicaSetsByDeployment {
  static readonly heard: readonly string[] = HEARD;
  readonly #owned = new Map<number, Set<number>>();
  readonly #owners = new Map<number, number>();

  constructor(world: WorldView) {
    for (const set of world.replicaSets.values()) this.#add(set.ix, set.deployment);
  }

  /** ReplicaSets that exist, in order of creation. */
  of(deployment: number): ReadonlySet<number> {
    return this.#owned.get(deployment) ?? NONE;
  }

  /** The Deployment that the ReplicaSet belongs to; undefined without one, and when the set is gone. */
  ownerOf(replicaSet: number): number | undefined {
    return this.#owners.get(replicaSet);
  }

  observe({ definition, subject, data }: Envelope): void {
    switch (definition.type as (typeof HEARD)[number]) {
      case "ReplicaSetCreated":
        return this.#add(subject, (data as ReplicaSetCreated).deploymentIx);
      case "ReplicaSetAdopted":
        return this.#add(subject, (data as ReplicaSetAdopted).deploymentIx);
      case "ReplicaSetReleased":
      case "ReplicaSetDeleted":
        return this.#remove(subject);
    }
  }

  #add(replicaSet: number, deployment: number | null): void {
    if (deployment === null) return;
    this.#owners.set(replicaSet, deployment);
    const owned = this.#owned.get(deployment);
    if (owned === undefined) this.#owned.set(deployment, new Set([replicaSet]));
    else owned.add(replicaSet);
  }

  #remove(replicaSet: number): void {
    const deployment = this.#owners.get(replicaSet);
    if (deployment === undefined) return;
    this.#owners.delete(replicaSet);
    const owned = this.#owned.get(deployment);
    owned?.delete(replicaSet);
    if (owned?.size === 0) this.#owned.delete(deployment);
  }
}
