// Who is told of which facts: worked out once per type of fact, so that a fact costs only those whom it concerns.
import type { EventDefinition } from "@podsim/core";

/** Whether facts of this type concern somebody; asked once per type. */
export type Hears = (definition: Pick<EventDefinition, "type" | "entity">) => boolean;

/** Places of listeners in their list, in its order: those who hear of facts of this type. */
export type Audience = (definition: EventDefinition) => readonly number[];

/** Rules in a row, and what came of asking them. */
class RuleList {
  readonly #rules: readonly Hears[];
  /** The lists that are longer by one lasting rule. */
  readonly #longer = new WeakMap<Hears, RuleList>();
  readonly #places = new Map<EventDefinition, readonly number[]>();

  constructor(rules: readonly Hears[]) {
    this.#rules = rules;
  }

  with(rule: Hears): RuleList {
    let longer = this.#longer.get(rule);
    if (longer === undefined) {
      longer = new RuleList([...this.#rules, rule]);
      this.#longer.set(rule, longer);
    }
    return longer;
  }

  hearing(definition: EventDefinition): readonly number[] {
    let places = this.#places.get(definition);
    if (places === undefined) {
      places = this.#rules.flatMap((hears, place) => (hears(definition) ? [place] : []));
      this.#places.set(definition, places);
    }
    return places;
  }
}

const lastingRules = new WeakSet<Hears>();
/** Lists of lasting rules are few, and know nothing of a cluster: they are kept, however many clusters are made. */
const lastingLists = new RuleList([]);

/** A rule that goes by nothing but the type: a list of such rules is asked once per type, however many clusters are made. */
export const lasting = (hears: Hears): Hears => {
  lastingRules.add(hears);
  return hears;
};

/** Only facts of these types. */
export const hearsOf = (types: readonly string[]): Hears => {
  const heard = new Set(types);
  return lasting(({ type }) => heard.has(type));
};

export const EVERYTHING = lasting(() => true);

/** Who does not say what it hears, hears all. */
export const audienceOf = (listeners: readonly { readonly hears?: Hears }[]): Audience => {
  const rules = listeners.map(({ hears = EVERYTHING }) => hears);
  const areLasting = rules.every((rule) => lastingRules.has(rule));
  const list = areLasting ? rules.reduce((shorter, rule) => shorter.with(rule), lastingLists) : new RuleList(rules);
  return (definition) => list.hearing(definition);
};
