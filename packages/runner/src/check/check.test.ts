import { invariantBuilders, violated } from "@podsim/core";
import type { ClusterView, Envelope, Invariant } from "@podsim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scenario } from "./arbitraries/scenarios.js";
import { assertHolds } from "./assert-holds.js";
import { caseOf, caseText } from "./case-file.js";
import type { CaseScenario } from "./case-scenario.js";
import { documentOf } from "./case-scenario.js";
import { check, LawBroken, LawUnusable } from "./check.js";
import { reductionsOf } from "./reductions.js";
import { judgePlayed } from "./judge-played.js";
import { UnusableCase } from "./load-case.js";
import { playCase } from "./simulate-case.js";
import { storyOf, tellCounterexample } from "./tell-counterexample.js";
import { parse } from "yaml";

const { always } = invariantBuilders<ClusterView, Envelope>({
  view: (cluster) => cluster,
  happening: (fact) => fact,
  subject: () => "pod/x",
});

const small = scenario({ nodes: 3, workloads: 2, steps: 3, minutes: 5 });

/** Not a law of Kubernetes: it is broken by every node that takes a second pod. */
const lonely: Invariant = always(
  "pod.isLonely",
  "no two pods are bound to one node",
  ({ pods }) => {
    const seen = new Map<string, string>();
    for (const { binding, identity } of pods.values()) {
      if (binding === null) continue;
      const other = seen.get(binding.nodeName);
      const here = `pod/${identity.namespace}/${identity.name}` as const;
      if (other !== undefined) return violated(`two pods on ${binding.nodeName}`, [other as typeof here, here]);
      seen.set(binding.nodeName, here);
    }
    return true;
  },
  { hears: ["PodBound"] },
);

const fails = (given: CaseScenario, law: Invariant): boolean => {
  try {
    return judgePlayed(playCase(given), [law]).breaches.length > 0;
  } catch (thrown) {
    if (thrown instanceof UnusableCase) return false;
    throw thrown;
  }
};

const search = () => {
  const { counterexample } = check(lonely, small, { numRuns: 50, seed: 3 });
  if (counterexample === null) throw new Error("nothing was found");
  return counterexample;
};

let first: ReturnType<typeof search> | null = null;
const found = (): ReturnType<typeof search> => (first ??= search());

test("what is found is as small as it gets: without any one part the law is kept", () => {
  const { case: smallest, found: how } = found();
  expect(how.isMinimal).toBe(true);
  const reductions = reductionsOf(smallest);
  expect(reductions.length).toBeGreaterThan(3);
  for (const { part, rest } of reductions) expect(fails(rest, lonely), `without ${part}`).toBe(false);
}, 120_000);

test("the story names both witnesses and how they came there, and little else", () => {
  const counterexample = found();
  const story = storyOf(counterexample);
  const told = tellCounterexample(counterexample, { file: "cases/x.yaml" }).join("\n");
  expect(story.filter(({ cells }) => cells[3] === "Scheduled")).toHaveLength(2);
  expect(story.length).toBeLessThanOrEqual(12);
  expect(told).toContain("✗ pod.isLonely   no two pods are bound to one node");
  expect(told).toMatch(/▲ violated here, at .*: two pods on n\d/);
  expect(told.match(/← witness/g)).toHaveLength(2);
  expect(told).toContain("podsim check --case cases/x.yaml");
}, 120_000);

test("a case file is an ordinary scenario that replays to the same digest", () => {
  const { case: smallest, played } = found();
  const text = caseText(smallest, lonely);
  const read = caseOf(parse(text));
  if (read === null) throw new Error("it is no case");
  expect(read).toEqual(smallest);
  expect(playCase(read).cluster.log.digest()).toBe(played.cluster.log.digest());
  expect(documentOf(smallest, lonely.id)).toMatchObject({ spec: { expect: { violates: "pod.isLonely" } } });
}, 120_000);

test("the same options find the same", () => {
  expect(caseText(search().case, lonely)).toBe(caseText(found().case, lonely));
}, 120_000);

test("known cases are judged before anything is made up", () => {
  const { case: known } = found();
  const result = check(lonely, small, { numRuns: 0, cases: [known], minimise: false });
  expect(result.counterexample?.breach.invariant.id).toBe("pod.isLonely");
}, 120_000);

test("assertHolds throws the story, with the case and the law for a file", () => {
  try {
    assertHolds(lonely, small, { numRuns: 50, seed: 3 });
    expect.unreachable();
  } catch (thrown) {
    if (!(thrown instanceof LawBroken)) throw thrown;
    const { case: smallest, breach } = thrown.counterexample;
    expect(caseText(smallest, breach.invariant)).toContain("violates: pod.isLonely");
  }
  expect(() =>
    assertHolds(
      always("x.true", "nothing is wrong", () => true),
      small,
      { numRuns: 5 },
    ),
  ).not.toThrow();
}, 120_000);

test("a law that throws, or has a type error, is told so and breaks nothing", () => {
  const wrong = always("x.wrong", "it reads what is not there", (cluster) => {
    const pod = [...cluster.pods.values()][0] as unknown as { readonly metadata: { readonly name: string } };
    return pod.metadata.name !== "" || violated("it has no name", "pod/x");
  });
  const result = check(wrong, small, { numRuns: 5 });
  expect(result.counterexample).toBeNull();
  expect(result.failure?.message).toMatch(/^it threw TypeError/);
  expect(() => assertHolds(wrong, small, { numRuns: 5 })).toThrow(LawUnusable);
}, 60_000);

test("every scenario that is made up can be played", () => {
  fc.assert(
    fc.property(scenario({ minutes: 1 }), (given) => {
      playCase(given);
    }),
    { numRuns: 60 },
  );
}, 120_000);

const neverKept = always("x.never", "it cannot be kept", () => violated("it is not", []));

const OBJECTS_THAT_ARE_NONE = [
  ["Deploymint/web", { apiVersion: "apps/v1", kind: "Deploymint", metadata: { name: "web" }, spec: {} }],
  ["Deployment/web", { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" }, spec: { replicas: 2 } }],
  ["Pod/Web_1", { apiVersion: "v1", kind: "Pod", metadata: { name: "Web_1" }, spec: { containers: [] } }],
] as const;

test.each(OBJECTS_THAT_ARE_NONE)(
  "objects of one's own that do not load are told before anything is played: %s",
  (name, object) => {
    const made = (): unknown => scenario({ objects: [object] });
    expect(made).toThrow(UnusableCase);
    expect(made).toThrow(`something is wrong with ${name.toLowerCase().replace("web_1", "Web_1")}\n<case>:`);
    expect(made).toThrow(/\n {2}why .*\n {2}fix /);
  },
);

const broken = (name: string): CaseScenario => ({
  name,
  seed: 1,
  kubernetes: "1.34",
  horizonSeconds: 60,
  objects: [],
  behaviors: [],
  steps: [{ gapSeconds: 1, act: { scale: { target: "deployment/web", replicas: 1 } } }],
});

test("a regression that does not load any more is no regression that is kept", () => {
  const [sound] = fc.sample(small, { numRuns: 1, seed: 1 });
  if (sound === undefined) throw new Error("a case is made up");
  const kept = always("x.kept", "it is kept", () => true);
  expect(() => check(kept, small, { numRuns: 1, cases: [sound, broken("old")] })).toThrow(
    /^cases\[1\] does not load\n<case>:\d+:\d+: error E201: no Deployment "web" in namespace "default" at 1s\n/,
  );
});

test("a generated scenario that does not load is told, and counts as nothing", () => {
  expect(() => check(neverKept, fc.constant(broken("mine")), { numRuns: 5 })).toThrow(
    /^a generated scenario does not load\n/,
  );
});

test("every scenario that counts as one that kept the laws was played", () => {
  let played = 0;
  const counts = invariantBuilders<ClusterView, Envelope>({
    view: (cluster) => cluster,
    happening: (fact) => fact,
    subject: () => "pod/x",
  }).step("x.counts", "it counts histories", (_before, { seq }) => {
    if (seq === 0) played += 1;
    return true;
  });
  const web = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop" },
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "app", image: "nginx" }] } },
    },
  };
  const { passed } = check(counts, scenario({ objects: [web], workloads: 0, minutes: 2 }), { numRuns: 60 });
  expect([passed, played]).toEqual([60, 60]);
}, 60_000);

test("what is no law, and a law of what never happens, is told before anything is made up", () => {
  expect(() => check([{} as Invariant], small, { numRuns: 1 })).toThrow(
    "a law is what always, step, eventually or never makes",
  );
  const deaf = always("x.deaf", "it hears nothing", () => true, { hears: ["PodBond"] });
  expect(() => check(deaf, small, { numRuns: 1 })).toThrow(
    'x.deaf hears of "PodBond", which never happens: did you mean PodBound?',
  );
});

test("a law that does not come to an end is told so, by its name", () => {
  const loops = always("x.loops", "it loops", () => {
    for (;;);
  });
  const fine = always("x.fine", "it answers", () => true);
  const { failure, counterexample } = check([fine, loops], small, { numRuns: 1 });
  expect(counterexample).toBeNull();
  expect(failure).toMatchObject({ invariant: { id: "x.loops" }, message: "it gave no answer within 5 s" });
}, 120_000);

test("what happens again and again is one event of the story, with its count", () => {
  const twice = invariantBuilders<ClusterView, Envelope>({
    view: (cluster) => cluster,
    happening: (fact) => fact,
    subject: () => "pod/x",
  }).step(
    "pod.neverThrice",
    "no container is restarted three times",
    (_before, { subject }, { pods }) => {
      const pod = pods.at(subject);
      if (pod === undefined || !pod.status.containerStatuses.some(({ restartCount }) => restartCount >= 3)) return true;
      return violated("three times", `pod/${pod.identity.namespace}/${pod.identity.name}`);
    },
    { hears: ["PodStatusReported"] },
  );
  const { counterexample } = check(twice, scenario({ nodes: 1, workloads: 1, steps: 0 }), { numRuns: 200, seed: 2 });
  if (counterexample === null) throw new Error("nothing was found");
  const story = storyOf(counterexample);
  const started = story.filter(({ cells }) => cells[3] === "Started");
  expect(started.length).toBeGreaterThan(0);
  expect(started.some(({ cells }) => /\(x[34] over .*\)$/.test(cells[6] ?? ""))).toBe(true);
  expect(new Set(story.map(({ cells }) => cells.slice(2, 6).join())).size).toBeGreaterThan(3);
}, 120_000);

test("one history can be held against one list of laws after another", () => {
  const [given] = fc.sample(scenario(), { numRuns: 1, seed: 1 });
  if (given === undefined) throw new Error("a case is made up");
  const played = playCase(given);
  const never = invariantBuilders<ClusterView, Envelope>({
    view: (cluster) => cluster,
    happening: (fact) => fact,
    subject: () => "pod/none",
  }).always("test.never", "nothing ever happens", () => violated("it happened", []));
  const found = (laws: readonly Invariant[]) => judgePlayed(played, laws).breaches.map(({ invariant }) => invariant.id);
  const [none, one]: readonly (readonly Invariant[])[] = [[], [never]];
  expect([none, one, none, one].map((laws = []) => found(laws))).toEqual([[], ["test.never"], [], ["test.never"]]);
});
