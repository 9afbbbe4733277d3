import { expect, test } from "vitest";
import { EVENTS } from "../events.js";
import { INVARIANTS } from "./index.js";

test("there are at least thirty laws, each with an id and a sentence of its own", () => {
  expect(INVARIANTS.length).toBeGreaterThanOrEqual(30);
  expect(new Set(INVARIANTS.map(({ id }) => id)).size).toBe(INVARIANTS.length);
  expect(new Set(INVARIANTS.map(({ title }) => title)).size).toBe(INVARIANTS.length);
});

test.each(INVARIANTS.map((invariant) => [invariant.id, invariant] as const))("%s", (id, { title, page, hears }) => {
  expect(id).toMatch(/^[a-z]+\.[a-z][A-Za-z]+$/);
  expect(title).not.toMatch(/\.$/);
  if (page !== "") expect(page).toMatch(/^https:\/\/kubernetes\.io\/docs\//);
  const types = EVENTS.map(({ type }) => type);
  for (const type of hears ?? []) expect(types).toContain(type);
});
