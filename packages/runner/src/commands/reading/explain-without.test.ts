import { expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

const pod = (name: string, nodeName: string, cpu: string, owner: string | null, more: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name,
    namespace: "shop",
    labels: { app: name.split("-")[0] },
    ...(owner === null
      ? {}
      : {
          ownerReferences: [{ apiVersion: "apps/v1", kind: owner, name: `${owner}-1`, uid: "u", controller: true }],
        }),
  },
  spec: {
    containers: [{ name: "app", image: "app:1", resources: { requests: { cpu } } }],
    ...(nodeName === "" ? {} : { nodeName }),
    ...more,
  },
});

const budget = (name: string, disruptionsAllowed: number) => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name, namespace: "shop" },
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: name } } },
  status: { disruptionsAllowed },
});

const dump = {
  nodes: ["n1", "n2", "n3"].map((name) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name } },
    status: { allocatable: { cpu: "2", memory: "8Gi", pods: "110" } },
  })),
  pods: [
    pod("web-a", "n1", "500m", "ReplicaSet"),
    pod("web-b", "n1", "500m", "ReplicaSet"),
    pod("big-a", "n1", "1", "StatefulSet"),
    pod("agent", "n1", "0", "DaemonSet"),
    pod("bare", "n1", "0", null),
    pod("db-a", "n2", "1500m", "ReplicaSet"),
    pod("low-a", "n3", "1200m", "ReplicaSet", { priority: -10 }),
  ],
  pdbs: [budget("web", 1), budget("big", 0)],
};

const desk = (value: object = dump) => new Workplace({ "/desk/dump.json": JSON.stringify(value) });

interface Answer {
  readonly summary: object;
  readonly budgets: readonly object[];
  readonly results: readonly { readonly pod: string; readonly outcome: string; readonly decision?: object }[];
}

const ask = async (args: string, value?: object): Promise<Answer> => {
  const { out, err, exit } = await desk(value).podsim(`explain -f dump.json ${args} -o json --tie-break first-name`);
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  return JSON.parse(out) as Answer;
};

test("pods of the nodes move, make room, wait, are lost or go with their node; budgets are asked", async () => {
  const { summary, budgets, results } = await ask("--without-nodes n1");
  expect(results.map(({ decision: _, ...rest }) => rest)).toEqual([
    { pod: "shop/web-a", from: "n1", owner: "ReplicaSet/ReplicaSet-1", outcome: "moves", to: "n3" },
    { pod: "shop/web-b", from: "n1", owner: "ReplicaSet/ReplicaSet-1", outcome: "moves", to: "n2" },
    {
      pod: "shop/big-a",
      from: "n1",
      owner: "StatefulSet/StatefulSet-1",
      outcome: "moves",
      to: "n3",
      preempts: ["shop/low-a"],
    },
    { pod: "shop/agent", from: "n1", owner: "DaemonSet/DaemonSet-1", outcome: "goes-with-its-node", to: null },
    { pod: "shop/bare", from: "n1", owner: null, outcome: "lost", to: null },
  ]);
  expect(summary).toEqual({
    pods: 5,
    move: 3,
    stayPending: 0,
    lost: 1,
    goWithTheirNodes: 1,
    preempted: 1,
    blockingBudgets: 1,
  });
  expect(budgets).toEqual([
    { budget: "shop/web", disruptionsAllowed: 1, verdict: "in-turns", pods: ["shop/web-a", "shop/web-b"] },
    { budget: "shop/big", disruptionsAllowed: 0, verdict: "blocks", pods: ["shop/big-a"] },
  ]);
});

test("a pod that no other node takes stays pending, with the decision taken apart", async () => {
  const { results } = await ask("--without-nodes n1,node/n3");
  const waiting = results.filter(({ outcome }) => outcome === "stays-pending");
  expect(waiting[0]).toMatchObject({
    pod: "shop/web-b",
    message: expect.stringContaining("0/1 nodes are available: 1 Insufficient cpu.") as string,
    decision: { filter: [{ plugin: "NodeResourcesFit", reasons: ["Insufficient cpu"], nodes: ["n2"] }] },
  });
  const { out } = await desk().podsim("explain -f dump.json --without-nodes n1,n3 --tie-break first-name");
  expect(out).toContain("WITHOUT n1, n3   of 3 nodes\n");
  expect(out).toMatch(
    /STAY PENDING\n +POD +FROM +WHY\n +shop\/web-b +n1 +0\/1 nodes are available: 1 Insufficient cpu\./,
  );
});

test("of a run at a moment: where its pods would go then, and what else has happened since does not count", async () => {
  const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "web:1", resources: { requests: { cpu: "1" } } }] }
`;
  const scenario = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: still }
spec:
  question: Which pods move?
  clock: { stop: { after: 10m } }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: node, count: 3, template: { status: { allocatable: { cpu: "2", memory: 8Gi } } } }]
  timeline: [{ at: 5m, name: more, scale: { target: deployment/web, replicas: 6 } }]
`;
  const work = new Workplace({ "/desk/web.yaml": manifest, "/desk/scenario.yaml": scenario });
  expect(await work.podsim("run scenario.yaml -q")).toMatchObject({ err: "", exit: 0 });
  const before = await work.podsim("explain --without-nodes node-1 --at 4m -o json");
  expect(before.err).toBe("");
  expect((JSON.parse(before.out) as Answer).summary).toMatchObject({ pods: 1, move: 1, stayPending: 0 });
  const after = await work.podsim("explain --without-nodes node-1 --at 9m");
  expect(after.out).toMatch(/^WITHOUT node-1 {3}of 3 nodes {3}\(still@\w+ at 9m0s\)\n2 pods: 0 move, 2 stay pending/);
  expect(after.out).toContain("0/2 nodes are available: 2 Insufficient cpu.");
  const unknown = await work.podsim("explain --without-nodes node-7 --at 4m");
  expect([unknown.exit, unknown.err.includes('nodes "node-7" not found')]).toEqual([4, true]);
});

test.each([
  ["explain -f dump.json --without-nodes n9", 4, 'nodes "n9" not found'],
  ["explain --without-nodes n1", 4, "no run has been kept yet"],
])("%s", async (line, exit, words) => {
  const told = await desk().podsim(line);
  expect([told.exit, told.err.includes(words)]).toEqual([exit, true]);
});
