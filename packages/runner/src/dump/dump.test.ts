import { describe, expect, test } from "vitest";
import { Workplace } from "../../testing/command-run.js";

const node = (name: string, cpu: string) => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, labels: { "kubernetes.io/hostname": name } },
  status: { allocatable: { cpu, memory: "8Gi", pods: "10" } },
});

const pod = (name: string, cpu: string, spec: object = {}, status: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "shop" },
  spec: { containers: [{ name: "app", image: "app:1", resources: { requests: { cpu } } }], ...spec },
  status,
});

interface Results {
  readonly apiVersion: string;
  readonly kind: string;
  readonly results: readonly {
    readonly pod: string;
    readonly node: string | null;
    readonly message?: string;
    readonly ties: readonly string[];
  }[];
}

const NODES = [node("n1", "2"), node("n2", "2")];
const PENDING = [pod("a", "1500m"), pod("b", "1500m"), pod("c", "1500m")];

const decide = async (files: Readonly<Record<string, object>>, args = "--all-pending"): Promise<Results> => {
  const entries = Object.entries(files).map(([name, value]) => [`/desk/${name}`, JSON.stringify(value)] as const);
  const desk = new Workplace(Object.fromEntries(entries));
  const given = Object.keys(files)
    .map((name) => `-f ${name}`)
    .join(" ");
  const { out, err, exit } = await desk.podsim(`explain ${given} ${args} -o json --tie-break first-name`);
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  return JSON.parse(out) as Results;
};

const placesOf = ({ results }: Results): readonly string[] =>
  results.map(({ pod: name, node: on }) => `${name} ${on ?? "-"}`);

describe("a dump is one object with lists, or what kubectl prints", () => {
  test("each pod is decided on top of the placements before it, in file order", async () => {
    const decisions = await decide({ "c.json": { nodes: NODES, pending: PENDING } });
    expect(decisions.apiVersion).toBe("podsim.dev/v1alpha1");
    expect(decisions.kind).toBe("SchedulingDecisions");
    expect(placesOf(decisions)).toEqual(["shop/a n1", "shop/b n2", "shop/c -"]);
    expect(decisions.results[0]?.ties).toEqual(["n1", "n2"]);
    expect(decisions.results[2]?.message).toContain("0/2 nodes are available: 2 Insufficient cpu.");
  });

  test("Lists in several files; finished pods are not there, bound ones are", async () => {
    const bound = pod("bound", "1", { nodeName: "n1" });
    const done = pod("done", "2", { nodeName: "n2" }, { phase: "Succeeded" });
    const decisions = await decide({
      "nodes.json": { apiVersion: "v1", kind: "List", items: NODES },
      "pods.json": { apiVersion: "v1", kind: "PodList", items: [bound, done, ...PENDING] },
    });
    expect(placesOf(decisions)).toEqual(["shop/a n2", "shop/b -", "shop/c -"]);
  });

  test("priority comes from the class", async () => {
    const high = { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "high" }, value: 100 };
    const decisions = await decide({
      "c.json": { nodes: NODES, priorityClasses: [high], pending: [pod("a", "1", { priorityClassName: "high" })] },
    });
    expect(decisions.results[0]).toMatchObject({ priority: 100, node: "n1" });
  });

  test("its own configuration", async () => {
    const kubeSchedulerConfiguration = {
      profiles: [
        { pluginConfig: [{ name: "NodeResourcesFit", args: { scoringStrategy: { type: "MostAllocated" } } }] },
      ],
    };
    const pods = [pod("bound", "500m", { nodeName: "n2" })];
    const dump = { nodes: NODES, pods, pending: [pod("a", "500m")] };
    expect(placesOf(await decide({ "c.json": dump }))).toEqual(["shop/a n1"]);
    expect(placesOf(await decide({ "c.json": { ...dump, config: { kubeSchedulerConfiguration } } }))).toEqual([
      "shop/a n2",
    ]);
  });

  test("one pod", async () => {
    const decisions = await decide({ "c.json": { nodes: NODES, pending: PENDING } }, "--pod shop/b");
    expect(placesOf(decisions)).toEqual(["shop/b n1"]);
  });
});

describe("what cannot be read is told at its place", () => {
  test.each([
    ["explain -f c.json", { nodes: NODES, pending: PENDING }, 2, "pending: shop/a, shop/b, shop/c"],
    ["explain -f c.json --pod shop/x", { nodes: NODES, pending: PENDING }, 4, 'no pending pod "shop/x" in the dump'],
    [
      "explain -f c.json --all-pending",
      { nodes: NODES, pendng: [] },
      3,
      'error E101: unknown field "pendng" in a cluster dump',
    ],
    ["explain -f c.json --all-pending", { nodes: [node("n1", "2x")] }, 3, "error E103"],
    [
      "explain -f c.json --all-pending",
      { nodes: [], config: { percentageOfNodesToScore: 120 } },
      3,
      "Invalid value: 120",
    ],
    ["explain -f nope.json --all-pending", {}, 3, "error E005"],
  ])("%s", async (line, dump, exit, words) => {
    const desk = new Workplace({ "/desk/c.json": JSON.stringify(dump) });
    const result = await desk.podsim(line);
    expect(result.exit).toBe(exit);
    expect(result.err).toContain(words);
  });
});
