// The scheduler's benchmark at toy size: where the pods of every workload go, and kube-scheduler's own files.
import { describe, expect, test } from "vitest";
import { Workplace } from "../../testing/command-run.js";
import { WORKLOAD_NAMES } from "./workload-names.js";
import type { WorkloadName } from "./workload-names.js";

const benched = async (rest: string, files: Readonly<Record<string, string>> = {}) => {
  const told = await new Workplace(files).podsim(`bench scheduler ${rest} -o json`);
  expect(told.err).toBe("");
  expect(told.exit).toBe(0);
  return JSON.parse(told.out) as Record<string, unknown>;
};

const TOY = "--nodes 60 --init 40 --pods 90 --warmup 0 --percentage 100";

/** A hash that changes without a change of behaviour is a bug. */
const PLACEMENTS: Readonly<Record<WorkloadName, string>> = {
  affinity: "5cc3e4b37e48710ad3ba319d26799b39",
  antiaffinity: "3c98691150ea87b1b6ceb8bafa8de4de",
  basic: "5cc3e4b37e48710ad3ba319d26799b39",
  churn: "5cc3e4b37e48710ad3ba319d26799b39",
  mixed: "54fc81c5e0d8b93e2cb4f01a28b01e54",
  "node-affinity": "5cc3e4b37e48710ad3ba319d26799b39",
  preemption: "d568c1fccb8765e247a1fee855f8eec5",
  "preferred-affinity": "721bf9e48f6741d6ed6650cf45376390",
  "preferred-antiaffinity": "5cc3e4b37e48710ad3ba319d26799b39",
  "preferred-spread": "d98228fb924bac73328bd5be20bcfa11",
  spread: "7549c81dba6b4d560cb07e05d342e6a1",
  "spread-host": "d98228fb924bac73328bd5be20bcfa11",
  taints: "9c767cc424e4c29e76ea51827ead6fac",
  unschedulable: "5cc3e4b37e48710ad3ba319d26799b39",
};

test.each(WORKLOAD_NAMES)("%s: the pods go where they went", async (name) => {
  const { placed, hash } = await benched(`${TOY} --workload ${name}`);
  // One pod to a node, forty of them taken; or no room for more.
  const placedThen = name === "antiaffinity" ? 20 : name === "preemption" ? 60 : 90;
  expect([placed, hash]).toEqual([placedThen, PLACEMENTS[name]]);
});

test("preemption: pods of low priority go for those of high priority, and have no place afterwards", async () => {
  const { placed, tries, hash } = await benched("--nodes 60 --init 240 --pods 50 --warmup 0 --workload preemption");
  // A pod is tried once to make room for it, and once when there is room.
  expect([placed, tries, hash]).toEqual([50, 100, "47b670969eb87d810736456072a0281c"]);
});

test("templates in turn are kinds of their own, and go where pods of one template go", async () => {
  const { hash } = await benched(`${TOY} --workload taints`);
  expect(await benched(`${TOY} --workload taints --deployments 7`)).toMatchObject({ hash, placed: 90 });
});

test("most tries make use of earlier ones", async () => {
  const { keptShare } = await benched(`${TOY} --workload spread-host`);
  expect(keptShare).toBeGreaterThan(0.9);
});

const CONFIG = `- name: Basic
  defaultPodTemplatePath: ../templates/pod.yaml
  workloadTemplate:
  - opcode: createNodes
    countParam: $nodes
    labelNodePrepareStrategy: { labelKey: topology.kubernetes.io/zone, labelValues: [a, b] }
  - opcode: createNamespaces
    prefix: sched
    count: 2
  - opcode: churn
    mode: recreate
    number: 1
    templatePaths: [../templates/pod.yaml]
    intervalMilliseconds: 5
  - opcode: createPodSets
    count: 2
    namespacePrefix: sched
    createPodsOp: { opcode: createPods, countParam: $pods, collectMetrics: true }
  - opcode: barrier
  workloads:
  - name: Small
    labels: [performance, short]
    threshold: 100
    params: { nodes: 4, pods: 6 }
  - name: Other
    params: { nodes: 2, pods: 1 }
`;

const POD = `apiVersion: v1
kind: Pod
metadata: { generateName: pod- }
spec:
  containers: [{ name: pause, image: registry.k8s.io/pause, resources: { requests: { cpu: 100m } } }]
`;

describe("a performance-config.yaml", () => {
  const files = { "/desk/misc/config.yaml": CONFIG, "/desk/templates/pod.yaml": POD };

  test("its workloads are picked by label and name", async () => {
    expect(await benched("-f misc/config.yaml --label performance", files)).toMatchObject({
      workloads: [{ name: "Basic/Small", pods: 12, placed: 12, threshold: 100 }],
    });
    expect(await benched("-f misc/config.yaml --name Other", files)).toMatchObject({
      workloads: [{ name: "Basic/Other", pods: 2 }],
    });
  });

  test("opcodes and fields that are not performed are named, with their place", async () => {
    const odd = CONFIG.replace("opcode: barrier", "opcode: createResourceDriver").replace(
      "    number: 1\n",
      "    number: 1\n    colour: red\n",
    );
    const told = await new Workplace({ ...files, "/desk/misc/config.yaml": odd }).podsim(
      "bench scheduler -f misc/config.yaml",
    );
    expect(told.exit).toBe(3);
    expect(told.err).toContain("createResourceDriver");
    expect(told.err).toContain("churn with colour is not performed");
    expect(told.err).toMatch(/misc\/config\.yaml:\d+:\d+/);
  });

  test("a template that is missing, and a label nobody has, are told", async () => {
    const { "/desk/templates/pod.yaml": _, ...without } = files;
    const missing = await new Workplace(without).podsim("bench scheduler -f misc/config.yaml");
    expect([missing.exit, missing.err.includes("there is no such file")]).toEqual([3, true]);
    const nobody = await new Workplace(files).podsim("bench scheduler -f misc/config.yaml --label slow");
    expect([nobody.exit, nobody.err.includes('no workload for "slow"')]).toEqual([2, true]);
  });
});

test.each([
  ["bench engine", 'there is no benchmark "engine"'],
  ["bench scheduler --workload sprad", "did you mean spread?"],
  ["bench scheduler --nodes 0", "--nodes needs a whole number"],
])("podsim %s is refused", async (line, message) => {
  const told = await new Workplace().podsim(line);
  expect([told.exit, told.err.includes(message)]).toEqual([2, true]);
});
