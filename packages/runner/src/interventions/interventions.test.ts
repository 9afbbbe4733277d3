import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { decodeObject } from "@podsim/core";
import type { KubernetesObject } from "@podsim/core";
import type { ApiRequest } from "@podsim/scheduler";
import { MINUTE, SECOND } from "@podsim/core/time";
import { ClusterSketch } from "../scenario/cluster-sketch.js";
import { buildNodes } from "../scenario/node-group.js";
import { decodeAt } from "../scenario/schema/schema.js";
import type { Issue } from "../scenario/schema/schema.js";
import { INTERVENTIONS } from "./index.js";

const object = (manifest: object): KubernetesObject => {
  const decoded = decodeObject(manifest).object;
  if (decoded === null) throw new TypeError("no object");
  return decoded;
};

const WEB = object({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "app", image: "registry.corp/web:v1" }] },
    },
  },
});

const cluster = (): ClusterSketch => {
  const sketch = new ClusterSketch();
  sketch.add(WEB);
  for (const node of buildNodes({ name: "node", count: 2, perZone: ["a", "b"], template: null, list: null }).nodes)
    sketch.add(node);
  return sketch;
};

interface Planned {
  readonly text: string;
  readonly subject: string;
  readonly requests: readonly ApiRequest[];
  readonly issues: readonly Issue[];
}

const plan = (verb: string, params: unknown, sketch = cluster()): Planned | readonly Issue[] => {
  const intervention = INTERVENTIONS.find(({ name }) => name === verb);
  if (intervention === undefined) throw new TypeError(verb);
  const read = decodeAt(intervention.params, params, []);
  if (isLeft(read)) return read.left;
  const issues: Issue[] = [];
  const requests = read.right.plan({
    sketch,
    at: () => "10m",
    timestamp: () => "2026-01-01T00:10:00Z",
    entries: [],
    controllers: [{ name: "elector", replicas: 2 }],
    report: (issue) => issues.push(issue),
    manifests: () => [WEB],
    objects: (items) => items.map(() => WEB),
    nodes: (group) => buildNodes(group).nodes,
    behavior: () => undefined,
    pods: () => undefined,
    setParams: () => [],
  });
  return { text: read.right.text, subject: read.right.subject, requests, issues };
};

const planned = (verb: string, params: unknown, sketch = cluster()): Planned => {
  const result = plan(verb, params, sketch);
  if (Array.isArray(result)) throw new TypeError(JSON.stringify(result));
  return result as Planned;
};

describe("every intervention", () => {
  test.each(INTERVENTIONS.map(({ name, example, doc }) => ({ name, example, doc })))(
    "$name reads its own example",
    ({ name, example, doc }) => {
      expect(Array.isArray(plan(name, example))).toBe(false);
      expect(doc).not.toBe("");
    },
  );

  test("has a verb of its own", () => {
    expect(INTERVENTIONS.map(({ name }) => name)).toEqual([
      "apply",
      "delete",
      "patch",
      "debug",
      "scale",
      "rollout",
      "cordon",
      "uncordon",
      "drain",
      "evict",
      "taint",
      "untaint",
      "fail",
      "shutdown",
      "reboot",
      "restartKubelet",
      "addNodes",
      "removeNodes",
      "reclaim",
      "registryOutage",
      "runtimeOutage",
      "apiLatency",
      "behavior",
      "setParam",
      "load",
      "disturb",
      "note",
      "snapshot",
    ]);
  });
});

describe("trouble for a controller that is not there", () => {
  const codes = (params: object): unknown =>
    planned("disturb", params).issues.map(({ code, path, message, fix }) => [code, path.join("."), message, fix]);

  test("is refused by its name", () => {
    expect(codes({ controller: "elecotr", with: "pause" })).toEqual([
      ["E201", "controller", 'no controller "elecotr" at 10m', "did you mean elector?"],
    ]);
  });

  test("is refused by its replica", () => {
    const fix = "name one of them, or leave replica out: then all are meant";
    expect(codes({ controller: "elector", replica: 7, with: "pause" })).toEqual([
      ["E201", "replica", 'controller "elector" has no replica 7', fix],
    ]);
    expect(codes({ controller: "elector", replica: 1, with: "pause" })).toEqual([]);
  });
});

describe("what is done is said as a person would type it, and asked of the API server", () => {
  const target = { kind: "Deployment", namespace: "shop", name: "web" };
  const nodes = { selector: { matchLabels: { "topology.kubernetes.io/zone": "a" } } };
  test.each<[string, unknown, string, readonly object[]]>([
    [
      "scale",
      { target: "deploy/web", namespace: "shop", replicas: 75 },
      "scale deployment/web -n shop --replicas=75",
      [{ verb: "scale", target, replicas: 75 }],
    ],
    [
      "delete",
      { target: "deployment/web", namespace: "shop" },
      "delete deployment/web -n shop",
      [{ verb: "delete", target, graceSeconds: null }],
    ],
    [
      "delete",
      { target: "pod/web-6c9-x2k", namespace: "shop", gracePeriod: "0s" },
      "delete pod/web-6c9-x2k -n shop --grace-period=0",
      [{ verb: "delete", target: { kind: "Pod", namespace: "shop", name: "web-6c9-x2k" }, graceSeconds: 0 }],
    ],
    [
      "rollout",
      { target: "deployment/web", namespace: "shop", set: { image: "registry.corp/web:v2" } },
      "set image deployment/web -n shop *=registry.corp/web:v2",
      [{ verb: "set-template", target, images: { "*": "registry.corp/web:v2" }, restartedAt: null }],
    ],
    [
      "rollout",
      { target: "deployment/web", namespace: "shop", undo: true },
      "rollout undo deployment/web -n shop",
      [{ verb: "rollout-undo", target, toRevision: 0 }],
    ],
    [
      "rollout",
      { target: "deployment/web", namespace: "shop", undo: { toRevision: 2 } },
      "rollout undo deployment/web -n shop --to-revision=2",
      [{ verb: "rollout-undo", target, toRevision: 2 }],
    ],
    [
      "rollout",
      { target: "deployment/web", namespace: "shop", restart: true },
      "rollout restart deployment/web -n shop",
      [{ verb: "set-template", target, images: {}, restartedAt: "2026-01-01T00:10:00Z" }],
    ],
    [
      "cordon",
      { nodes: "node-a-1" },
      "cordon node/node-a-1",
      [{ verb: "cordon", nodes: { names: ["node-a-1"] }, unschedulable: true }],
    ],
    [
      "uncordon",
      { nodes: { zone: "a" } },
      "uncordon nodes -l topology.kubernetes.io/zone=a",
      [{ verb: "cordon", nodes, unschedulable: false }],
    ],
    [
      "drain",
      { nodes: ["node-a-1", "node-b-1"], gracePeriod: "60s", force: true, respectPDB: false },
      "drain node/node-a-1 node/node-b-1 --grace-period=60 --force --disable-eviction",
      [
        {
          verb: "drain",
          nodes: { names: ["node-a-1", "node-b-1"] },
          gracePeriodSeconds: 60,
          force: true,
          respectBudgets: false,
          ignoreDaemonSets: true,
        },
      ],
    ],
    [
      "fail",
      { nodes: { zone: "a" }, for: "35m" },
      "fail nodes -l topology.kubernetes.io/zone=a (power-off) for 35m",
      [{ verb: "fail-nodes", nodes, mode: "power-off", forUs: 35 * MINUTE }],
    ],
    [
      "fail",
      { nodes: { count: 1, pick: "random" }, mode: "partition" },
      "fail 1 random of all nodes (partition)",
      [{ verb: "fail-nodes", nodes: { count: 1, pick: "random" }, mode: "partition", forUs: null }],
    ],
    [
      "shutdown",
      { nodes: { zone: "a" }, for: "10m" },
      "shutdown nodes -l topology.kubernetes.io/zone=a for 10m",
      [{ verb: "shutdown-nodes", nodes, backAfterUs: 10 * MINUTE }],
    ],
    [
      "reboot",
      { nodes: "node-a-1" },
      "reboot node/node-a-1 (1m)",
      [{ verb: "shutdown-nodes", nodes: { names: ["node-a-1"] }, backAfterUs: MINUTE }],
    ],
    [
      "restartKubelet",
      { nodes: "node-a-1" },
      "restart the kubelet of node/node-a-1",
      [{ verb: "restart-kubelets", nodes: { names: ["node-a-1"] } }],
    ],
    [
      "removeNodes",
      { nodes: { names: ["node-a-1"] } },
      "delete node/node-a-1",
      [{ verb: "remove-nodes", nodes: { names: ["node-a-1"] } }],
    ],
    [
      "runtimeOutage",
      { nodes: { zone: "a" }, effect: "runtime-down", for: "35m" },
      "runtime of nodes -l topology.kubernetes.io/zone=a out (runtime-down) for 35m",
      [{ verb: "runtime-outage", nodes, trouble: "runtime-down", error: "", forUs: 35 * MINUTE }],
    ],
    [
      "registryOutage",
      { registry: "registry.corp", effect: "refused", for: "90s" },
      "registry registry.corp out (refused) for 1m30s",
      [
        {
          verb: "registry-outage",
          registry: "registry.corp",
          error: 'failed to do request: Head "https://registry.corp/v2/": dial tcp: connect: connection refused',
          failsAfterUs: SECOND / 2,
          forUs: 90 * SECOND,
        },
      ],
    ],
    ["apply", "./web.yaml", "apply -f ./web.yaml", [{ verb: "apply", object: WEB }]],
    ["note", "mail goes out", "note: mail goes out", []],
  ])("%s %j", (verb, params, text, requests) => {
    const result = planned(verb, params);
    expect(result).toMatchObject({ text, issues: [], requests });
    expect(result.requests).toHaveLength(requests.length);
  });

  test("addNodes makes nodes as a cloud registers them", () => {
    const { requests, text } = planned("addNodes", { name: "spare", count: 1, perZone: ["b"] });
    expect(text).toBe("add 1 node spare");
    expect(requests).toMatchObject([
      {
        verb: "add-nodes",
        nodes: [
          {
            metadata: {
              name: "spare-b-1",
              labels: {
                "kubernetes.io/hostname": "spare-b-1",
                "kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64",
                "topology.kubernetes.io/zone": "b",
              },
            },
            status: { allocatable: { cpu: "4", memory: "16Gi", pods: "110" } },
          },
        ],
      },
    ]);
  });
});

describe("what cannot be meant is reported before the run", () => {
  test.each<[string, unknown, string, string]>([
    [
      "scale",
      { target: "deployment/wbe", namespace: "shop", replicas: 1 },
      "E201 target",
      "did you mean deployment/web?",
    ],
    ["scale", { target: "deployment/web", replicas: 1 }, "E201 target", "add namespace: shop"],
    [
      "rollout",
      { target: "deployment/web", namespace: "shop", set: { image: { ap: "x" } } },
      "E201 set.image.ap",
      "did you mean app?",
    ],
    [
      "drain",
      { nodes: "node-a-9" },
      "E202 nodes",
      'did you mean node-a-1? — or add "allowEmpty: true" if matching nothing is intended',
    ],
    [
      "fail",
      { nodes: { zone: "c" } },
      "E202 nodes",
      'use zone: a — or add "allowEmpty: true" if matching nothing is intended',
    ],
    ["fail", { nodes: { matchLabels: { "bad key": "x" } } }, "E304 nodes", "write a valid label selector"],
    ["registryOutage", { registry: "registry.crop" }, "E202 registry", "did you mean registry.corp?"],
    ["addNodes", { name: "node", count: 1, perZone: ["a"] }, "E108 name", "give the group another name"],
    ["delete", { target: "pod/other-1", namespace: "shop" }, "E201 target", "name one that exists"],
  ])("%s %j: %s", (verb, params, where, fix) => {
    const { issues } = planned(verb, params);
    expect(issues.map((issue) => [`${issue.code} ${issue.path.join(".")}`, issue.fix])).toEqual([[where, fix]]);
  });

  test("nothing is missed where nothing may match", () => {
    expect(planned("fail", { nodes: { zone: "c", allowEmpty: true } }).issues).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ["scale", { target: "web", replicas: 1 }, "E108 target"],
    ["scale", { target: "service/web", replicas: 1 }, "E108 target"],
    ["scale", { target: "deployment/web" }, "E107 replicas"],
    ["rollout", { target: "deployment/web" }, "E107 "],
    ["apply", {}, "E107 "],
    ["rollout", { target: "deployment/web", undo: true, restart: true }, "E108 "],
    ["fail", { pods: "x", nodes: "node-a-1" }, "E104 pods"],
    ["fail", { nodes: "node-a-1", mode: "sleepy" }, "E108 mode"],
    ["registryOutage", { registry: "*", effect: "explode" }, "E108 effect"],
  ])("%s %j: %s", (verb, params, where) => {
    const result = plan(verb, params);
    const issues = Array.isArray(result) ? (result as readonly Issue[]) : [];
    expect(issues.map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual([where]);
  });

  test("what is gone, or came later, is known", () => {
    const sketch = cluster();
    planned("delete", { target: "deployment/web", namespace: "shop" }, sketch);
    expect(planned("scale", { target: "deployment/web", namespace: "shop", replicas: 1 }, sketch).issues).toMatchObject(
      [{ code: "E201" }],
    );
    planned("apply", ["./web.yaml"], sketch);
    expect(planned("scale", { target: "deployment/web", namespace: "shop", replicas: 1 }, sketch).issues).toEqual([]);
    planned("removeNodes", { nodes: { zone: "a" } }, sketch);
    expect(planned("cordon", { nodes: { zone: "a" } }, sketch).issues).toMatchObject([{ code: "E202" }]);
  });

  test("a pod that was asked to go can be asked again, until it is made to go at once", () => {
    const sketch = cluster();
    sketch.addName({ kind: "Pod", namespace: "shop", name: "db" });
    const db = { target: "pod/db", namespace: "shop" };
    expect(planned("delete", db, sketch).issues).toEqual([]);
    expect(planned("patch", { ...db, set: { "metadata.labels.a": "b" } }, sketch).issues).toMatchObject([
      { code: "E201" },
    ]);
    expect(planned("delete", { ...db, gracePeriod: "1s" }, sketch).issues).toEqual([]);
    expect(planned("delete", { ...db, gracePeriod: "0s" }, sketch).issues).toEqual([]);
    expect(planned("delete", { ...db, gracePeriod: "0s" }, sketch).issues).toMatchObject([{ code: "E201" }]);
  });

  test("a StatefulSet's claims are there, and stay when it goes", () => {
    const sketch = cluster();
    sketch.addName({ kind: "StatefulSet", namespace: "shop", name: "db" });
    const issues = (claim: string): readonly string[] =>
      planned("delete", { target: `pvc/${claim}`, namespace: "shop" }, sketch).issues.map(({ code }) => code);
    expect(issues("data-db-0")).toEqual([]);
    planned("delete", { target: "statefulset/db", namespace: "shop" }, sketch);
    expect(issues("data-db-12")).toEqual([]);
    expect([issues("data-db"), issues("db-0"), issues("data-web-0")]).toEqual([["E201"], ["E201"], ["E201"]]);
  });

  test("images that a patch gives to containers are known from then on", () => {
    const sketch = cluster();
    const target = { target: "deployment/web", namespace: "shop" };
    planned("patch", { ...target, set: { "spec.template.spec.containers[app].image": "a:2" } }, sketch);
    planned("patch", { ...target, set: { "spec.template.spec.containers": [{ name: "app", image: "b:3" }] } }, sketch);
    planned("patch", { ...target, set: { "metadata.annotations.note": "c:4" } }, sketch);
    expect([...sketch.images]).toEqual(["registry.corp/web:v1", "a:2", "b:3"]);
  });
});
