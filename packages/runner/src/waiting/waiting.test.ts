import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Envelope, InterventionApplied } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { execute } from "../run/execute.js";
import type { Execution } from "../run/execute.js";
import { loadScenario } from "../scenario/load-scenario.js";
import type { LoadedRun } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";
import { readCondition, readField } from "./object-test.js";

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 6
  progressDeadlineSeconds: 60
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "r.corp/web:v1", resources: { requests: { cpu: "1" } } }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 4, selector: { matchLabels: { app: web } } }
`;

const load = (timeline: string, stop = "{ after: 2h }"): LoadedRun => {
  const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: w }
spec:
  clock: { stop: ${stop} }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: node, count: 6, perZone: [a, b] }]
  timeline:
${timeline.trimEnd()}
`;
  const files = memoryFiles({ "w.yaml": text, "web.yaml": WEB });
  return loadScenario("w.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole().readInput });
};

const run = async (timeline: string, stop?: string, sliceEntries?: number): Promise<Execution> => {
  const loaded = load(timeline, stop);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return execute(loaded.right, 1, sliceEntries === undefined ? {} : { sliceEntries });
};

const factsOf = ({ cluster: { log } }: Execution, type: string): readonly Envelope[] => {
  const found: Envelope[] = [];
  log.forEach(0, log.length, (fact) => {
    if (fact.definition.type === type) found.push(fact);
  });
  return found;
};

/** Name -> seconds at which the entry took place. */
const taken = (execution: Execution): Readonly<Record<string, number>> =>
  Object.fromEntries(
    factsOf(execution, "InterventionApplied").map(({ at, data }) => [(data as InterventionApplied).name, at / SECOND]),
  );

const problems = (timeline: string): readonly string[] => {
  const loaded = load(timeline);
  return isRight(loaded) ? [] : loaded.left.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message));
};

const ROLLBACK = `
    - { at: 1m, registryOutage: { registry: r.corp } }
    - { at: 2m, name: bad, rollout: { target: deployment/web, set: { image: "r.corp/web:v2" } } }
    - when: { condition: Progressing=False, target: deployment/web }
      after: 60s
      name: rollback
      rollout: { target: deployment/web, undo: true }
`;

describe("an entry that waits", () => {
  test("controllers 2.17: for a condition takes place so long after it holds, because of the fact that brought it about", async () => {
    const execution = await run(ROLLBACK);
    const failed = factsOf(execution, "DeploymentConditionSet").find(({ data }) =>
      JSON.stringify(data).includes('"condition":"Progressing","status":"False"'),
    );
    expect(failed?.at).toBeGreaterThan(3 * MINUTE);
    const applied = factsOf(execution, "InterventionApplied").find(
      ({ data }) => (data as InterventionApplied).name === "rollback",
    );
    expect((applied?.at ?? 0) - (failed?.at ?? 0)).toBe(60 * SECOND);
    expect(applied?.causedBy).toBe(failed?.seq);
  });

  test("for a field, from a time on; for a metric; for another entry: once each", async () => {
    const times = taken(
      await run(`
    - { when: { jsonpath: "{.status.readyReplicas}=6", target: deployment/web }, name: ready, note: x }
    - { when: { jsonpath: "{.status.readyReplicas}", target: deployment/web, from: 10m }, name: later, note: x }
    - { when: { metric: 'sim_evictions_total{voluntary="true"} >= 2' }, name: two-evicted, note: x }
    - { at: 20m, name: maintenance, drain: { nodes: { zone: a }, gracePeriod: 1s } }
    - { when: { entry: maintenance }, after: 5m, name: done, note: x }
    - { when: { condition: Progressing=False, target: deployment/web }, name: never, note: x }
`),
    );
    expect(times["ready"]).toBeGreaterThan(1);
    expect(times["ready"]).toBeLessThan(20);
    expect(times["later"]).toBe(600);
    expect(times["two-evicted"]).toBeGreaterThanOrEqual(1_200);
    expect(times["two-evicted"]).toBeLessThan(1_300);
    expect(times["done"]).toBe(1_500);
    expect(times["never"]).toBeUndefined();
  });

  test("keeps a quiet run from ending, and makes the same facts however the run is cut", async () => {
    const late = ROLLBACK.replace("after: 60s", "after: 40m");
    const whole = await run(late, "{ after: 3h, orWhen: quiescent }");
    expect(taken(whole)["rollback"]).toBeGreaterThan(43 * 60);
    const cut = await run(late, "{ after: 3h, orWhen: quiescent }", 13);
    expect(cut.cluster.log.digest()).toBe(whole.cluster.log.digest());
  });

  test.each<readonly [string, string, readonly string[]]>([
    [
      "a cycle",
      "    - { name: a, when: { entry: b }, note: x }\n    - { name: b, when: { entry: a }, note: x }",
      ["entries wait for each other: a → b → a"],
    ],
    [
      "itself",
      "    - { name: a, when: { metric: 'sim_intervention_settled_seconds{name=\"a\"} > 1' }, note: x }",
      ["this entry waits for itself"],
    ],
    [
      "no entry",
      "    - { when: { entry: maintenanse }, note: x }\n    - { at: 1m, name: maintenance, note: x }",
      ['no entry of the timeline is named "maintenanse"'],
    ],
    [
      "no object",
      "    - { when: { condition: Available, target: deployment/wbe }, note: x }",
      ['no Deployment "wbe" in namespace "default" at any time'],
    ],
    ["no metric", "    - { when: { metric: sim_pendng_pods > 3 }, note: x }", ['unknown metric "sim_pendng_pods"']],
    [
      "no label",
      "    - { when: { metric: 'sim_reason_pods{reson=\"Pending\"} > 3' }, note: x }",
      ['sim_reason_pods has no label "reson"; its labels are reason'],
    ],
    ["no number", "    - { when: { metric: sim_pending_pods > many }, note: x }", ['"many" is not a number']],
    [
      "no condition",
      "    - { when: { condition: 'Progressing is False', target: deployment/web }, note: x }",
      ['"Progressing is False" is no condition'],
    ],
    [
      "two things",
      "    - { when: { condition: Available, entry: b, target: deployment/web }, note: x }",
      ["condition and entry stand in one when"],
    ],
    ["of nothing", "    - { when: { condition: Available }, note: x }", ["when does not say of which object"]],
    ["two times", "    - { at: 1m, when: { entry: b }, note: x }", ["at and when cannot be given together"]],
    ["after without when", "    - { at: 1m, after: 5m, note: x }", ["after needs when"]],
    [
      "after the end",
      "    - { when: { condition: Available, target: deployment/web, from: 3h }, note: x }",
      ["this happens after the run has stopped"],
    ],
    [
      "nodes of nobody",
      "    - { at: 1m, uncordon: { nodes: { drainedBy: maintenance } } }",
      ['no entry of the timeline is named "maintenance"'],
    ],
  ])("for %s is an error", (_, timeline, expected) => {
    expect(problems(timeline)).toEqual(expected);
  });
});

describe("verbs for nodes and pods", () => {
  test("uncordon of drainedBy means the nodes that were drained, and no others", async () => {
    const execution = await run(`
    - { at: 2m, name: other, cordon: { nodes: { names: [node-a-1] } } }
    - { at: 3m, name: maintenance, drain: { nodes: { zone: b, count: 3, pick: random }, gracePeriod: 1s } }
    - { at: 40m, uncordon: { nodes: { drainedBy: maintenance } } }
`);
    const back = factsOf(execution, "NodeUncordoned").map(({ subject }) => subject);
    const drained = factsOf(execution, "NodeCordoned").flatMap(({ at, subject }) =>
      at === 3 * MINUTE ? [subject] : [],
    );
    expect(drained).toHaveLength(3);
    expect(back).toEqual(drained);
    const cordoned = [...execution.cluster.world.nodes.values()].filter((node) => node.unschedulable);
    expect(cordoned.map(({ name }) => name)).toEqual(["node-a-1"]);
  });

  test("controllers 1.39: single evictions are refused once the budget is spent", async () => {
    const execution = await run(`
    - { at: 2m, evict: { labelSelector: { matchLabels: { app: web } }, count: 5 } }
`);
    expect(factsOf(execution, "PodDeletionRequested")).toHaveLength(2);
    expect(factsOf(execution, "EvictionRefused")).toHaveLength(3);
  });

  test("controllers 1.22: a NoExecute taint makes pods go at once, without asking budgets; untaint lets them come back", async () => {
    const execution = await run(`
    - { at: 2m, taint: { nodes: { zone: a }, taint: "maintenance=now:NoExecute" } }
    - { at: 10m, untaint: { nodes: { zone: a }, taint: maintenance } }
`);
    const gone = factsOf(execution, "PodDeletionRequested").map(({ at }) => at);
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.every((at) => at < 2 * MINUTE + SECOND)).toBe(true);
    expect([...execution.cluster.world.nodes.values()].flatMap(({ taints }) => taints)).toEqual([]);
  });

  test("controllers 1.35: pods of a machine that is gone are replaced 85 to 140 s after it went", async () => {
    const execution = await run(`
    - { at: 5m, reclaim: { nodes: { zone: a }, notice: 2m } }
`);
    const goneUs = 7 * MINUTE;
    const removed = factsOf(execution, "NodeRemoved").map(({ at }) => (at - goneUs) / SECOND);
    expect(removed).toHaveLength(6);
    for (const seconds of removed) expect(seconds).toBeGreaterThanOrEqual(40);
    for (const seconds of removed) expect(seconds).toBeLessThanOrEqual(60);
    const created = factsOf(execution, "PodCreated").flatMap(({ at }) => (at > goneUs ? [(at - goneUs) / SECOND] : []));
    expect(created.length).toBeGreaterThan(0);
    for (const seconds of created) expect(seconds).toBeGreaterThanOrEqual(80);
    for (const seconds of created) expect(seconds).toBeLessThanOrEqual(142);
  });

  test("a reclaim whose notice is listened to drains first", async () => {
    const execution = await run(`
    - { at: 5m, reclaim: { nodes: { zone: a }, drain: { gracePeriod: 5s } } }
`);
    const evicted = factsOf(execution, "PodDeletionRequested").map(({ at }) => at);
    expect(evicted.length).toBeGreaterThan(0);
    expect(Math.max(...evicted)).toBeLessThan(7 * MINUTE);
  });
});

test("conditions and fields are read as kubectl wait reads them", () => {
  const object = { status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }], list: [{ a: 1 }] } };
  const condition = (written: string) => {
    const read = readCondition(written);
    return isRight(read) && read.right(object);
  };
  const field = (written: string) => {
    const read = readField(written);
    return isRight(read) && read.right(object);
  };
  expect([condition("Ready"), condition("ready=true"), condition("Ready=False"), condition("Synced")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([
    field("{.status.phase}=Running"),
    field(".status.phase=Failed"),
    field("{.status.list[0].a}=1"),
    field("{.status.none}"),
  ]).toEqual([true, false, true, false]);
});
