// A JSON Schema in which what stands in several places is written once, under $defs.
import type { JsonSchema } from "./schema/schema.js";

/** Shorter ones are not worth a name. */
const LENGTH_MIN = 120;

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type Change = (part: JsonSchema, name: string) => JsonSchema;

/** The schema with each schema directly inside changed; names are those of the properties they describe. */
const withParts = (schema: JsonSchema, name: string, change: Change): JsonSchema =>
  Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === "properties" && isSchema(value)) {
        const parts = Object.entries(value).map(([of, part]) => [of, isSchema(part) ? change(part, of) : part]);
        return [key, Object.fromEntries(parts) as JsonSchema];
      }
      if ((key === "items" || key === "additionalProperties") && isSchema(value)) return [key, change(value, name)];
      if (Array.isArray(value) && (key === "anyOf" || key === "oneOf" || key === "allOf" || key === "items")) {
        return [key, (value as readonly unknown[]).map((part) => (isSchema(part) ? change(part, name) : part))];
      }
      return [key, value];
    }),
  );

export const withSharedDefinitions = (schema: JsonSchema): JsonSchema => {
  const counts = new Map<string, number>();
  const count: Change = (part, name) => {
    const text = JSON.stringify(part);
    const before = counts.get(text) ?? 0;
    counts.set(text, before + 1);
    // What is inside of a repetition is repeated with it.
    if (before === 0) withParts(part, name, count);
    return part;
  };
  withParts(schema, "", count);

  const names = new Map<string, string>();
  const definitions: Record<string, JsonSchema> = {};
  const nameOf = (wanted: string): string => {
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? wanted : `${wanted}-${String(n)}`;
      if (!Object.hasOwn(definitions, name)) return name;
    }
  };
  const replace: Change = (part, name) => {
    const text = JSON.stringify(part);
    if ((counts.get(text) ?? 0) < 2 || text.length < LENGTH_MIN) return withParts(part, name, replace);
    let known = names.get(text);
    if (known === undefined) {
      names.set(text, (known = nameOf(name)));
      definitions[known] = {};
      definitions[known] = withParts(part, name, replace);
    }
    return { $ref: `#/$defs/${known}` };
  };
  return { ...withParts(schema, "", replace), $defs: definitions };
};
