// Every scenario that comes with the project fits the schema that editors are given, and a wrong one does not.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { readText } from "../input/read-source.js";
import { sourceText } from "../input/source-text.js";
import { scenarioSchema } from "./scenario-schema.js";
import { isMapping } from "./schema/record.js";
import type { JsonSchema } from "./schema/schema.js";

const FOLDER = fileURLToPath(new URL("../../../../scenarios/", import.meta.url));
const NAMES = readdirSync(FOLDER, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []));

const hasType = (type: unknown, value: unknown): boolean => {
  if (type === "object") return isMapping(value);
  if (type === "array") return Array.isArray(value);
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
};

const SCHEMA = scenarioSchema();
const DEFINITIONS = SCHEMA["$defs"] as Readonly<Record<string, JsonSchema>>;

/** What a reference stands for. */
const resolved = (schema: JsonSchema): JsonSchema => {
  const name = typeof schema["$ref"] === "string" ? schema["$ref"].replace("#/$defs/", "") : null;
  if (name === null) return schema;
  const found = DEFINITIONS[name];
  if (found === undefined) throw new TypeError(`nothing is defined as ${name}`);
  return resolved(found);
};

/** Paths at which the value does not fit, by as much of JSON Schema as podsim writes. */
const faults = (written: JsonSchema, value: unknown, path = ""): readonly string[] => {
  const schema = resolved(written);
  const { type, properties, required = [], additionalProperties, items, anyOf } = schema;
  if (Array.isArray(anyOf)) {
    const tried = (anyOf as readonly JsonSchema[]).map((each) => faults(each, value, path));
    return tried.some((found) => found.length === 0) ? [] : (tried.toSorted((a, b) => a.length - b.length)[0] ?? []);
  }
  if (type !== undefined && !hasType(type, value)) return [path];
  if (Array.isArray(schema["enum"]) && !schema["enum"].includes(value)) return [path];
  if (typeof schema["pattern"] === "string" && !new RegExp(schema["pattern"]).test(String(value))) return [path];
  if (typeof schema["minimum"] === "number" && Number(value) < schema["minimum"]) return [path];
  if (Array.isArray(value)) {
    return isMapping(items) ? value.flatMap((each, ix) => faults(items, each, `${path}[${String(ix)}]`)) : [];
  }
  if (!isMapping(value)) return [];
  const known = isMapping(properties) ? properties : {};
  const missing = (required as readonly string[]).filter((key) => !(key in value)).map((key) => `${path}.${key}`);
  const inside = Object.entries(value).flatMap(([key, each]) => {
    const own = Object.hasOwn(known, key) ? known[key] : additionalProperties;
    return own === false
      ? [`${path}.${key}`]
      : isMapping(own) && each !== null
        ? faults(own, each, `${path}.${key}`)
        : [];
  });
  return [...missing, ...inside];
};

const read = (text: string): unknown => {
  const source = readText(sourceText("x.yaml", text));
  return isLeft(source) ? null : source.right.documents[0]?.value;
};

const scenarioOf = (name: string): unknown => read(readFileSync(`${FOLDER}${name}/scenario.yaml`, "utf8"));

describe("the schema of scenarios", () => {
  test.each(NAMES)("%s fits it", (name) => {
    expect(faults(SCHEMA, scenarioOf(name))).toEqual([]);
  });

  test("names what does not fit", () => {
    const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: x }
spec:
  clock: { stop: {} }
  cluster: { nodes: [{ name: a, count: -1 }] }
  behaviours: []
  timeline: [{ at: 1m, scale: { target: deployment/web, replicaz: 3 } }]
  sweep: { matrix: { nodes: 3 } }
`;
    expect(faults(SCHEMA, read(text))).toEqual([
      ".spec.clock.stop.after",
      ".spec.cluster.nodes[0].count",
      ".spec.behaviours",
      ".spec.timeline[0].scale.replicas",
      ".spec.timeline[0].scale.replicaz",
      ".spec.sweep.matrix.nodes",
    ]);
  });

  test("says once what stands in several places, and knows every verb", () => {
    expect(Object.keys(DEFINITIONS).length).toBeGreaterThan(10);
    expect(JSON.stringify(SCHEMA).length).toBeLessThan(100_000);
    const verbs = ["apiLatency", "behavior", "setParam", "fail", "load", "addNodes", "removeNodes"];
    const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: x }
spec:
  clock: { stop: { after: 1h } }
  cluster: {}
  timeline: [${verbs.map((verb) => `{ at: 1m, ${verb}: 7 }`).join(", ")}]
`;
    expect(faults(SCHEMA, read(text))).toEqual(verbs.map((verb, ix) => `.spec.timeline[${String(ix)}].${verb}`));
  });
});
