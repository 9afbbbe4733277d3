import { describe, expect, test } from "vitest";
import { fitErrorText } from "./fit-error.js";
import { unresolvable, unschedulable } from "./verdict.js";

const rejected = (count: number, ...reasons: readonly string[]) => ({ ...unschedulable(...reasons), count });

describe("scheduler 3.50-3.54: the text of a pod that fits nowhere", () => {
  const text = (nodeCount: number, ...groups: readonly ReturnType<typeof rejected>[]): string =>
    fitErrorText({ nodeCount, preFilterMessage: "", rejected: groups, postFilterMessage: "" });

  test("two reasons on one node count each", () => {
    expect(text(2, rejected(1, "Insufficient cpu", "Insufficient memory"), rejected(1, "Insufficient cpu"))).toBe(
      "0/2 nodes are available: 1 Insufficient memory, 2 Insufficient cpu.",
    );
  });

  test("13.21: reasons are sorted as texts, number included", () => {
    const tainted = "node(s) had untolerated taint {dedicated: gpu}";
    expect(text(15, rejected(3, "node(s) were unschedulable"), rejected(12, tainted))).toBe(
      `0/15 nodes are available: 12 ${tainted}, 3 node(s) were unschedulable.`,
    );
  });

  test("what postFilter says comes last, also after a preFilter that looked at no node", () => {
    const message = { nodeCount: 5, preFilterMessage: "pod affinity terms conflict", postFilterMessage: "not found" };
    expect(fitErrorText({ ...message, rejected: [{ ...unresolvable("unheard"), count: 5 }] })).toBe(
      "0/5 nodes are available: pod affinity terms conflict. not found",
    );
  });

  test("without any reason there is no sentence", () => {
    expect(text(3, rejected(3))).toBe("0/3 nodes are available:");
  });
});
