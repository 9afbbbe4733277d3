// The contract every event definition keeps; one call per definition in a test file.
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { expect } from "vitest";
import type { EventDefinition } from "../src/event.js";
import { eventCodec } from "../src/event-codec.js";
import { KUBERNETES_VERSIONS, profileOf } from "../src/profile.js";
import { SECOND } from "../src/time.js";

const EVENT_REASON = /^[A-Z][A-Za-z-]*$/;

/**
 * @param before a state of the entity that the event can happen to
 * @throws an assertion error naming the rule that is broken
 */
export const keepsEventContract = (definition: EventDefinition, before: unknown): void => {
  const codec = eventCodec(definition);
  const { example, type } = definition;
  expect(type, "past tense, entity first, PascalCase").toMatch(/^[A-Z][A-Za-z]+$/);
  expect(Number.isInteger(definition.revision) && definition.revision >= 1, "a revision from 1").toBe(true);
  expect(isRight(codec.decode(JSON.parse(JSON.stringify(example)))), "the example decodes").toBe(true);
  expect(isLeft(codec.decode({ ...example, surprise: 1 })), "an unknown field is refused").toBe(true);
  for (const field of Object.keys(example)) {
    const without = Object.fromEntries(Object.entries(example).filter(([key]) => key !== field));
    expect(isLeft(codec.decode(without)), `without ${field} it is refused`).toBe(true);
  }
  const text = JSON.stringify(before);
  const at = 42 * SECOND;
  const after = definition.evolve(before, example, at);
  expect(JSON.stringify(before), "evolve leaves the state before alone").toBe(text);
  expect(definition.evolve(before, example, at), "evolve gives the same again").toEqual(after);
  const announced = KUBERNETES_VERSIONS.flatMap(
    (version) => definition.announce?.(after, example, at, profileOf(version)) ?? [],
  );
  for (const told of announced) {
    expect(told.reason, "a reason in UpperCamelCase").toMatch(EVENT_REASON);
    expect(told.message.length, "a message").toBeGreaterThan(0);
    expect(told.object.name.length, "an object").toBeGreaterThan(0);
    expect(told.from.length, "a reporting component").toBeGreaterThan(0);
  }
};
