// Laws judged while a case is played, held against their slow twin: its log folded again afterwards.
import { INVARIANTS, violated } from "@podsim/core";
import type { Invariant } from "@podsim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ContentDigest } from "../store/content-digest.js";
import { scenario } from "./arbitraries/scenarios.js";
import { judgePlayed } from "./judge-played.js";
import { RUN_INVARIANTS } from "./run-invariants.js";
import { playCase } from "./simulate-case.js";

/** Broken by every history, at its end: by a fingerprint of all that a law is shown. */
const shown: Invariant = {
  id: "test.shown",
  title: "nothing is shown",
  page: "",
  observe: () => {
    const digest = new ContentDigest();
    return {
      see: ({ definition, subject, data, at }, before, after) => {
        const states = [before, after].map(({ nowUs, pods, cluster }) => ({ nowUs, pod: pods.at(subject), cluster }));
        digest.add({ type: definition.type, data, at, states });
        return true;
      },
      end: () => violated(digest.hex(), []),
    };
  },
};

/** Broken by the third pod that is bound. */
const few: Invariant = {
  id: "test.few",
  title: "at most two pods are bound",
  page: "",
  hears: ["PodBound"],
  observe: () => {
    let count = 0;
    return { see: () => (count += 1) <= 2 || violated("a third pod", []) };
  },
};

/** Cannot be judged once a pod fails to be scheduled. */
const faulty: Invariant = {
  id: "test.faulty",
  title: "no pod fails to be scheduled",
  page: "",
  hears: ["PodSchedulingFailed"],
  observe: () => ({
    see: () => {
      throw new Error("a law that is wrong itself");
    },
  }),
};

const laws = [...INVARIANTS, shown, few, faulty, ...RUN_INVARIANTS];

test("judged while a case is played, laws find what they find in its log", () => {
  let breaches = 0;
  let failures = 0;
  fc.assert(
    fc.property(scenario(), (given) => {
      const played = playCase(given, laws);
      const found = judgePlayed(played, laws);
      // Another list of the same laws is judged by the log.
      expect(found).toEqual(judgePlayed(played, [...laws]));
      breaches += found.breaches.length;
      failures += found.failures.length;
    }),
    { numRuns: 25, seed: 11 },
  );
  expect(breaches).toBeGreaterThan(25);
  expect(failures).toBeGreaterThan(0);
});

test("once every law has been found broken the rest is played all the same", () => {
  fc.assert(
    fc.property(scenario(), (given) => {
      const whole = playCase(given);
      expect(playCase(given, [few]).cluster.log.digest()).toBe(whole.cluster.log.digest());
    }),
    { numRuns: 20, seed: 12 },
  );
});
