import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aCondition, aContainer, aPod, runningStatus, seconds } from "../../testing/pod-builder.js";
import type { PodOptions } from "../../testing/pod-builder.js";
import type { PodIx } from "../ids.js";
import type { PodState } from "../pod/pod-state.js";
import { compareForScaleDown, scaleDownCandidate, selectVictims } from "./scale-down-ranking.js";
import type { ScaleDownCandidate } from "./scale-down-ranking.js";

const NOW = seconds(100_000);

interface Traits extends PodOptions {
  readonly uid?: string;
  readonly cost?: string;
  /** Seconds before now. */
  readonly readyFor?: number;
  readonly age?: number;
  readonly restarts?: number;
  readonly crowding?: number;
  readonly ix?: number;
}

const candidate = (traits: Traits): ScaleDownCandidate => {
  const { uid = "u", cost, readyFor, age = 5_000, restarts = 0, crowding = 1, ix = 0, status = {}, ...rest } = traits;
  const conditions =
    readyFor === undefined ? [] : [aCondition("Ready", "True", { lastTransitionUs: NOW - seconds(readyFor) })];
  const pod = aPod({
    createdAtUs: NOW - seconds(age),
    status: {
      phase: "Running",
      conditions,
      containerStatuses: [runningStatus("app", { restartCount: restarts })],
      ...status,
    },
    ...rest,
  });
  const annotations = cost === undefined ? {} : { "controller.kubernetes.io/pod-deletion-cost": cost };
  const identity = {
    ...pod.identity,
    ix: ix as PodIx,
    uid,
    template: { ...pod.identity.template, metadata: { labels: {}, annotations } },
  };
  return scaleDownCandidate({ ...pod, identity } satisfies PodState, crowding);
};

/** Which of the two goes first. */
const first = (a: Traits, b: Traits): "a" | "b" | "neither" => {
  const order = compareForScaleDown(candidate(a), candidate(b), NOW);
  const back = compareForScaleDown(candidate(b), candidate(a), NOW);
  expect(Math.sign(order) + Math.sign(back)).toBe(0);
  return order < 0 ? "a" : order > 0 ? "b" : "neither";
};

const pending = { status: { phase: "Pending" as const } };

describe("controllers 2.4, one step at a time, each against all that come after it", () => {
  test.each<[string, Traits, Traits]>([
    ["1 unassigned before assigned", { node: null, ...pending, cost: "9" }, { ...pending, cost: "-9" }],
    ["2 Pending before Running", { ...pending, cost: "9" }, { cost: "-9" }],
    ["2 Pending before Unknown", { ...pending, cost: "9" }, { status: { phase: "Unknown" }, cost: "-9" }],
    ["2 Unknown before Running", { status: { phase: "Unknown" }, cost: "9" }, { cost: "-9" }],
    ["3 not Ready before Ready", { cost: "9" }, { readyFor: 1, cost: "-9" }],
    ["4 the lower deletion cost first", { readyFor: 900, cost: "1" }, { readyFor: 1, cost: "2", crowding: 9 }],
    ["4 a negative cost before none", { readyFor: 900, cost: "-1" }, { readyFor: 1, crowding: 9 }],
    ["4 the largest cost is an int32", { readyFor: 900 }, { readyFor: 1, cost: "2147483647", crowding: 9 }],
    ["5 doubled-up pods first", { readyFor: 900, crowding: 3 }, { readyFor: 1, crowding: 2 }],
    ["6 ready for 1 s before ready for 900 s", { readyFor: 1 }, { readyFor: 900, restarts: 9, uid: "0" }],
    [
      "6 within one power of two the smaller UID",
      { readyFor: 900, uid: "a" },
      { readyFor: 1_000, uid: "b", restarts: 9 },
    ],
    ["6 even if it is the older one", { readyFor: 1_000, uid: "a" }, { readyFor: 900, uid: "b" }],
    ["7 equally long ready: more restarts first", { readyFor: 9, restarts: 2 }, { readyFor: 9, restarts: 1, age: 1 }],
    ["7 not ready: more restarts first", { restarts: 2 }, { restarts: 1, age: 1 }],
    ["8 the younger first", { age: 1 }, { age: 900, uid: "0" }],
    ["8 within one power of two the smaller UID", { age: 1_000, uid: "a" }, { age: 900, uid: "b" }],
    ["nothing else tells them apart: the smaller UID", { uid: "a", ix: 2 }, { uid: "b", ix: 1 }],
  ])("%s", (_, a, b) => {
    expect(first(a, b)).toBe("a");
  });

  test.each(["1.5", "+1", "01", "-0", " 1", "x", "", "2147483648", "-2147483649"])(
    "4: a malformed cost (%j) counts as 0",
    (cost) => {
      expect(candidate({ cost }).deletionCost).toBe(0);
    },
  );

  test("4: the smallest cost is an int32", () => {
    expect(candidate({ cost: "-2147483648" }).deletionCost).toBe(-(2 ** 31));
  });

  test("6: orders of magnitude are powers of two of nanoseconds", () => {
    // 2^33 ns is 8.59 s, 2^34 ns is 17.18 s.
    expect(first({ readyFor: 9, uid: "b" }, { readyFor: 17, uid: "a" })).toBe("b");
    expect(first({ readyFor: 9, uid: "b" }, { readyFor: 18, uid: "a" })).toBe("a");
    expect(first({ readyFor: 8, uid: "b" }, { readyFor: 9, uid: "a" })).toBe("a");
  });

  test("6: what became ready this very second counts as younger than anything", () => {
    expect(first({ readyFor: 0, uid: "b" }, { readyFor: 1, uid: "a" })).toBe("a");
  });

  test("7: of init containers only those that run on count", () => {
    const init = (sidecar: boolean): Traits => ({
      initContainers: [aContainer({ name: "i", sidecar })],
      status: { initContainerStatuses: [runningStatus("i", { restartCount: 5 })] },
    });
    expect(candidate(init(true)).restartCount).toBe(5);
    expect(candidate(init(false)).restartCount).toBe(0);
  });
});

describe("selecting victims", () => {
  const arbitrary = fc.record({
    uid: fc.constantFrom("a", "b", "c", "d"),
    crowding: fc.integer({ min: 1, max: 3 }),
    age: fc.integer({ min: 1, max: 9 }),
    cost: fc.constantFrom("0", "1"),
  });

  test("few are found without sorting, and are those a sort would find", () => {
    fc.assert(
      fc.property(fc.array(arbitrary, { minLength: 1, maxLength: 40 }), fc.nat(40), (traits, count) => {
        const all = traits.map((each, ix) => candidate({ ...each, uid: `${each.uid}${ix}`, ix }));
        const sorted = all.toSorted((a, b) => compareForScaleDown(a, b, NOW));
        const found = selectVictims(all, count, NOW);
        if (count >= all.length) expect(found).toBe(all);
        else
          expect(found.map(({ pod }) => pod.identity.ix)).toEqual(
            sorted.slice(0, count).map(({ pod }) => pod.identity.ix),
          );
      }),
    );
  });
});
