// Random registries and random facts for them, for properties of anything that holds a log.
import * as fc from "fast-check";
import { fieldKinds } from "../src/event-codec.js";
import type { EventDefinition, FieldKind } from "../src/event.js";
import type { EventRecorder } from "../src/log/event-log.js";

/** What one append is given. */
export interface Fact {
  readonly at: number;
  readonly definition: EventDefinition;
  readonly subject: number;
  readonly causedBy: number;
  readonly data: object;
}

/** A registry and facts that may be recorded under it, in order. */
export interface Recording {
  readonly registry: readonly EventDefinition[];
  readonly facts: readonly Fact[];
}

/** A definition with these fields whose state is nothing. */
export const definitionOf = (
  type: string,
  fields: Readonly<Record<string, FieldKind>>,
  revision = 1,
): EventDefinition => ({
  type,
  entity: "pod",
  revision,
  fields,
  evolve: (state) => state,
  example: {},
});

/** Appends all facts, in order. */
export const recordAll = <Log extends EventRecorder>(log: Log, facts: readonly Fact[]): Log => {
  for (const { at, definition, subject, causedBy, data } of facts) log.append(at, definition, subject, causedBy, data);
  return log;
};

const text = fc.oneof(
  fc.constantFrom("", "app", "sidecar", "\0", "é€𝄞", "\ud800", "a\udc00", "\ud800\ud800", "__proto__"),
  fc.string({ unit: "binary", maxLength: 12 }),
);

const int = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  fc.integer({ min: 0, max: 300 }),
  fc.maxSafeInteger(),
);

// The same objects again and again beside new ones: what is shared by reference, and what is only equal.
const SHARED = [{ cpu: "100m", labels: { app: "web" } }, [], [1, [2, null]]];
const json = fc.oneof(fc.constantFrom(...SHARED), fc.jsonValue({ maxDepth: 3, noUnicodeString: false }));

const simpleKind = fc.constantFrom("int", "boolean", "string", "json", "int?", "boolean?", "string?", "json?");
const closedList = fc
  .uniqueArray(fc.constantFrom("Running", "Waiting", "Succeeded", "", "ß"), { minLength: 1 })
  .map((choices) => ({ oneOf: choices }));

/** Any kind a field can have. */
const arbitraryFieldKind: fc.Arbitrary<FieldKind> = fc.oneof({ weight: 6, arbitrary: simpleKind }, closedList);

/** A value of the kind. */
const arbitraryValue = (kind: FieldKind): fc.Arbitrary<unknown> => {
  switch (kind) {
    case "int":
      return int;
    case "int?":
      return fc.option(int);
    case "boolean":
      return fc.boolean();
    case "boolean?":
      return fc.option(fc.boolean());
    case "string":
      return text;
    case "string?":
      return fc.option(text);
    case "json":
      return json.filter((value) => value !== null);
    case "json?":
      return json;
    default:
      return fc.constantFrom(...kind.oneOf);
  }
};

const fieldName = fc.constantFrom("nodeIx", "reason", "exitCode", "message", "spec", "restart", "é");

const arbitraryDefinition = (type: string): fc.Arbitrary<EventDefinition> =>
  fc
    .tuple(
      fc.dictionary(fieldName, arbitraryFieldKind, { maxKeys: 5, noNullPrototype: true }),
      fc.integer({ min: 1, max: 3 }),
    )
    .map(([fields, revision]) => definitionOf(type, fields, revision));

/** One to five event types with up to five fields each. */
export const arbitraryRegistry: fc.Arbitrary<readonly EventDefinition[]> = fc
  .subarray(["PodBound", "PodDeleted", "NodeAdded", "ContainerExited", "ÄnderungGemacht"], { minLength: 1 })
  .chain((types) => fc.tuple(...types.map(arbitraryDefinition)));

/** Data of the definition. */
export const arbitraryData = (definition: EventDefinition): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(fieldKinds(definition).map(([name, kind]) => [name, arbitraryValue(kind)])), {
    noNullPrototype: true,
  });

// Gaps rather than times: they grow to large times, to pauses and to many facts at one instant.
const gap = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 2 ** 40 }));
const subject = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer());

/** Facts under a registry. */
export const arbitraryFacts = (registry: readonly EventDefinition[], maxLength = 30): fc.Arbitrary<readonly Fact[]> => {
  const fact = fc
    .constantFrom(...registry)
    .chain((definition) => fc.tuple(fc.constant(definition), arbitraryData(definition), gap, subject, fc.nat()));
  return fc.array(fact, { maxLength }).map((drawn) => {
    let at = 0;
    return drawn.map(([definition, data, gapUs, subjectIx, cause], seq) => {
      at += gapUs;
      return { at, definition, subject: subjectIx, causedBy: (cause % (seq + 1)) - 1, data };
    });
  });
};

/** A registry with facts under it. */
export const arbitraryRecording: fc.Arbitrary<Recording> = arbitraryRegistry.chain((registry) =>
  arbitraryFacts(registry).map((facts) => ({ registry, facts })),
);
