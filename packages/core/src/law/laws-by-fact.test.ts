import { expect, test } from "vitest";
import type { Invariant } from "./invariant.js";
import { lawsByFact } from "./laws-by-fact.js";

const law = (id: string, hears?: readonly string[]): Invariant => ({
  id,
  title: id,
  page: "",
  ...(hears === undefined ? {} : { hears }),
  observe: () => ({ see: () => true }),
});

test("a law is judged after the facts it names, one that names none after all, in the order of the list", () => {
  const laws = [law("bound", ["PodBound"]), law("all"), law("both", ["PodBound", "PodRemoved"]), law("none", [])];
  const byFact = lawsByFact(laws);
  expect(byFact.hearing("PodBound")).toEqual([0, 1, 2]);
  expect(byFact.hearing("PodRemoved")).toEqual([1, 2]);
  expect(byFact.hearing("NodeAdded")).toEqual([1]);
});

test("what was worked out for one list is kept for it, and for no other one", () => {
  const [bound, all] = [law("bound", ["PodBound"]), law("all")];
  const laws = [bound, all];
  const first = lawsByFact(laws).hearing("PodBound");
  expect(lawsByFact(laws).hearing("PodBound")).toBe(first);
  expect(lawsByFact([all, bound, all]).hearing("PodRemoved")).toEqual([0, 2]);
  expect(lawsByFact([all]).hearing("PodBound")).toEqual([0]);
});
