import { expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

const pod = (name: string, cpu: string, more: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default" },
  spec: { containers: [{ name: "app", image: "nginx", resources: { requests: { cpu } } }], ...more },
});

const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];

const dump = {
  nodes: ["node-1", "node-2"].map((name) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name } },
    status: { allocatable: { cpu: "2", memory: "8Gi", pods: "110" } },
  })),
  pods: ["node-1", "node-2"].map((nodeName) => pod(`low-${nodeName}`, "2", { nodeName })),
  pending: [
    pod("high", "1", { priority: 100 }),
    pod("equal", "1"),
    pod("claims", "1", { volumes }),
    pod("gated", "1", { schedulingGates: [{ name: "wait" }] }),
    pod("other", "1", { schedulerName: "mine" }),
  ],
};

const desk = new Workplace({ "/desk/dump.json": JSON.stringify(dump) });

test.each([
  ["high", "\nPreemption   makes room on node-2: default/low-node-2 has to go\n"],
  ["equal", "\nPreemption   not possible: 0/2 nodes are available: 2 No preemption victims found for incoming pod.\n"],
  ["claims", '\n  2       VolumeRestrictions   persistentvolumeclaim "data" not found'],
])("%s: what is said beside the filters", async (name, words) => {
  const { out, exit } = await desk.podsim(`explain -f dump.json --pod default/${name} --tie-break first-name`);
  expect(exit).toBe(0);
  expect(out).toContain(words);
});

test("scheduler 1.64: what is promised to a more important pod is lacking, and what would fix it reckons with that", async () => {
  const [node] = dump.nodes;
  const vip = { ...pod("vip", "1500m", { priority: 10 }), status: { phase: "Pending", nominatedNodeName: "node-1" } };
  const place = new Workplace({ "/desk/c.json": JSON.stringify({ nodes: [node], pending: [vip, pod("small", "1")] }) });
  const { out } = await place.podsim("explain -f c.json --pod default/small");
  expect(out).toContain("Insufficient cpu   node-1 short by 500m\n");
  expect(out).toMatch(/^ {2}requests\.cpu ≤ 500m +→ node-1$/m);
});

test("what brings the pod back is named by its kind", async () => {
  const { out } = await desk.podsim("explain -f dump.json --pod default/claims");
  expect(out).toMatch(/^Retries .*node added, PersistentVolumeClaim added.*\(VolumeRestrictions\)/m);
});

test("a pod that was refused before any node was looked at passed no filter", async () => {
  const { out } = await desk.podsim("explain -f dump.json --pod default/claims -o json");
  const { results } = JSON.parse(out) as { readonly results: readonly object[] };
  expect(results).toMatchObject([
    {
      filter: [{ plugin: "", reasons: [], code: "UnschedulableAndUnresolvable", nodes: ["node-1", "node-2"] }],
      refusedBy: { plugin: "VolumeRestrictions", reasons: ['persistentvolumeclaim "data" not found'] },
      passedEverywhere: [],
      message: '0/2 nodes are available: persistentvolumeclaim "data" not found. not found',
    },
  ]);
});

test.each([
  ["gated", "waiting for scheduling gates: [wait]"],
  ["other", 'no profile is called "mine"; there is default-scheduler'],
])("%s: nobody decides, in JSON as in text", async (name, message) => {
  const command = `explain -f dump.json --pod default/${name}`;
  expect((await desk.podsim(command)).out).toContain(message);
  const { results } = JSON.parse((await desk.podsim(`${command} -o json`)).out) as {
    readonly results: readonly object[];
  };
  expect(results).toMatchObject([{ pod: `default/${name}`, node: null, message }]);
});
