// Who is told of which facts: worked out once per type of fact, so that a fact costs only those whom it concerns.
import type { EventDefinition } from "@podsim/core";

/** Whether facts of this type concern somebody; asked once per type. */
export type Hears = (definition: Pick<EventDefinition, "type" | "entity">) => boolean;

/** By rule and list of types: the answers, in the order of the list. */
const lastingAnswers = new WeakMap<Hears, WeakMap<readonly EventDefinition[], readonly boolean[]>>();

/** A rule that goes by nothing but the type: it is asked once per list of types, however many clusters are made. */
export const lasting = (hears: Hears): Hears => {
  lastingAnswers.set(hears, new WeakMap());
  return hears;
};

/** Only facts of these types. */
export const hearsOf = (types: readonly string[]): Hears => {
  const heard = new Set(types);
  return lasting(({ type }) => heard.has(type));
};

const answersOf = (hears: Hears, definitions: readonly EventDefinition[]): readonly boolean[] => {
  const known = lastingAnswers.get(hears);
  let answers = known?.get(definitions);
  if (answers === undefined) {
    answers = definitions.map(hears);
    known?.set(definitions, answers);
  }
  return answers;
};

/**
 * For each type of fact those who hear of it, in the order of the list; who does not say what it hears, hears all. The
 * list of types must not change afterwards.
 */
export const listenersByType = <Listener extends { readonly hears?: Hears }>(
  listeners: readonly Listener[],
  definitions: readonly EventDefinition[],
): ReadonlyMap<EventDefinition, readonly Listener[]> => {
  const answers = listeners.map(({ hears }) => (hears === undefined ? null : answersOf(hears, definitions)));
  const byType = new Map<EventDefinition, readonly Listener[]>();
  for (const [typeIx, definition] of definitions.entries()) {
    byType.set(
      definition,
      listeners.filter((_, ix) => answers[ix]?.[typeIx] ?? true),
    );
  }
  return byType;
};
