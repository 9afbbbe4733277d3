// The terms that pods placed now carry, by what they do to newcomers.
import type { CarriedRole, PodClass, PodTerm } from "../cluster-view.js";

interface Carried {
  readonly term: PodTerm;
  /** How many pods of the role carry it, counted once per place in a pod's lists. */
  count: number;
}

/** Lists of terms that a pod carries in a role. */
const termsInRole = ({ carries }: PodClass, role: CarriedRole): readonly PodTerm[] =>
  role === "repels"
    ? carries.requiredAntiAffinity
    : [
        ...carries.requiredAffinity,
        ...carries.preferredAffinity.map(({ term }) => term),
        ...carries.preferredAntiAffinity.map(({ term }) => term),
      ];

class Terms {
  readonly #carried = new Map<number, Carried>();
  #list: readonly PodTerm[] | null = [];

  add(term: PodTerm, sign: 1 | -1): void {
    const known = this.#carried.get(term.id);
    if (known === undefined) {
      this.#carried.set(term.id, { term, count: sign });
      this.#list = null;
      return;
    }
    known.count += sign;
    if (known.count > 0) return;
    this.#carried.delete(term.id);
    this.#list = null;
  }

  list(): readonly PodTerm[] {
    return (this.#list ??= [...this.#carried.values()].map(({ term }) => term));
  }
}

export class CarriedTermIndex {
  readonly #byRole: Readonly<Record<CarriedRole, Terms>> = { repels: new Terms(), scores: new Terms() };

  /** Counts a pod of the class in (sign 1) or out (-1). */
  addPod(podClass: PodClass, sign: 1 | -1): void {
    if (podClass.carries.isEmpty) return;
    for (const role of ["repels", "scores"] as const) {
      for (const term of termsInRole(podClass, role)) this.#byRole[role].add(term, sign);
    }
  }

  list(role: CarriedRole): readonly PodTerm[] {
    return this.#byRole[role].list();
  }
}
