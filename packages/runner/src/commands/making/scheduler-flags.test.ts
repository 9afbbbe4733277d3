import { describe, expect, test } from "vitest";
import { testHost, textLines, Workplace } from "../../../testing/command-run.js";

const pod = (name: string, rest = "", requests = "{ cpu: 100m, memory: 64Mi }"): string => `apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec: { ${rest}containers: [{ name: app, image: nginx, resources: { requests: ${requests} } }] }
---
`;

const CONFIG = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
  - schedulerName: default-scheduler
  - schedulerName: packer
    pluginConfig:
      - name: NodeResourcesFit
        args: { scoringStrategy: { type: MostAllocated } }
`;

const MINE = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
  - plugins: { multiPoint: { enabled: [{ name: Mine, weight: 50 }] } }
`;

const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: packed }
spec:
  clock: { stop: { after: 1m } }
  params: { policy: { type: string, default: MostAllocated } }
  cluster:
    manifests: [./pods.yaml]
    nodes: [{ name: node, count: 3 }]
    scheduler:
      config: ./two.yaml
      tieBreak: first-name
      overrides: { "profiles[packer].pluginConfig[NodeResourcesFit].args.scoringStrategy.type": $(params.policy) }
`;

const PODS = `${pod("base", "nodeName: node-2, ", "{ cpu: 1, memory: 1Gi }")}${pod("plain")}${pod("packed", "schedulerName: packer, ")}`;

const FILES = {
  "/desk/pods.yaml": PODS,
  "/desk/two.yaml": CONFIG,
  "/desk/mine.yaml": MINE,
  "/desk/scenario.yaml": SCENARIO,
  "/desk/mine.mjs": "a module",
};

/** Names of pods and their nodes. */
const placesIn = async (desk: Workplace): Promise<Readonly<Record<string, string>>> => {
  const { out } = await desk.run([
    "get",
    "pods",
    "-o",
    "custom-columns=N:.metadata.name,O:.spec.nodeName",
    "--no-headers",
  ]);
  return Object.fromEntries(textLines(out).map((line) => line.split(/\s+/) as [string, string]));
};

describe("scheduler 9.2: pods choose a profile by schedulerName", () => {
  test("on the command line", async () => {
    const desk = new Workplace(FILES);
    const line = "run -f pods.yaml --nodes 3 --scheduler-config two.yaml --tie-break first-name -q";
    expect((await desk.podsim(line)).exit).toBe(0);
    expect(await placesIn(desk)).toEqual({ base: "node-2", packed: "node-2", plain: "node-1" });
    expect((await desk.podsim("events --for pod/packed -o json")).out).toContain('"packer"');
  });

  test("in a scenario, with an override by a parameter; the command line wins", async () => {
    const desk = new Workplace(FILES);
    expect((await desk.podsim("run scenario.yaml -q")).exit).toBe(0);
    expect(await placesIn(desk)).toEqual({ base: "node-2", packed: "node-2", plain: "node-1" });
    expect((await desk.podsim("run scenario.yaml -q --set policy=LeastAllocated")).exit).toBe(0);
    expect((await placesIn(desk))["packed"]).not.toBe("node-2");
  });

  test("faults of a configuration are told at their places, and nothing runs", async () => {
    const desk = new Workplace({ ...FILES, "/desk/two.yaml": CONFIG.replace("MostAllocated", "Most") });
    const { exit, err } = await desk.podsim("run -f pods.yaml --scheduler-config two.yaml -q");
    expect(exit).toBe(3);
    expect(err).toContain("two.yaml:8:42: error E303: NodeResourcesFit: scoringStrategy.type: Unsupported value");
  });
});

describe("what the scheduler's work costs", () => {
  const scenario = (cost: string): string => `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: cost }
spec:
  clock: { stop: { after: 1m } }
  cluster:
    manifests: [./pods.yaml]
    nodes: [{ name: node, count: 3 }]
    scheduler: { cost: ${cost} }
`;

  test("in a scenario: pods are placed one after the other, and bound a while later", async () => {
    const cost = "{ perAttempt: 2s, perNodeFiltered: 1s, bind: { constant: 3s } }";
    const desk = new Workplace({ ...FILES, "/desk/cost.yaml": scenario(cost) });
    expect((await desk.podsim("run cost.yaml -q")).exit).toBe(0);
    const early = await desk.podsim("explain pod/plain --at 7s");
    expect(early.out).toMatch(/^Pod default\/plain {3}Placed, not bound yet/);
    expect((await desk.podsim("describe pod/plain --at 7s")).out).toContain("not bound yet");
    expect((await desk.podsim("explain pod/plain")).out).toMatch(/^Pod default\/plain {3}Placed {3}/);
  });

  test("faults are told at their places", async () => {
    const desk = new Workplace({ ...FILES, "/desk/cost.yaml": scenario("{ perAttempt: 2, bnd: 3s }") });
    const { exit, err } = await desk.podsim("run cost.yaml -q");
    expect(exit).toBe(3);
    expect(err).toContain("cost.yaml:9:38: error E102");
    expect(err).toContain('cost.yaml:9:41: error E101: unknown field "bnd" in cost');
  });
});

describe("a plugin of the user's own", () => {
  const withPlugin = (build: () => object): Workplace =>
    new Workplace(FILES, testHost({ importModule: () => Promise.resolve({ default: { name: "Mine", build } }) }));
  const LINE = "run -f pods.yaml --nodes 3 --plugin mine.mjs --scheduler-config mine.yaml -q";

  test("decides, once a profile enables it", async () => {
    type Cluster = { readonly nodes: { at(node: number): { readonly name: string } } };
    const score =
      (_: unknown, { nodes }: Cluster) =>
      (node: number) =>
        nodes.at(node).name === "node-3" ? 100 : 0;
    const desk = withPlugin(() => ({ score }));
    expect((await desk.podsim(LINE)).exit).toBe(0);
    expect((await placesIn(desk))["plain"]).toBe("node-3");
  });

  test("filters nodes, and is asked why", async () => {
    type Nodes = { at(node: number): { readonly name: string } };
    type Candidates = { keep(test: (node: number) => number): void };
    const filter = (_: unknown, { nodes }: { readonly nodes: Nodes }) => ({
      kind: "nodes",
      narrow: (candidates: Candidates) => candidates.keep((node) => (nodes.at(node).name === "node-2" ? 7 : 0)),
      verdictOf: (rejection: number) => ({ code: "Unschedulable", reasons: [`for the reason ${rejection}`] }),
    });
    const desk = withPlugin(() => ({ filter }));
    expect((await desk.podsim(LINE)).exit).toBe(0);
    const { out } = await desk.podsim("explain pod/plain --node node-2 --plugin mine.mjs");
    expect(out).toMatch(/Mine +for the reason 7/);
  });

  test("that fails ends the run with its name and the pod's; what was recorded stays readable", async () => {
    const score = ({ name }: { readonly name: string }) => (name === "plain" ? NaN : 1);
    const desk = withPlugin(() => ({ score }));
    const { exit, err } = await desk.podsim(LINE);
    expect(exit).toBe(3);
    expect(err).toContain('error E208: plugin "Mine" failed in score for pod default/plain: it gave NaN');
    const pods = await desk.podsim("get pods -o name");
    expect(pods).toMatchObject({ exit: 0 });
    expect(textLines(pods.out)).toEqual(["pod/base", "pod/packed", "pod/plain"]);
    expect((await desk.podsim("events -A")).exit).toBe(0);
    expect((await desk.podsim("replay --verify")).exit).toBe(0);
  });

  test("that breaks the contract is refused before anything runs", async () => {
    const { exit, err } = await withPlugin(() => ({ score: () => 200 })).podsim(LINE);
    expect(exit).toBe(3);
    expect(err).toContain("mine.mjs:1:1: error E207");
  });
});
