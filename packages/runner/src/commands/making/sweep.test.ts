import { describe, expect, test } from "vitest";
import { jsonLines, testHost, textLines, WEB_MANIFEST, Workplace } from "../../../testing/command-run.js";

const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: surge }
spec:
  question: How many nodes does a surge need?
  clock: { stop: { after: 5m } }
  params:
    replicas: { type: integer, default: 8 }
    nodes: { type: integer, default: 8, min: 1 }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: node, count: $(params.nodes), template: { status: { allocatable: { cpu: 300m, memory: 4Gi, pods: "20" } } } }]
  behaviors:
    - { match: {}, startup: { lognormal: { p50: 8s, p99: 25s } } }
  timeline:
    - { at: 1m, name: more, scale: { target: deployment/web, replicas: $(params.replicas) } }
  thresholds:
    sim_pending_pods: [{ expr: last == 0, window: { from: 2m } }]
  repeat: { seeds: 3 }
  sweep: { find: { smallest: nodes, between: [1, 6] } }
`;

const FILES = { "/desk/web.yaml": WEB_MANIFEST, "/desk/scenario.yaml": SCENARIO };

interface Sweep {
  readonly complete: boolean;
  readonly cells: readonly {
    readonly params: Readonly<Record<string, unknown>>;
    readonly isMet: boolean;
    readonly share: { readonly passed: number; readonly total: number };
    readonly runs: readonly { readonly seed: number; readonly digest: string }[];
  }[];
  readonly find: {
    readonly value: number | null;
    readonly tried: readonly { readonly value: number }[];
  } | null;
  readonly meta?: { readonly runsKnown: number; readonly runsMade: number };
}

const sweep = async (work: Workplace, line: string): Promise<Sweep> =>
  JSON.parse((await work.podsim(`sweep scenario.yaml ${line} -o json`)).out) as Sweep;

describe("a matrix", () => {
  test("runs every cell with every seed; what is known is not run again, whatever asks for it", async () => {
    const work = new Workplace(FILES);
    const first = await sweep(work, "--param nodes=2..4 --param replicas=8,12");
    expect(first.cells.map(({ params, isMet }) => [params["nodes"], params["replicas"], isMet])).toEqual([
      ["2", "8", false],
      ["2", "12", false],
      ["3", "8", true],
      ["3", "12", false],
      ["4", "8", true],
      ["4", "12", true],
    ]);
    expect(first.cells.map(({ runs }) => runs.map(({ seed }) => seed))).toEqual(
      Array.from({ length: 6 }, () => [1, 2, 3]),
    );
    expect(first.meta).toMatchObject({ runsKnown: 0, runsMade: 18 });
    expect((await sweep(work, "--param nodes=2..4 --param replicas=8,12")).meta).toMatchObject({
      runsKnown: 18,
      runsMade: 0,
    });
    // The default of replicas is one of the cells above.
    expect((await sweep(work, "--param nodes=3..5")).meta).toMatchObject({ runsKnown: 6, runsMade: 3 });
    expect((await sweep(work, "--param nodes=3..5 --no-cache")).meta).toMatchObject({ runsKnown: 0, runsMade: 9 });
  });

  test("a cell is the run that podsim run makes of it", async () => {
    const work = new Workplace(FILES);
    const { cells } = await sweep(work, "--param nodes=3,4");
    const run = JSON.parse((await work.podsim("run scenario.yaml --set nodes=4 -o json")).out) as {
      readonly seeds: readonly { readonly digest: string }[];
    };
    expect(cells[1]?.runs.map(({ digest }) => digest)).toEqual(run.seeds.map(({ digest }) => digest));
  });

  test("the same bytes for any number of jobs", async () => {
    const line = "sweep scenario.yaml --param nodes=2..4 --reproducible";
    const [one, two] = [new Workplace(FILES), new Workplace(FILES)];
    for (const output of ["", " -o json", " -o csv"]) {
      const [a, b] = [await one.podsim(`${line} --jobs 1${output}`), await two.podsim(`${line} --jobs 5${output}`)];
      expect(a.out).not.toBe("");
      expect(b.out).toBe(a.out);
    }
  });

  test("as a table with shares and intervals, as CSV with a line per run", async () => {
    const work = new Workplace(FILES);
    const { out, exit } = await work.podsim("sweep scenario.yaml --param nodes=2,3 --param replicas=8");
    expect(exit).toBe(0);
    expect(out).toContain("2 cells × 3 seeds");
    expect(out).toMatch(/✗ 2 +8 +0\/3 \(0–56%\) {3}.* ± /);
    expect(out).toMatch(/nodes {3}replicas {3}seeds +sim_pending_pods last {3}last pod ready/);
    expect(out).toMatch(/✓ 3 +8 +3\/3 +0 ± 0 /);
    expect(out).toMatch(/✓ 3 +8 +3\/3 /);
    expect(out).toContain("1 of 2 cells pass\nnext  podsim run scenario.yaml --set nodes=2 --set replicas=8\n");
    const csv = textLines((await work.podsim("sweep scenario.yaml --param nodes=2,3 -o csv")).out);
    expect(csv[0]).toMatch(/^nodes,seed,passed,last pod ready after the start,.*,sim_pending_pods last == 0$/);
    expect(csv.slice(1).map((row) => row.split(",").slice(0, 3).join(","))).toEqual([
      "2,1,false",
      "2,2,false",
      "2,3,false",
      "3,1,true",
      "3,2,true",
      "3,3,true",
    ]);
  });
});

describe("find", () => {
  test("by bisection agrees with trying every value", async () => {
    const work = new Workplace(FILES);
    const found = await sweep(work, "");
    expect(found.find).toMatchObject({
      goal: "smallest",
      parameter: "nodes",
      value: 3,
      monotone: true,
      exhaustive: false,
    });
    expect(found.find?.tried.length).toBeLessThan(6);
    const all = await sweep(work, "--param nodes=1..6");
    expect(all.cells.find(({ isMet }) => isMet)?.params["nodes"]).toBe("3");
    expect((await work.podsim("sweep scenario.yaml")).out).toMatch(
      /\nFOUND {2}smallest nodes that passes: 3 {3}\(1 to 6, \d of 6 values tried\)\n$/,
    );
  });

  test("from the command line, in the other direction", async () => {
    const found = await sweep(new Workplace(FILES), "--find largest:replicas --param replicas=10..40..2");
    expect(found.find).toMatchObject({ goal: "largest", parameter: "replicas", between: [10, 40], step: 2, value: 24 });
  });

  test("nothing that passes exits 99", async () => {
    const told = await new Workplace(FILES).podsim("sweep scenario.yaml --find smallest:nodes --param nodes=1..2");
    expect(told.exit).toBe(99);
    expect(told.out).toContain("NONE   no value of nodes from 1 to 2 passes   (2 of 2 values tried)");
  });
});

describe("what cannot be swept", () => {
  test.each([
    ["--param nods=1..2", 3, 'parameter "nods" is not declared'],
    ["--param nodes=0..2", 3, "0 is not allowed: min is 1"],
    ["--param nodes=3..2", 2, "the lower value comes first"],
    ["--find biggest:nodes", 2, "does not say what to look for"],
    ["--find smallest:replicas", 2, "needs bounds"],
    ["--param nodes=2 --seeds 0", 2, "--seeds needs a whole number"],
    ["--param nodes=2 --jobs none", 2, "--jobs needs a whole number"],
  ])("%s exits %i", async (line, exit, message) => {
    const told = await new Workplace(FILES).podsim(`sweep scenario.yaml ${line}`);
    expect(told).toMatchObject({ exit, out: "" });
    expect(told.err).toContain(message);
  });

  test("a guard marks what it stopped, keeps none of it and exits 5", async () => {
    const work = new Workplace(FILES);
    const told = await work.podsim("sweep scenario.yaml --param nodes=2 --max-events 10 -o json");
    expect(told.exit).toBe(5);
    expect(JSON.parse(told.out)).toMatchObject({ complete: false });
    expect((await sweep(work, "--param nodes=2")).meta).toMatchObject({ runsKnown: 0 });
  });

  test("an interruption exits 130 and says how to go on", async () => {
    const told = await new Workplace(FILES, testHost({ interruption: () => "interrupted" })).podsim(
      "sweep scenario.yaml --param nodes=2..4 --progress json",
    );
    expect(told.exit).toBe(130);
    expect(told.err).toContain("the same command goes on from there");
    expect(
      jsonLines(
        told.err
          .split("\n")
          .filter((line) => line.startsWith("{"))
          .join("\n"),
      ),
    ).toEqual([]);
  });
});

describe("the seeds of a run, several at a time", () => {
  const bytesOf = (work: Workplace): readonly (readonly [string, string])[] =>
    work.files
      .paths()
      .filter((path) => path.includes("/runs/"))
      .map((path) => {
        const read = work.files.read(path, () => Number.MAX_SAFE_INTEGER);
        const text = read._tag === "Right" ? Buffer.from(read.right.bytes).toString("base64") : "";
        const isRecord = path.endsWith("run.json");
        const plain = Buffer.from(text, "base64").toString();
        // The command says --jobs to nobody, and the wall clock is the one thing that differs.
        return [path, isRecord ? plain.replace(/"tookMillis": \d+/, "") : text] as const;
      });

  test("keep the same bytes, and print the same, as one after another", async () => {
    const [alone, together] = [new Workplace(FILES), new Workplace(FILES)];
    const line = "run scenario.yaml --seeds 5 -o json --reproducible";
    const [a, b] = [await alone.podsim(line), await together.podsim(`${line} --jobs 3`)];
    expect(b.err).toBe(a.err);
    expect(b.out).toBe(a.out);
    expect(bytesOf(alone).length).toBeGreaterThan(6);
    expect(bytesOf(together)).toEqual(bytesOf(alone));
    expect((await together.podsim("replay @:4 --verify")).exit).toBe(0);
  });

  test("need files that can be read again", async () => {
    expect((await new Workplace(FILES).podsim("run -f web.yaml --seeds 2 --jobs 2")).exit).toBe(2);
  });

  test("stopped by a guard are marked so", async () => {
    const told = await new Workplace(FILES).podsim("run scenario.yaml --seeds 2 --jobs 2 --max-events 10 -o json");
    expect(told.exit).toBe(5);
    expect(JSON.parse(told.out)).toMatchObject({ complete: false });
  });
});
