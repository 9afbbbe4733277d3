import { beforeAll, describe, expect, test } from "vitest";
import { Workplace } from "../../../testing/command-run.js";

const spec = (cpu: string): string =>
  `{ containers: [{ name: app, image: nginx, resources: { requests: { cpu: ${cpu}, memory: 64Mi } } }] }`;

const POD = `apiVersion: v1
kind: Pod
metadata: { name: small }
spec: ${spec("900m")}
`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: ${spec("900m")} }
`;

const node = (name: string, zone: string) => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, labels: { "topology.kubernetes.io/zone": zone } },
  status: { allocatable: { cpu: "4", memory: "8Gi", pods: "110" } },
});

const DUMP = JSON.stringify({ nodes: [node("n1", "a"), node("n2", "b")] });

/** A more important pod was promised n1, where somebody takes his time to go. */
const PROMISED = JSON.stringify({
  nodes: [node("n1", "a"), node("n2", "b")],
  pods: [
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "vip", namespace: "default" },
      spec: {
        priority: 10,
        containers: [{ name: "app", image: "nginx", resources: { requests: { cpu: "3", memory: "64Mi" } } }],
      },
      status: { phase: "Pending", nominatedNodeName: "n1" },
    },
  ],
});

const desk = new Workplace({
  "/desk/promised.json": PROMISED,
  "/desk/pod.yaml": POD,
  "/desk/web.yaml": DEPLOYMENT,
  "/desk/two.yaml": `${POD}---\n${DEPLOYMENT}`,
  "/desk/c.json": DUMP,
});

interface Headroom {
  readonly count: number;
  readonly limited: boolean;
  readonly nodes: readonly { readonly node: string; readonly pods: number }[];
  readonly zones: readonly { readonly zone: string; readonly pods: number }[];
  readonly next: { readonly message: string; readonly filter: readonly { readonly nearest?: object }[] } | null;
}

const measured = async (args: string): Promise<Headroom> => {
  const { out, err, exit } = await desk.podsim(`headroom ${args} -o json`);
  expect({ err, exit }).toEqual({ err: "", exit: 0 });
  return JSON.parse(out) as Headroom;
};

beforeAll(async () => {
  expect((await desk.podsim("run -f web.yaml --nodes 2xcpu=4,memory=16Gi -q")).exit).toBe(0);
}, 60_000);

describe("how many more fit", () => {
  test("into a dump, by node and zone, and the nearest shortfall of the next", async () => {
    const { count, nodes, zones, next } = await measured("-f pod.yaml -f c.json");
    expect(count).toBe(8);
    expect(nodes).toEqual([
      { node: "n1", pods: 4 },
      { node: "n2", pods: 4 },
    ]);
    expect(zones.map(({ pods }) => pods)).toEqual([4, 4]);
    expect(next?.message).toContain("0/2 nodes are available: 2 Insufficient cpu.");
    expect(next?.filter[0]?.nearest).toMatchObject({ lacks: [{ resource: "cpu", short: "500m" }] });
  });

  test("scheduler 1.43: into a dump, beside what was promised to a more important pod", async () => {
    const { count, nodes, next } = await measured("-f pod.yaml -f promised.json");
    expect(count).toBe(5);
    expect(nodes).toEqual([
      { node: "n2", pods: 4 },
      { node: "n1", pods: 1 },
    ]);
    // 100m are left on n1, and 400m on n2: the nearest is told by what is really left.
    expect(next?.filter[0]?.nearest).toMatchObject({ node: "n2", lacks: [{ resource: "cpu", short: "500m" }] });
  });

  test("into a run, beside what is there already, of a Deployment's template", async () => {
    expect((await measured("-f web.yaml")).count).toBe(6);
    expect((await measured("-f web.yaml --at 0s")).count).toBe(8);
  });

  test("up to a limit", async () => {
    expect(await measured("-f pod.yaml -f c.json --limit 3")).toMatchObject({ count: 3, limited: true, next: null });
  });

  test("for people", async () => {
    const { out } = await desk.podsim("headroom -f pod.yaml -f c.json");
    expect(out).toContain("8 more pods like default/small fit   (c.json)\neach asks for cpu 900m, memory 64Mi\n");
    expect(out).toMatch(/WHAT STOPS THE NEXT ONE\n.*\n +2 +NodeResourcesFit +Insufficient cpu +n1 short by 500m/);
  });
});

test.each([
  ["headroom", 2, "which pod is to be measured?"],
  ["headroom -f two.yaml -f c.json", 2, "two.yaml holds 2 pod templates"],
  ["headroom -f nope.yaml", 3, 'nope.yaml:1:1: error E005: there is no file "nope.yaml"'],
])("podsim %s: exit %i", async (line, exit, words) => {
  const result = await desk.podsim(line);
  expect({ exit: result.exit, has: result.err.includes(words) }).toEqual({ exit, has: true });
});
