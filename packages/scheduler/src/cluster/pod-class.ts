// What other pods' selectors can tell pods apart by, and what pods ask of their neighbours: pods that are alike in both
// are of one class, so a selector is tried on a class once and not on its thousand pods.
import { isLeft } from "fp-ts/lib/Either.js";
import { compileLabelSelector, inOrder, selectorErrorText } from "@podsim/core";
import type {
  Labels,
  LabelSelector,
  LabelTest,
  PodAffinityTerm,
  PodState,
  PodTemplateSpec,
  WeightedPodAffinityTerm,
} from "@podsim/core";
import { Interner } from "./interner.js";

/** A term of inter-pod affinity, ready to be tried on pods. */
export interface PodTerm {
  /** Equal terms have equal ids, whoever carries them. */
  readonly id: number;
  readonly topologyKey: string;
  readonly namespaces: ReadonlySet<string>;
  /** On the labels of a namespace; selects nothing where the term has no namespaceSelector. */
  readonly selectsNamespace: LabelTest;
  readonly selectsPod: LabelTest;
}

export interface WeightedTerm {
  readonly term: PodTerm;
  readonly weight: number;
}

/** What a pod of the class asks of pods around it. */
export interface CarriedTerms {
  readonly requiredAffinity: readonly PodTerm[];
  readonly requiredAntiAffinity: readonly PodTerm[];
  readonly preferredAffinity: readonly WeightedTerm[];
  readonly preferredAntiAffinity: readonly WeightedTerm[];
  readonly isEmpty: boolean;
  /** Why the terms cannot be used, "" if they can; if not, the lists are empty. */
  readonly error: string;
}

export interface PodClass {
  readonly id: number;
  readonly namespace: string;
  readonly labels: Labels;
  readonly carries: CarriedTerms;
}

const NOTHING: CarriedTerms = {
  requiredAffinity: [],
  requiredAntiAffinity: [],
  preferredAffinity: [],
  preferredAntiAffinity: [],
  isEmpty: true,
  error: "",
};

const sortedEntries = (labels: Labels): readonly (readonly [string, string])[] =>
  inOrder(Object.entries(labels), ([a], [b]) => a < b);

const compile = (selector: LabelSelector | undefined, errors: string[]): LabelTest => {
  const compiled = compileLabelSelector(selector);
  if (!isLeft(compiled)) return compiled.right;
  errors.push(selectorErrorText(compiled.left));
  return () => false;
};

export class PodClasses {
  readonly #classes = new Interner<PodClass>();
  readonly #terms = new Interner<PodTerm>();
  readonly #byTemplate = new WeakMap<PodTemplateSpec, Map<string, PodClass>>();

  get size(): number {
    return this.#classes.size;
  }

  of(pod: PodState): PodClass {
    const { template, namespace } = pod.identity;
    let known = this.#byTemplate.get(template);
    if (known === undefined) this.#byTemplate.set(template, (known = new Map()));
    let found = known.get(namespace);
    if (found === undefined) known.set(namespace, (found = this.#intern(template, namespace)));
    return found;
  }

  #intern(template: PodTemplateSpec, namespace: string): PodClass {
    const { labels } = template.metadata;
    const { podAffinity, podAntiAffinity } = template.spec.affinity ?? {};
    const key = JSON.stringify([namespace, sortedEntries(labels), podAffinity, podAntiAffinity]);
    const id = this.#classes.size;
    const found = this.#classes.idOf(key, { id, namespace, labels, carries: this.#carried(template, namespace) });
    return this.#classes.at(found);
  }

  #carried(template: PodTemplateSpec, namespace: string): CarriedTerms {
    const { podAffinity: near, podAntiAffinity: apart } = template.spec.affinity ?? {};
    if (near === undefined && apart === undefined) return NOTHING;
    const errors: string[] = [];
    const termOf = (term: PodAffinityTerm): PodTerm => this.#term(term, namespace, errors);
    const plain = (terms: readonly PodAffinityTerm[] = []): PodTerm[] => terms.map(termOf);
    const weighted = (terms: readonly WeightedPodAffinityTerm[] = []): WeightedTerm[] =>
      terms.map(({ weight, podAffinityTerm }) => ({ weight, term: termOf(podAffinityTerm) }));
    const carried: CarriedTerms = {
      requiredAffinity: plain(near?.requiredDuringSchedulingIgnoredDuringExecution),
      requiredAntiAffinity: plain(apart?.requiredDuringSchedulingIgnoredDuringExecution),
      preferredAffinity: weighted(near?.preferredDuringSchedulingIgnoredDuringExecution),
      preferredAntiAffinity: weighted(apart?.preferredDuringSchedulingIgnoredDuringExecution),
      isEmpty: false,
      error: "",
    };
    const [error] = errors;
    return error === undefined ? carried : { ...NOTHING, error };
  }

  #term(term: PodAffinityTerm, owner: string, errors: string[]): PodTerm {
    const { labelSelector, namespaceSelector, topologyKey } = term;
    const listed = term.namespaces ?? [];
    const isOwn = listed.length === 0 && namespaceSelector === undefined;
    const namespaces = isOwn ? [owner] : [...new Set(listed)].sort();
    const key = JSON.stringify([topologyKey, namespaces, namespaceSelector, labelSelector]);
    const id = this.#terms.idOf(key, {
      id: this.#terms.size,
      topologyKey,
      namespaces: new Set(namespaces),
      selectsNamespace: compile(namespaceSelector, errors),
      selectsPod: compile(labelSelector, errors),
    });
    return this.#terms.at(id);
  }
}
