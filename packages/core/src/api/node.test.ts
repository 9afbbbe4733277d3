import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, ignoredOf, refusalsOf } from "./sample-manifests.js";

const node = (more: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}): unknown => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "node-1", ...metadata },
  ...more,
});

test("a bare node", () => {
  expect(decodedOf(node())).toEqual({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "node-1", namespace: "", labels: {}, annotations: {} },
    spec: { unschedulable: false, taints: [] },
    status: { capacity: {}, allocatable: {}, images: [] },
  });
});

test("scheduler 5.12: allocatable is capacity where it is not given", () => {
  const capacity = { cpu: 4, memory: "16384Mi", pods: 110 };
  expect(decodedOf(node({ status: { capacity } }))).toMatchObject({
    status: {
      capacity: { cpu: "4", memory: "16Gi", pods: "110" },
      allocatable: { cpu: "4", memory: "16Gi", pods: "110" },
    },
  });
  const allocatable = { cpu: "3900m" };
  expect(decodedOf(node({ status: { capacity, allocatable } }))).toHaveProperty("status.allocatable", allocatable);
});

test("a namespace on what has none is dropped, as a server does", () => {
  expect(decodedOf(node({}, { namespace: "shop" }))).toMatchObject({ metadata: { namespace: "" } });
});

describe("a dump's conditions", () => {
  const withConditions = (...conditions: readonly object[]): unknown => node({ status: { conditions } });

  test("say nothing new about a healthy node", () => {
    const healthy = [
      { type: "MemoryPressure", status: "False" },
      { type: "Ready", status: "True" },
    ];
    expect(ignoredOf(withConditions(...healthy))).toEqual([]);
    expect(decodedOf(withConditions(...healthy))).toMatchObject({ status: { conditions: healthy } });
  });

  test.each([
    ["Ready", "Unknown"],
    ["DiskPressure", "True"],
  ])("W501: %s %s is lost", (type, status) => {
    expect(ignoredOf(withConditions({ type, status }))).toEqual(["W501 status.conditions"]);
  });
});

describe("rules", () => {
  test("taints: keys and values of labels, an effect, each pair once", () => {
    const taints = [{ key: "a b", value: "c d", effect: "NoSchedule" }, { key: "x" }, { key: "y", effect: "no" }];
    expect(refusalsOf(node({ spec: { taints } })).map((line) => line.split(" | ")[1])).toEqual([
      "spec.taints[1].effect: Required value",
      'spec.taints[2].effect: Unsupported value: "no"',
      'spec.taints[0].key: Invalid value: "a b"',
      'spec.taints[0].value: Invalid value: "c d"',
    ]);
    const twice = ["1", "2"].map((value) => ({ key: "a", value, effect: "NoSchedule" }));
    expect(refusalsOf(node({ spec: { taints: twice } }))).toEqual([
      'E305 spec.taints[1] | spec.taints[1]: Duplicate value: "a:NoSchedule" | ' +
        "a real API server rejects this Node: taints must be unique by key and effect pair",
    ]);
  });

  test("amounts: not negative, counted ones whole, each said once", () => {
    expect(decodeObject(node({ status: { capacity: { cpu: "-1", pods: "1.5" } } })).problems).toMatchObject([
      { path: ["status", "capacity", "cpu"], why: expect.stringContaining("greater than or equal to 0") as string },
      { path: ["status", "capacity", "pods"], why: expect.stringContaining("must be an integer") as string },
    ]);
    expect(
      decodeObject(node({ status: { capacity: { cpu: "1" }, allocatable: { cpu: "-1" } } })).problems,
    ).toMatchObject([{ path: ["status", "allocatable", "cpu"] }]);
  });
});
