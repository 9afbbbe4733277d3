// How the data of each event type is packed into float64 words, one per field, derived from the field kinds.
import type * as t from "io-ts";
import { eventCodec, fieldKinds } from "../event-codec.js";
import type { EventDefinition, FieldKind } from "../event.js";
import { InvariantViolation, invariant } from "../invariant.js";
import type { InternTable } from "./interning.js";
import type { JsonValue } from "./json-value.js";

/** The most event types one registry may have: a fact's type is stored in a byte. */
const EVENT_TYPES_MAX = 255;

/** The word of a null: the smallest positive whole number that is no safe integer, so no field value can equal it. */
export const NULL_WORD = 2 ** 53;

export type Storage = "int" | "boolean" | "string" | "json" | "oneOf";

/** How one field becomes a word: the number itself, 0/1, the index of the interned text or object, the position in the list. */
export interface FieldLayout {
  readonly name: string;
  readonly storage: Storage;
  readonly nullable: boolean;
  /** The closed list of a oneOf field, in order of position; empty for other storages. */
  readonly choices: readonly string[];
  readonly positions: ReadonlyMap<unknown, number>;
}

export interface Layout {
  readonly definition: EventDefinition;
  /** Position in the registry. */
  readonly typeIx: number;
  /** In declared order; as many as the data has words. */
  readonly fields: readonly FieldLayout[];
  readonly codec: t.Type<object, unknown>;
}

/** The tables that words of strings and JSON values point into. */
export interface Tables {
  readonly strings: InternTable<string>;
  readonly objects: InternTable<JsonValue>;
}

const storageOf = (kind: Exclude<FieldKind, object>): { readonly storage: Storage; readonly nullable: boolean } => {
  switch (kind) {
    case "int":
    case "boolean":
    case "string":
    case "json":
      return { storage: kind, nullable: false };
    case "int?":
      return { storage: "int", nullable: true };
    case "boolean?":
      return { storage: "boolean", nullable: true };
    case "string?":
      return { storage: "string", nullable: true };
    case "json?":
      return { storage: "json", nullable: true };
  }
};

const fieldLayout = (type: string, name: string, kind: FieldKind): FieldLayout => {
  if (typeof kind !== "object") return { name, ...storageOf(kind), choices: [], positions: new Map() };
  const positions = new Map(kind.oneOf.map((choice, position) => [choice, position]));
  invariant(positions.size === kind.oneOf.length, `${type}.${name}: the closed list names a choice twice`);
  return { name, storage: "oneOf", nullable: false, choices: kind.oneOf, positions };
};

const createLayouts = (registry: readonly EventDefinition[]): readonly Layout[] => {
  invariant(
    registry.length <= EVENT_TYPES_MAX,
    `${String(registry.length)} event types, at most ${String(EVENT_TYPES_MAX)}`,
  );
  const names = new Set(registry.map((definition) => definition.type));
  invariant(names.size === registry.length, "two event types of one registry have the same name");
  return registry.map((definition, typeIx) => ({
    definition,
    typeIx,
    fields: fieldKinds(definition).map(([name, kind]) => fieldLayout(definition.type, name, kind)),
    codec: eventCodec(definition),
  }));
};

/** What is known of a registry: its layouts, in its order, and the position of each definition. */
interface LaidOut {
  readonly layouts: readonly Layout[];
  readonly positions: ReadonlyMap<EventDefinition, number>;
}

/** Registries never change: each is laid out once, however many logs are made. */
const known = new WeakMap<readonly EventDefinition[], LaidOut>();

const laidOut = (registry: readonly EventDefinition[]): LaidOut => {
  let made = known.get(registry);
  if (made === undefined) {
    const positions = new Map(registry.map((definition, typeIx) => [definition, typeIx]));
    known.set(registry, (made = { layouts: createLayouts(registry), positions }));
  }
  return made;
};

/** One layout per event type, in the order of the registry. */
export const layoutsOf = (registry: readonly EventDefinition[]): readonly Layout[] => laidOut(registry).layouts;

/** Where in the registry each of its definitions stands. */
export const positionsOf = (registry: readonly EventDefinition[]): ReadonlyMap<EventDefinition, number> =>
  laidOut(registry).positions;

const refused = (field: FieldLayout, value: unknown): never => {
  throw new InvariantViolation(`field ${field.name} cannot hold this ${value === null ? "null" : typeof value}`);
};

/** The word of a value. Throws InvariantViolation if the value is not of the field's kind. */
export const packField = (field: FieldLayout, value: unknown, tables: Tables): number => {
  if (value === null) return field.nullable ? NULL_WORD : refused(field, value);
  switch (field.storage) {
    case "int":
      // Adding 0 turns a negative zero into 0: equal facts have equal words.
      return Number.isSafeInteger(value) ? (value as number) + 0 : refused(field, value);
    case "boolean":
      return value === true ? 1 : value === false ? 0 : refused(field, value);
    case "string":
      return typeof value === "string" ? tables.strings.intern(value) : refused(field, value);
    case "json":
      // The table refuses what is no JSON value, once per distinct object.
      return tables.objects.intern(value as JsonValue);
    case "oneOf":
      return field.positions.get(value) ?? refused(field, value);
  }
};

/** The value of a word that packField gave. */
export const unpackField = (field: FieldLayout, word: number, tables: Tables): unknown => {
  if (word === NULL_WORD) return null;
  switch (field.storage) {
    case "int":
      // A word is a float64. Small numbers are made integers again, which is what columns are indexed with at speed.
      return (word | 0) === word ? word | 0 : word;
    case "boolean":
      return word === 1;
    case "string":
      return tables.strings.value(word);
    case "json":
      return tables.objects.value(word);
    case "oneOf":
      return field.choices[word];
  }
};
