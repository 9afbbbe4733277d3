import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { Container, RestartPolicy } from "../api/pod.js";
import { restartsAfter, restartsWhenKilled } from "./restart-policy.js";

const spec = (restartPolicy: RestartPolicy) => aSpec({ restartPolicy });
const rule = (operator: "In" | "NotIn", ...values: readonly number[]) =>
  ({ action: "Restart", exitCodes: { operator, values } }) as const;
const own = (restartPolicy: RestartPolicy, ...rules: NonNullable<Container["restartPolicyRules"]>): Container =>
  aContainer({ restartPolicy, ...(rules.length === 0 ? {} : { restartPolicyRules: rules }) });

describe("kubelet 3.24: a container is started again", () => {
  test.each([
    ["by its pod's policy where it has none", aContainer(), "Never", [], "OnFailure", [1]],
    ["by its own policy rather than its pod's", own("Never"), "Always", [], "OnFailure", []],
    ["under Always whatever its exit code", own("Always"), "Never", [0, 1], "OnFailure", [0, 1]],
    ["under OnFailure unless it exited 0", own("OnFailure"), "Never", [1], "Always", [1]],
    ["by a rule that names its exit code", own("Never", rule("In", 1)), "Never", [1], "Never", [1]],
    [
      "by the first rule that fits, of several",
      own("Never", rule("In", 7), rule("NotIn", 7, 1)),
      "Never",
      [0],
      "Never",
      [0],
    ],
  ] as const)("%s", (_, container, one, afterOne, other, afterOther) => {
    const codes = [0, 1];
    expect(codes.filter((code) => restartsAfter(container, spec(one), code))).toEqual(afterOne);
    expect(codes.filter((code) => restartsAfter(container, spec(other), code))).toEqual(afterOther);
  });

  test("kubelet 3.6, 3.24: killed for a probe, by its own policy alone: rules speak of exit codes", () => {
    expect(restartsWhenKilled(own("Never", rule("NotIn", 0)), spec("Always"))).toBe(false);
    expect(restartsWhenKilled(own("OnFailure"), spec("Never"))).toBe(true);
    expect(restartsWhenKilled(aContainer(), spec("Never"))).toBe(false);
  });
});
