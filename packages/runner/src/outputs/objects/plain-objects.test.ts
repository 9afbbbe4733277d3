import { budgetApplied, budgetStatusUpdated } from "@podsim/core";
import { expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { kindNamed } from "../kinds/index.js";
import type { JsonObject } from "./kube-object.js";

const { object } = budgetApplied.example;
const { spec, metadata } = object;

const budgetAt = (facts: Chronicle, time: string): Record<string, JsonObject> =>
  (kindNamed("pdb")?.list(facts.viewAt(time))[0]?.toObject() ?? {}) as Record<string, JsonObject>;

const allows = (disruptionsAllowed: number) => ({ ...budgetStatusUpdated.example, disruptionsAllowed });

test("a budget says whether it allows a disruption, and since when", () => {
  const facts = new Chronicle()
    .at("1s")
    .record(budgetApplied, 0, budgetApplied.example)
    .at("10s")
    .record(budgetStatusUpdated, 0, allows(2))
    .at("20s")
    .record(budgetStatusUpdated, 0, allows(1))
    .at("30s")
    .record(budgetStatusUpdated, 0, allows(0));
  const conditions = (time: string): unknown => budgetAt(facts, time)["status"]?.["conditions"];
  const condition = { type: "DisruptionAllowed", message: "", observedGeneration: 1 };
  const insufficient = { ...condition, status: "False", reason: "InsufficientPods" };
  expect(conditions("5s")).toEqual([{ ...insufficient, lastTransitionTime: "2026-01-01T00:00:01Z" }]);
  expect(conditions("25s")).toEqual([
    { ...condition, status: "True", reason: "SufficientPods", lastTransitionTime: "2026-01-01T00:00:10Z" },
  ]);
  expect(conditions("35s")).toEqual([{ ...insufficient, lastTransitionTime: "2026-01-01T00:00:30Z" }]);
});

test("another spec is another generation of a budget, other labels are not", () => {
  const facts = new Chronicle()
    .record(budgetApplied, 0, budgetApplied.example)
    .at("1s")
    .record(budgetApplied, 0, { budgetIx: 0, object: { ...object, metadata: { ...metadata, labels: { a: "b" } } } })
    .at("2s")
    .record(budgetApplied, 0, { budgetIx: 0, object: { ...object, spec: { ...spec, minAvailable: 1 } } });
  const generations = ["0s", "1s", "2s"].map((time) => {
    const { metadata: meta, status } = budgetAt(facts, time);
    return [meta?.["generation"], status?.["observedGeneration"]];
  });
  expect(generations).toEqual([
    [1, 1],
    [1, 1],
    [2, 2],
  ]);
});
