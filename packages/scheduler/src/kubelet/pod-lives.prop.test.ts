import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LAST_DISTURBANCE, nodeLife, nodeOf } from "../../testing/pod-lives.js";
import { liveLawfully } from "../../testing/live-lawfully.js";

const PODS = 4;
const WORLDS = 60;
const HORIZON = LAST_DISTURBANCE + 90;

describe("any life of a pod", () => {
  test("kubelet 1-8: breaks none of the laws", () => {
    fc.assert(
      fc.property(nodeLife(PODS), (life) => {
        liveLawfully(life, HORIZON);
      }),
      { numRuns: WORLDS },
    );
  });

  test("is the same for the same seed", () => {
    fc.assert(
      fc.property(nodeLife(4), (life) => {
        const digest = (): string => nodeOf(life).run(100).log.digest();
        expect(digest()).toBe(digest());
      }),
      { numRuns: 10 },
    );
  });
});
