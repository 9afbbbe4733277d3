import { expect, test } from "vitest";
import type { EventDefinition } from "../event.js";
import type { Envelope } from "../event.js";
import { DEFAULT_BACK_OFF_LIMITS } from "../kubelet/back-off.js";
import { DEFAULT_PROFILE } from "../profile.js";
import { SECOND } from "../time.js";
import { invariantBuilders } from "./builders.js";
import type { ClusterView } from "./cluster-view.js";
import { violated } from "./invariant.js";
import type { Invariant } from "./invariant.js";
import { Judge } from "./judge.js";
import type { Findings } from "./judge.js";

const noted: EventDefinition<"Noted", { readonly n: number }> = {
  type: "Noted",
  entity: "cluster",
  revision: 1,
  fields: { n: "int" },
  evolve: (state) => state,
  example: { n: 0 },
};

/** A cluster that is nothing but the number of the last fact. */
interface Counter extends ClusterView {
  n: number;
}

const { always, step, never, eventually } = invariantBuilders<number, number>({
  view: (cluster) => (cluster as Counter).n,
  happening: ({ data }) => (data as { readonly n: number }).n,
  subject: ({ data }) => `counter/${String((data as { readonly n: number }).n)}`,
});

/** Facts with these numbers, one a second from second 0 on; the history ends at `end` s. */
const judged = (law: Invariant, numbers: readonly number[], end = numbers.length): Findings => {
  const cluster = { n: -1 } as Counter;
  const judge = new Judge([law], cluster, { profile: DEFAULT_PROFILE, backOff: DEFAULT_BACK_OFF_LIMITS });
  numbers.forEach((n, seq) => {
    cluster.n = n;
    const fact: Envelope = { seq, at: seq * SECOND, subject: 0, causedBy: -1, definition: noted as never, data: { n } };
    judge.see(fact, undefined);
  });
  judge.end(end * SECOND);
  return judge.findings;
};

const seqs = (findings: Findings): readonly number[] => findings.breaches.map(({ seq }) => seq);

test("always judges every state, and keeps the first that is wrong", () => {
  const small = always("n.small", "n stays below 3", (n) => n < 3 || violated(`n is ${String(n)}`, "counter/n"));
  expect(seqs(judged(small, [0, 1, 2]))).toEqual([]);
  const { breaches } = judged(small, [0, 5, 1, 7]);
  expect(breaches).toHaveLength(1);
  expect(breaches[0]).toMatchObject({
    seq: 1,
    atUs: SECOND,
    violation: { message: "n is 5", witnesses: ["counter/n"] },
  });
});

test("step sees what happened", () => {
  const law = step("n.even", "odd numbers do not happen", (_before, n) => n % 2 === 0 || violated("odd", "counter/n"));
  expect(seqs(judged(law, [0, 2, 3]))).toEqual([2]);
});

test("never names those who do it", () => {
  const law = never("n.seven", "nobody is 7", (n) => (n === 7 ? ["counter/7"] : []));
  expect(judged(law, [1, 7]).breaches[0]?.violation).toEqual({ message: "nobody is 7", witnesses: ["counter/7"] });
});

test("eventually starts its clock when it does not hold, and stops it when it does", () => {
  const options = { within: 2 * SECOND, after: (n: number) => n === 9 };
  const law = eventually("n.back", "0 comes back within 2 s after 9", options, (n) => n === 0);
  expect(seqs(judged(law, [0, 9, 1, 0, 5, 5, 5, 5]))).toEqual([]);
  // Due at second 3; the fact at second 4 comes too late.
  expect(seqs(judged(law, [0, 9, 1, 1, 0]))).toEqual([4]);
  expect(judged(law, [0, 9, 1, 1, 0]).breaches[0]?.violation.witnesses).toEqual(["counter/9"]);
  // Nothing happens any more: the end of the history tells.
  expect(seqs(judged(law, [0, 9], 3))).toEqual([]);
  expect(seqs(judged(law, [0, 9], 4))).toEqual([2]);
});

test("what did not come true in time is broken when the time has run out, not when something happens next", () => {
  const options = { within: 2 * SECOND, after: (n: number) => n === 9 };
  const law = eventually("n.back", "0 comes back within 2 s after 9", options, (n) => n === 0);
  const seen = ({ breaches }: Findings): unknown => breaches.map(({ atUs, seq }) => ({ atUs, seq }));
  expect(seen(judged(law, [0, 9, 1, 1, 1, 1]))).toEqual([{ atUs: 3 * SECOND, seq: 4 }]);
  expect(seen(judged(law, [0, 9], 100))).toEqual([{ atUs: 3 * SECOND, seq: 2 }]);
});

test("eventually without a starting fact is about the start of the history, once", () => {
  const law = eventually("n.up", "1 is reached within 1 s", { within: SECOND }, (n) => n === 1);
  expect(seqs(judged(law, [0, 1, 5, 5, 5]))).toEqual([]);
  expect(seqs(judged(law, [0, 5, 5, 1]))).toEqual([2]);
});

test("a law that throws, or answers neither yes nor violated(), failed and found nothing", () => {
  const throws = always("n.throws", "it throws", () => {
    throw new TypeError("n is not a pod");
  });
  const mute = always("n.mute", "it says nothing", (() => undefined) as never);
  expect(judged(throws, [1])).toMatchObject({
    breaches: [],
    failures: [{ seq: 0, message: /^it threw TypeError: n is not a pod \(builders\.test\.ts:\d+:\d+\)$/ }],
  });
  expect(judged(mute, [1])).toMatchObject({ breaches: [], failures: [{ message: /undefined/ }] });
});

test("a violation without witnesses, and a promise, are told to be none", () => {
  const alone = always("n.alone", "it names nobody", () => violated("alone", undefined as never));
  const object = always("n.object", "it names an object", () => violated("x", [{ metadata: {} }] as never));
  const late = always("n.late", "it answers later", (() => Promise.resolve(true)) as never);
  for (const law of [alone, object]) {
    expect(judged(law, [1])).toMatchObject({
      breaches: [],
      failures: [{ message: /^violated\(\) was given no witnesses/ }],
    });
  }
  expect(judged(late, [1]).failures[0]?.message).toBe("it answered a promise: a law is no async function");
});
