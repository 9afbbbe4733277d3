import { describe, expect, test } from "vitest";
import { SYSTEM_PRIORITY_CLASSES } from "./priority-class.js";
import { decodedOf, refusalsOf } from "./sample-manifests.js";

const priorityClass = (name: string, more: Record<string, unknown>): unknown => ({
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name },
  ...more,
});

test("defaults", () => {
  expect(decodedOf(priorityClass("high", { value: 1000, description: "for the shop" }))).toEqual({
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "high", namespace: "", labels: {}, annotations: {} },
    value: 1000,
    globalDefault: false,
    preemptionPolicy: "PreemptLowerPriority",
    description: "for the shop",
  });
});

describe("controllers 6.8: values", () => {
  test("are at most 1e9 for users", () => {
    expect(refusalsOf(priorityClass("high", { value: 1_000_000_000 }))).toEqual([]);
    expect(refusalsOf(priorityClass("high", { value: 1_000_000_001 }))).toEqual([
      "E306 value | value: Forbidden | a real API server rejects this PriorityClass: " +
        "maximum allowed value of a user defined priority is 1000000000",
    ]);
  });

  test.each([
    ["system-mine", { value: 1 }, "system-mine is not a known system priority class"],
    ["system-node-critical", { value: 1 }, "value of system-node-critical PriorityClass must be 2000001000"],
    [
      "system-cluster-critical",
      { value: 2_000_000_000, globalDefault: true },
      "globalDefault of system-cluster-critical PriorityClass must be false",
    ],
  ])("%s %j", (name, more, words) => {
    expect(refusalsOf(priorityClass(name, more))).toEqual([
      "E306 metadata.name | metadata.name: Forbidden | a real API server rejects this PriorityClass: " +
        `priority class names with 'system-' prefix are reserved for system use only. error: ${words}`,
    ]);
  });

  test("the system's own are right", () => {
    for (const each of SYSTEM_PRIORITY_CLASSES) expect(decodedOf(each)).toEqual(each);
  });
});
