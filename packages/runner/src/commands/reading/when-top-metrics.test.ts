import { beforeAll, describe, expect, test } from "vitest";
import { jsonLines, textLines, WEB_MANIFEST, Workplace } from "../../../testing/command-run.js";

const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: looking }
spec:
  clock: { stop: { after: 10m } }
  cluster:
    manifests: [./web.yaml]
    nodes:
      - name: node
        count: 2
        template:
          metadata: { labels: { podsim.dev/price-per-hour: "0.25" } }
          status: { allocatable: { cpu: "1", memory: 1Gi, pods: "10" } }
  timeline:
    - { at: 2m, name: more, scale: { target: deployment/web, replicas: 4 } }
    - { at: 5m, name: gone, delete: { target: deployment/web } }
    - { at: 7m, name: dearer, patch: { target: node/node-2, set: { "metadata.labels[podsim.dev/price-per-hour]": "0.5" } } }
`;

const work = new Workplace({
  "/desk/web.yaml": WEB_MANIFEST.replace("memory: 64Mi }", "memory: 64Mi }, limits: { cpu: 200m }"),
  "/desk/scenario.yaml": SCENARIO,
});

beforeAll(async () => {
  await work.podsim("run scenario.yaml");
}, 60_000);

describe("when", () => {
  test("a condition, a field, a creation and a deletion have a moment and a fact", async () => {
    expect((await work.podsim("when --for=create deployment/web")).out).toMatch(
      /^deployment\.apps\/web created at 00:00:00\.000 {3}#\d+ DeploymentApplied\n$/,
    );
    expect((await work.podsim("when --for=jsonpath={.status.readyReplicas}=4 deployment web")).out).toMatch(
      /^deployment\.apps\/web condition met at 00:02:\d\d\.\d+ {3}#\d+ DeploymentStatusUpdated\n$/,
    );
    expect((await work.podsim("when --for=delete deployment/web")).out).toContain("deleted at 00:05:00.");
    const ready = jsonLines((await work.podsim("when --for=condition=ready pods -l app=web -o json")).out);
    expect(ready).toHaveLength(4);
    for (const each of ready)
      expect(each).toMatchObject({ kind: "Pod", met: true, tUs: expect.any(Number) as unknown });
  });

  test("from a moment on, what holds already is met then", async () => {
    const told = await work.podsim("when --for=condition=Available deployment/web --at more+2m");
    expect(told).toMatchObject({ exit: 0 });
    expect(told.out).toContain("at 00:04:00.000   already then");
  });

  test("never is 96, an object that never was 4, and what cannot be read 2", async () => {
    const never = await work.podsim("when --for=condition=Ready=false node/node-1");
    expect(never).toMatchObject({ exit: 96, out: "node/node-1 never\n" });
    expect((await work.podsim("when --for=create pod/nope")).exit).toBe(4);
    expect((await work.podsim("when --for=create pod/nope --ignore-not-found")).exit).toBe(0);
    expect((await work.podsim("when --for=sunshine pods")).exit).toBe(2);
    expect((await work.podsim("when pods")).exit).toBe(2);
    expect((await work.podsim("when --for=jsonpath={.status pods")).exit).toBe(2);
  });
});

describe("top", () => {
  test("nodes is kube-capacity's table: all first, then each, with the price where nodes have one", async () => {
    const lines = textLines((await work.podsim("top nodes --at 4m --pod-count")).out).map((line) =>
      line.split(/ {3,}/),
    );
    expect(lines).toEqual([
      ["NODE", "CPU REQUESTS", "CPU LIMITS", "MEMORY REQUESTS", "MEMORY LIMITS", "POD COUNT", "PRICE PER HOUR"],
      ["*", "400m (20%)", "800m (40%)", "256Mi (12%)", "0Mi (0%)", "4/20", "0.5"],
      ["node-1", "200m (20%)", "400m (40%)", "128Mi (12%)", "0Mi (0%)", "2/10", "0.25"],
      ["node-2", "200m (20%)", "400m (40%)", "128Mi (12%)", "0Mi (0%)", "2/10", "0.25"],
    ]);
    const left = (await work.podsim("top nodes --at 4m --available -o csv --no-headers")).out;
    expect(textLines(left)[0]).toBe("*,1600m/2000m,1200m/2000m,1792Mi/2048Mi,2048Mi/2048Mi,0.5");
  });

  test("a node's price is the one it has by then", async () => {
    const [all] = textLines((await work.podsim("top nodes -o csv --no-headers")).out);
    expect(all?.split(",").at(-1)).toBe("0.75");
  });

  test("with pods, as a tree, as bars, by workload", async () => {
    const pods = textLines((await work.podsim("top nodes --at 4m --pods")).out);
    expect(pods).toHaveLength(8);
    expect(pods[3]).toMatch(/^node-1 +default +web-\S+ +100m \(10%\)/);
    const tree = (await work.podsim("top nodes --at 4m --tree --ascii")).out;
    expect(tree).toMatch(/\n\|- node-1 +\(20%\) 200m +\(40%\) 400m +1000m +600m\n\| {2}\|- default\/web-/);
    expect((await work.podsim("top nodes --at 4m --bars --ascii")).out).toMatch(
      /^node-1 +cpu ####\.{16} 20% +memory ##/,
    );
    expect((await work.podsim("top workloads --at 4m")).out).toMatch(/\ndefault +deployment\/web +4 +400m +800m/);
    expect(textLines((await work.podsim("top pods --at 4m")).out)).toHaveLength(5);
    const json = JSON.parse((await work.podsim("top nodes --at 4m -o json")).out) as {
      readonly nodes: readonly unknown[];
    };
    expect(json.nodes[0]).toMatchObject({
      allocatable: { cpu: 1000 },
      asked: { cpu: { request: 200, limit: 400 } },
      pricePerHour: 0.25,
    });
  });

  test("sorts by what is asked for, and refuses what it does not know", async () => {
    const sorted = textLines((await work.podsim("top nodes --at 1m --sort cpu.request.percentage --no-headers")).out);
    expect(sorted).toHaveLength(3);
    expect((await work.podsim("top nodes --sort size")).exit).toBe(2);
    expect((await work.podsim("top moon")).exit).toBe(2);
    expect(await work.podsim("top pods --tree")).toMatchObject({ exit: 2, out: "" });
  });
});

describe("metrics", () => {
  test("ls prints the shelf; a metric is printed over time", async () => {
    expect((await work.podsim("metrics ls")).out).toBe((await work.podsim("list metrics")).out);
    const samples = jsonLines((await work.podsim("metrics sim_available_replicas -o json")).out);
    expect(samples.map(({ value }) => value)).toEqual([2, 3, 4]);
    expect(samples[0]).toMatchObject({
      metric: "sim_available_replicas",
      kind: "gauge",
      labels: { namespace: "default", deployment: "web" },
    });
  });

  test("in steps, as CSV, of one series", async () => {
    const csv = textLines((await work.podsim("metrics query sim_nodes_ready --step 5m -o csv")).out);
    expect(csv[0]).toBe("t_us,metric,value");
    expect(csv.slice(1).map((row) => row.split(",")[0])).toEqual(["0", "300000000", "600000000"]);
    expect((await work.podsim('metrics sim_available_ratio{deployment="api"}')).err).toContain("nothing was measured");
  });

  test("unknown metrics and labels are refused with what there is", async () => {
    const told = await work.podsim("metrics sim_pendng_pods");
    expect(told.exit).toBe(2);
    expect(told.err).toContain("did you mean sim_pending_pods?");
    expect((await work.podsim('metrics sim_available_ratio{app="web"}')).err).toContain('has no label "app"');
  });
});
