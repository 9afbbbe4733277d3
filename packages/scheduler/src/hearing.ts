// Who is told of which facts: worked out once per type of fact, so that a fact costs only those whom it concerns.
import type { EventDefinition } from "@podsim/core";

/** Whether facts of this type concern somebody; asked once per type. */
export type Hears = (definition: Pick<EventDefinition, "type" | "entity">) => boolean;

/** Only facts of these types. */
export const hearsOf = (types: readonly string[]): Hears => {
  const heard = new Set(types);
  return ({ type }) => heard.has(type);
};

/** For each type of fact those who hear of it, in the order of the list; who does not say what it hears, hears all. */
export const listenersByType = <Listener extends { readonly hears?: Hears }>(
  listeners: readonly Listener[],
  definitions: readonly EventDefinition[],
): ReadonlyMap<EventDefinition, readonly Listener[]> =>
  new Map(definitions.map((definition) => [definition, listeners.filter(({ hears }) => hears?.(definition) ?? true)]));
