import { describe, expect, test } from "vitest";
import type { Taint, Toleration } from "./meta.js";
import { findUntoleratedTaint, tolerates, toleratesTaint } from "./tolerations.js";

const toleration = (changes: Partial<Toleration>): Toleration => ({
  key: "",
  operator: "Equal",
  value: "",
  effect: "",
  ...changes,
});
const taint = (key: string, value: string, effect: Taint["effect"]): Taint => ({ key, value, effect });
const gpu = taint("gpu", "yes", "NoSchedule");

describe("tolerates", () => {
  test.each<[Partial<Toleration>, boolean]>([
    [{ key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule" }, true],
    [{ key: "gpu", operator: "Equal", value: "no", effect: "NoSchedule" }, false],
    [{ key: "gpu", operator: "Equal", value: "", effect: "NoSchedule" }, false],
    [{ key: "gpu", operator: "Equal", value: "yes", effect: "NoExecute" }, false],
    [{ key: "gpu", operator: "Equal", value: "yes", effect: "" }, true],
    [{ key: "cpu", operator: "Equal", value: "yes", effect: "NoSchedule" }, false],
    [{ key: "gpu", operator: "Exists", effect: "NoSchedule" }, true],
    [{ key: "gpu", operator: "Exists", effect: "PreferNoSchedule" }, false],
    [{ key: "gpu", operator: "Exists" }, true],
    [{ key: "cpu", operator: "Exists" }, false],
    [{ key: "", operator: "Exists" }, true],
    [{ key: "", operator: "Exists", effect: "NoSchedule" }, true],
    [{ key: "", operator: "Exists", effect: "NoExecute" }, false],
    // Validation asks for Exists with an empty key; the rule itself compares values.
    [{ key: "", operator: "Equal", value: "yes" }, true],
    [{ key: "", operator: "Equal", value: "" }, false],
  ])("scheduler 7.1: %j covers gpu=yes:NoSchedule: %j", (changes, expected) => {
    expect(tolerates(toleration(changes), gpu)).toBe(expected);
  });

  test("scheduler 7.1: no operator means Equal", () => {
    const operator = "" as Toleration["operator"];
    expect(tolerates(toleration({ key: "gpu", operator, value: "yes" }), gpu)).toBe(true);
    expect(tolerates(toleration({ key: "gpu", operator, value: "no" }), gpu)).toBe(false);
  });

  test.each(["Lt", "Gt", "exists"])("scheduler 7.2: operator %s covers nothing", (name) => {
    const operator = name as Toleration["operator"];
    expect(tolerates(toleration({ key: "gpu", operator, value: "yes" }), gpu)).toBe(false);
  });
});

describe("toleratesTaint", () => {
  test("any toleration suffices, none do nothing", () => {
    const others = [toleration({ key: "a", operator: "Exists" }), toleration({ key: "b", operator: "Exists" })];
    expect(toleratesTaint([], gpu)).toBe(false);
    expect(toleratesTaint(others, gpu)).toBe(false);
    expect(toleratesTaint([...others, toleration({ key: "gpu", operator: "Exists" })], gpu)).toBe(true);
  });
});

describe("findUntoleratedTaint", () => {
  const soft = taint("soft", "", "PreferNoSchedule");
  const dead = taint("dead", "", "NoExecute");

  test("is the first one not covered, in the node's order", () => {
    const covers = [toleration({ key: "gpu", operator: "Exists" })];
    expect(findUntoleratedTaint([], [])).toBeNull();
    expect(findUntoleratedTaint([gpu, soft, dead], [])).toBe(gpu);
    expect(findUntoleratedTaint([gpu, soft, dead], covers)).toBe(soft);
    expect(findUntoleratedTaint([gpu], covers)).toBeNull();
  });

  test("scheduler 7.3: taints that do not count are passed over", () => {
    const keepsOut = ({ effect }: Taint): boolean => effect !== "PreferNoSchedule";
    expect(findUntoleratedTaint([soft, dead], [], keepsOut)).toBe(dead);
    expect(findUntoleratedTaint([soft], [], keepsOut)).toBeNull();
  });
});
