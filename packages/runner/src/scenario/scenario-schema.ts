// The JSON Schema of scenario files, put together from the very shapes they are read with.
import { behaviorSpec } from "../behaviors/behavior-spec.js";
import { INTERVENTIONS } from "../interventions/index.js";
import { workloadEntry } from "../arrivals/workload-shape.js";
import { expectShape } from "./expectation.js";
import { nodeGroup } from "./node-group.js";
import { overrideSchema } from "./overrides.js";
import { parameterSchema } from "./parameter-value.js";
import { clockShape, clusterShape, documentShape, repeatShape, specShape } from "./scenario-shape.js";
import { describeType } from "./schema/schema.js";
import type { JsonSchema } from "./schema/schema.js";
import { withSharedDefinitions } from "./shared-definitions.js";
import { sweepShape } from "./sweep-shape.js";
import { thresholdShape } from "./thresholds.js";
import { timelineTimes } from "./timeline.js";

const propertiesOf = (schema: JsonSchema): JsonSchema => schema["properties"] as JsonSchema;

const listOf = (items: JsonSchema): JsonSchema => ({ type: "array", items });

/** A mapping whose fields are those of `schema`, some of them described in more detail. */
const refined = (schema: JsonSchema, details: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  ...schema,
  properties: { ...propertiesOf(schema), ...details },
});

const timelineEntry = (): JsonSchema =>
  refined(
    describeType(timelineTimes),
    Object.fromEntries(
      INTERVENTIONS.map(({ name, doc, params }) => [name, { ...describeType(params), description: doc }]),
    ),
  );

const thresholds = (): JsonSchema => {
  const one = describeType(thresholdShape);
  return { type: "object", additionalProperties: { anyOf: [one, listOf(one)] } };
};

/** What editors check scenario.yaml against. */
export const scenarioSchema = (): JsonSchema => {
  const cluster = refined(describeType(clusterShape), {
    nodes: listOf(describeType(nodeGroup)),
    overrides: listOf(describeType(overrideSchema)),
  });
  const spec = refined(describeType(specShape), {
    clock: describeType(clockShape),
    params: { type: "object", additionalProperties: describeType(parameterSchema) },
    cluster,
    behaviors: listOf(describeType(behaviorSpec)),
    workload: listOf(describeType(workloadEntry)),
    timeline: listOf(timelineEntry()),
    thresholds: thresholds(),
    checks: listOf({ type: "string" }),
    repeat: describeType(repeatShape),
    sweep: describeType(sweepShape),
    expect: describeType(expectShape),
  });
  return withSharedDefinitions({
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "podsim scenario, podsim.dev/v1alpha1",
    ...refined(describeType(documentShape), { spec }),
  });
};
