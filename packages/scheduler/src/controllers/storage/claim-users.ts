// Which pods that have a node use which claims: looked up from either side.
import { claimsOfPod, objectKey } from "@podsim/core";
import type { ObjectKey, PodIx, PodState } from "@podsim/core";

const NONE: readonly never[] = [];

export class ClaimUsers {
  readonly #podsOf = new Map<ObjectKey, Set<PodIx>>();
  readonly #claimsOf = new Map<PodIx, readonly ObjectKey[]>();

  get isEmpty(): boolean {
    return this.#claimsOf.size === 0;
  }

  add({ identity: { ix, namespace, name, template } }: PodState): void {
    const claims = claimsOfPod(name, template.spec).map((claim) => objectKey(namespace, claim.name));
    if (claims.length === 0) return;
    this.#claimsOf.set(ix, claims);
    for (const claim of claims) {
      const pods = this.#podsOf.get(claim);
      if (pods === undefined) this.#podsOf.set(claim, new Set([ix]));
      else pods.add(ix);
    }
  }

  remove(pod: PodIx): void {
    for (const claim of this.claimsOf(pod)) {
      const pods = this.#podsOf.get(claim);
      pods?.delete(pod);
      if (pods?.size === 0) this.#podsOf.delete(claim);
    }
    this.#claimsOf.delete(pod);
  }

  claimsOf(pod: PodIx): readonly ObjectKey[] {
    return this.#claimsOf.get(pod) ?? NONE;
  }

  podsOf(claim: ObjectKey): Iterable<PodIx> {
    return this.#podsOf.get(claim) ?? NONE;
  }
}
