import { describe, expect, test } from "vitest";
import { invariant, InvariantViolation } from "./invariant.js";

describe("invariant", () => {
  test.each([true, 1, "x", {}, []])("lets %j pass", (condition) => {
    expect(() => {
      invariant(condition, "unused");
    }).not.toThrow();
  });

  test.each([false, 0, "", null, undefined, Number.NaN])("throws on %j", (condition) => {
    expect(() => {
      invariant(condition, "node over-committed");
    }).toThrow(new InvariantViolation("node over-committed"));
  });

  test("the violation can be told from other errors", () => {
    const violation = new InvariantViolation("queue is empty");
    expect(violation).toBeInstanceOf(Error);
    expect(violation.name).toBe("InvariantViolation");
    expect(String(violation)).toBe("InvariantViolation: queue is empty");
  });

  test("a message function is called only on failure", () => {
    let calls = 0;
    const message = (): string => `built ${++calls}`;
    invariant(true, message);
    expect(calls).toBe(0);
    expect(() => {
      invariant(false, message);
    }).toThrow("built 1");
  });

  test("narrows the type", () => {
    const found: { name: string } | undefined = [{ name: "a" }].find((it) => it.name === "a");
    invariant(found, "it was just put there");
    expect(found.name).toBe("a");
  });
});
