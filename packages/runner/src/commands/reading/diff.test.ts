import { beforeAll, describe, expect, test } from "vitest";
import { webManifest, Workplace } from "../../../testing/command-run.js";

const DEPLOYMENT = webManifest({ "replicas: 2": "replicas: 3", "cpu: 100m": "cpu: 500m" });

const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: scaling }
spec:
  clock: { stop: { after: 10m } }
  params:
    replicas: { type: integer, default: 3 }
    nodes: { type: integer, default: 2 }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: node, count: $(params.nodes), template: { status: { allocatable: { cpu: "1", memory: 4Gi, pods: "20" } } } }]
  behaviors:
    - { match: {}, startup: { lognormal: { p50: 8s, p99: 25s } } }
  timeline:
    - { at: 4m, name: more, scale: { target: deployment/web, replicas: $(params.replicas) } }
  thresholds:
    sim_pending_pods: [{ expr: last == 0, window: { from: 5m } }]
  repeat: { seeds: 4 }
`;

const FILES = { "/desk/web.yaml": DEPLOYMENT, "/desk/scenario.yaml": SCENARIO };

/** Runs, latest first: more replicas on as many nodes; as written. */
const work = new Workplace(FILES);
let few = "";
let many = "";

beforeAll(async () => {
  few = (await work.podsim("run scenario.yaml -o name")).out.trim();
  many = (await work.podsim("run scenario.yaml --set replicas=6 -o name")).out.trim();
}, 60_000);

interface Json {
  readonly different: boolean;
  readonly paired: boolean;
  readonly thresholds: readonly { readonly finding: string }[];
  readonly metrics: readonly { readonly label: string; readonly change: number | null; readonly finding: string }[];
  readonly scenario: readonly unknown[];
  readonly placement: { readonly pods: readonly unknown[]; readonly onlyInB: number } | null;
  readonly divergence: { readonly atUs: number; readonly text: string; readonly seedA: number } | null;
}

const diffed = async (line: string): Promise<Json> =>
  JSON.parse((await work.podsim(`diff ${line} -o json`)).out) as Json;

describe("a run and itself", () => {
  test("show no difference in any row", async () => {
    const told = await work.podsim("diff @ @ --exit-code");
    expect(told.exit).toBe(0);
    const rows = told.out.split("\n").filter((line) => /^[ ~] {1,2}\S/.test(line) && !/ A +B /.test(line));
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row).toMatch(/^ .* no difference shown$/);
    expect(told.out).toContain("placement  no difference shown\ndiverged   no difference shown\n");
    expect(told.out).toMatch(/\nResult: no difference shown\.\n$/);
    expect(await diffed("@ @")).toMatchObject({ different: false, divergence: null, placement: null });
  });
});

describe("one thing asked differently", () => {
  test("is named, with what it broke, what is worse, and where the runs part", async () => {
    const told = await work.podsim(`diff ${few} ${many}`);
    expect(told.exit).toBe(0);
    expect(told.out).toContain("~ spec.params.replicas  3 → 6\n");
    expect(told.out).toMatch(/~ sim_pending_pods last == 0 +4\/4 +0\/4 +✓ → ✗ +broken\n/);
    expect(told.out).toMatch(/~ peak pending after more +0 +3 +\+3 +worse\n/);
    expect(told.out).toMatch(/placement {2}at the end, pods 3 only in B/);
    expect(told.out).toContain("diverged   seed 1 at 00:04:00.000 #");
    expect(told.out).toMatch(/ {3}\(4 of 4 pairs part\)\n/);
    expect(told.out).toMatch(
      /\nResult: 0 thresholds fixed, 1 broken; \d+ metrics changed, \d+ without a difference shown\.\n$/,
    );
  });

  test("the other way round, the threshold is fixed and the metric better", async () => {
    const { thresholds, metrics } = await diffed(`${many} ${few}`);
    expect(thresholds.map(({ finding }) => finding)).toEqual(["fixed"]);
    expect(metrics.find(({ label }) => label === "peak pending after more")).toMatchObject({
      change: -3,
      finding: "better",
    });
  });

  test("with --exit-code exits 96, and only for the section asked for", async () => {
    expect((await work.podsim(`diff ${few} ${many} --exit-code`)).exit).toBe(96);
    expect((await work.podsim(`diff ${few} ${many} --exit-code --only placement`)).exit).toBe(96);
    expect((await work.podsim(`diff ${few} ${few} --exit-code --only scenario`)).exit).toBe(0);
  });

  test("--stat prints the last line alone; --only one section", async () => {
    const stat = await work.podsim(`diff ${few} ${many} --stat`);
    expect(stat.out.split("\n")).toHaveLength(2);
    expect(stat.out).toMatch(/^Result: /);
    const placement = await work.podsim(`diff ${few} ${many} --only placement`);
    expect(placement.out).toMatch(/ {2}default\/web-\S+ +not there → no node \(Pending\)\n/);
    expect(placement.out).not.toContain("peak pending");
    const events = await work.podsim(`diff ${few} ${many} --only events`);
    expect(events.out).toMatch(/~ Warning FailedScheduling +0 +\d+ +\+\d+/);
    expect((await work.podsim(`diff ${few} ${many} --only colours`)).exit).toBe(2);
  });
});

describe("two seeds of a run", () => {
  test("are not paired, say so, and part at the first fact that luck decides", async () => {
    const told = await work.podsim("diff @:1 @:2");
    expect(told.out).toContain("(unpaired: no seed in common");
    expect(told.out).toMatch(/diverged {3}seed 1 of A and 2 of B at \S+ #\d+: .* in A, .* in B/);
    const { paired, divergence } = await diffed("@:1 @:2");
    expect(paired).toBe(false);
    expect(divergence).toMatchObject({ seedA: 1, seedB: 2 });
  });

  test("a difference seen in one seed has no interval", async () => {
    expect((await work.podsim("diff @:1 @:2")).out).toContain("(one seed: no interval)");
  });
});

test("a scenario where a run is asked for is run first", async () => {
  const { out } = await work.podsim("diff scenario.yaml scenario.yaml --seeds 2 -o json");
  expect(JSON.parse(out)).toMatchObject({ different: false, pairedSeeds: [1, 2] });
});

test("seeds that only one side has are left out, and said so", async () => {
  await work.podsim("run scenario.yaml --seeds 6");
  expect((await work.podsim(`diff ${few} @`)).out).toContain(
    "(paired by 4 seeds; 2 seeds of one side only are left out)",
  );
});
