// The terms of inter-pod affinity as questions about placed pods: what a newcomer's own terms ask, and which terms of pods
// that are there are about the newcomer.
import type { Labels } from "@podsim/core";
import type {
  ClusterView,
  DomainQuery,
  ObjectsView,
  PlacedPod,
  PodClass,
  PodTerm,
  WeightedTerm,
} from "../../cluster/cluster-view.js";
import type { PodView } from "../../framework/plugin.js";

export const NO_LABELS: Labels = {};
const everyNode = (): boolean => true;
const everyNodeId = (topologyKey: string): string => `every node by ${topologyKey}`;

/** Whether a placed pod's term is about a newcomer. */
export const isAbout = (term: PodTerm, { namespace, labels }: PodClass, namespaceLabels: Labels): boolean =>
  (term.namespaces.has(namespace) || term.selectsNamespace(namespaceLabels)) && term.selectsPod(labels);

/**
 * Whether a newcomer's own term is about other pods. As in kube-scheduler 1.34 the namespaceSelector is tried twice: on
 * the namespaces that exist, and once more on no labels at all.
 */
const ownTest = (term: PodTerm, objects: ObjectsView): ((podClass: PodClass) => boolean) => {
  const { namespaces, selectsNamespace, selectsPod } = term;
  const selectsAll = selectsNamespace(NO_LABELS);
  const selected = new Set(namespaces);
  for (const [name, labels] of objects.namespaces()) if (selectsNamespace(labels)) selected.add(name);
  const byClass: (boolean | undefined)[] = [];
  return (podClass) =>
    (byClass[podClass.id] ??= (selectsAll || selected.has(podClass.namespace)) && selectsPod(podClass.labels));
};

export interface Wish {
  readonly query: DomainQuery;
  readonly weight: number;
}

/** What the terms of one class of pods ask of pods that are placed. */
export interface OwnTerms {
  /** Of the namespaces when this was worked out. */
  readonly revision: number;
  readonly required: readonly DomainQuery[];
  /** Whether the pod is what its own required affinity asks for. */
  readonly likesItself: boolean;
  readonly repelled: readonly DomainQuery[];
  readonly wishes: readonly Wish[];
}

const workOut = (podClass: PodClass, objects: ObjectsView): OwnTerms => {
  const revision = objects.namespacesRevision;
  const { requiredAffinity, requiredAntiAffinity, preferredAffinity, preferredAntiAffinity } = podClass.carries;
  const queryOf = (id: string, { topologyKey }: PodTerm, isMeant: (podClass: PodClass) => boolean): DomainQuery => ({
    id: `own ${revision} ${id}`,
    topologyKey,
    weigh: (placed) => (isMeant(placed.podClass) ? 1 : 0),
    includes: everyNode,
    includesId: everyNodeId(topologyKey),
    missingIsEmpty: false,
  });
  const single = (term: PodTerm): DomainQuery => queryOf(String(term.id), term, ownTest(term, objects));
  // One pod has to be what all terms ask for.
  const tests = requiredAffinity.map((term) => ownTest(term, objects));
  const isAllOf = (each: PodClass): boolean => tests.every((test) => test(each));
  const allIds = requiredAffinity.map(({ id }) => id).join("+");
  const wishFor =
    (sign: 1 | -1) =>
    ({ term, weight }: WeightedTerm): Wish => ({ query: single(term), weight: sign * weight });
  return {
    revision,
    required: requiredAffinity.map((term) => queryOf(`${allIds} of ${term.topologyKey}`, term, isAllOf)),
    likesItself: tests.length > 0 && isAllOf(podClass),
    repelled: requiredAntiAffinity.map(single),
    wishes: [...preferredAffinity.map(wishFor(1)), ...preferredAntiAffinity.map(wishFor(-1))],
  };
};

/** The terms of placed pods that are about one class of newcomers. */
export interface Incoming {
  /** The lists these were picked from, and the revision of namespaces. */
  readonly basis: readonly [readonly PodTerm[], readonly PodTerm[], number];
  readonly repelling: readonly DomainQuery[];
  readonly scoring: readonly DomainQuery[];
}

const countIn = (terms: readonly PodTerm[], id: number): number =>
  terms.reduce((count, term) => (term.id === id ? count + 1 : count), 0);

const weightIn = (terms: readonly WeightedTerm[], id: number): number =>
  terms.reduce((sum, { term, weight }) => (term.id === id ? sum + weight : sum), 0);

/** Queries worked out for classes of pods, as long as the terms around and the namespaces stay the same. */
export class TermMemory {
  readonly #hardWeight: number;
  readonly #own = new WeakMap<PodClass, OwnTerms>();
  readonly #incoming = new WeakMap<PodClass, Incoming>();
  readonly #carried = new Map<string, DomainQuery>();

  /** What a placed pod's required affinity term counts in scores. */
  constructor(hardWeight: number) {
    this.#hardWeight = hardWeight;
  }

  ownTerms({ podClass }: PodView, { objects }: ClusterView): OwnTerms {
    let known = this.#own.get(podClass);
    if (known?.revision !== objects.namespacesRevision) this.#own.set(podClass, (known = workOut(podClass, objects)));
    return known;
  }

  incoming({ podClass }: PodView, { pods, objects }: ClusterView): Incoming {
    const repels = pods.carriedTerms("repels");
    const scores = pods.carriedTerms("scores");
    const known = this.#incoming.get(podClass);
    if (known?.basis[0] === repels && known.basis[1] === scores && known.basis[2] === objects.namespacesRevision)
      return known;
    const labels = objects.namespaceLabels(podClass.namespace);
    const about = (terms: readonly PodTerm[]): readonly PodTerm[] =>
      terms.filter((term) => isAbout(term, podClass, labels));
    const found: Incoming = {
      basis: [repels, scores, objects.namespacesRevision],
      repelling: about(repels).map((term) => this.#repelledBy(term)),
      scoring: about(scores).map((term) => this.#scoredBy(term)),
    };
    this.#incoming.set(podClass, found);
    return found;
  }

  #repelledBy(term: PodTerm): DomainQuery {
    return this.#carriedQuery("repels", term, ({ podClass }) =>
      countIn(podClass.carries.requiredAntiAffinity, term.id),
    );
  }

  #scoredBy(term: PodTerm): DomainQuery {
    const hardWeight = this.#hardWeight;
    return this.#carriedQuery("scores", term, ({ podClass: { carries } }) => {
      if (carries.isEmpty) return 0;
      const hard = hardWeight * countIn(carries.requiredAffinity, term.id);
      return hard + weightIn(carries.preferredAffinity, term.id) - weightIn(carries.preferredAntiAffinity, term.id);
    });
  }

  #carriedQuery(role: string, { id, topologyKey }: PodTerm, weigh: (placed: PlacedPod) => number): DomainQuery {
    const key = `${role} ${id} ${this.#hardWeight}`;
    let query = this.#carried.get(key);
    if (query === undefined) {
      const everywhere = { includes: everyNode, missingIsEmpty: false, includesId: everyNodeId(topologyKey) };
      query = { id: key, topologyKey, weigh, ...everywhere };
      this.#carried.set(key, query);
    }
    return query;
  }
}
