import { beforeAll, describe, expect, test } from "vitest";
import { WEB_MANIFEST, Workplace } from "../../../testing/command-run.js";

const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: forks }
spec:
  clock: { stop: { after: 10m } }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: node, count: 3 }]
  behaviors:
    - { match: {}, startup: { lognormal: { p50: 8s, p99: 25s } }, crash: { exponential: { mean: 3m }, exitCode: 1 } }
  timeline:
    - { at: 2m, name: dark, fail: { nodes: node-1, mode: power-off } }
    - { at: 6m, name: more, scale: { target: deployment/web, replicas: 5 } }
  repeat: { seeds: 2 }
`;

const work = new Workplace({ "/desk/web.yaml": WEB_MANIFEST, "/desk/scenario.yaml": SCENARIO });
let base = "";

beforeAll(async () => {
  base = (await work.podsim("run scenario.yaml -o name")).out.trim();
}, 60_000);

interface Forked {
  readonly run: string;
  readonly fork: {
    readonly of: string;
    readonly sharedHistory: readonly { readonly seed: number; readonly facts: number }[];
  };
}

const fork = async (...argv: readonly string[]): Promise<Forked> =>
  JSON.parse((await work.run(["fork", base, ...argv, "-o", "json"])).out) as Forked;

/** Names of interventions that took place, with the time. */
const applied = async (run: string): Promise<readonly string[]> =>
  (await work.podsim(`replay ${run} -o json`)).out
    .split("\n")
    .filter((line) => line.includes("InterventionApplied"))
    .map((line) => /"name":"([^"]+)"/.exec(line)?.[1] ?? "");

describe("a fork", () => {
  test("is the same run up to the moment, fact for fact, and a run of its own", async () => {
    const { run, fork: from } = await fork("--at", "4m", "--scale", "deployment/web=4");
    expect(from.of).toBe(base);
    expect(run).not.toBe(base);
    const [old, made] = [await work.podsim(`replay ${base} -o json`), await work.podsim(`replay ${run} -o json`)];
    const [before, after] = [old.out.split("\n"), made.out.split("\n")];
    const shared = from.sharedHistory[0]?.facts ?? 0;
    expect(after.slice(0, shared)).toEqual(before.slice(0, shared));
    expect(before[shared]).not.toBe(after[shared]);
    expect(after[shared]).toContain('"name":"scale-web"');
    expect(JSON.parse(after[shared] ?? "")).toMatchObject({ atUs: 240_000_000 });
    expect(from.sharedHistory.map(({ seed }) => seed)).toEqual([1, 2]);
    expect((await work.podsim(`replay ${run} --verify`)).exit).toBe(0);
  });

  test("with --seed has the same past and another future, in a fork of it as well", async () => {
    const first = await fork("--at", "4m", "--seed", "99");
    const crashes = async (run: string): Promise<string> => {
      const { out } = await work.podsim(`events --run ${run} --raw -A -o json`);
      return out;
    };
    expect(first.fork.sharedHistory[0]?.facts).toBeGreaterThan(30);
    const again = await fork("--at", "4m", "--seed", "99");
    expect(again.run).toBe(first.run);
    const other = await fork("--at", "4m", "--seed", "98");
    expect(await crashes(other.run)).not.toBe(await crashes(first.run));
    const second = await work.podsim(`fork ${first.run} --at 8m --seed 97 -o json`);
    expect(second.exit, second.err).toBe(0);
    const { fork: from } = JSON.parse(second.out) as Forked;
    expect(from.sharedHistory[0]?.facts).toBeGreaterThan(first.fork.sharedHistory[0]?.facts ?? Infinity);
    expect((await work.podsim(`fork ${base} --at 4m --seed -1`)).exit).toBe(2);
    // What is not recorded but follows from the seed, as leases of nodes do, is read as it was.
    const renewed = async (run: string, at: string): Promise<string> =>
      /RenewTime:.*/.exec((await work.podsim(`describe nodes --run ${run} --at ${at}`)).out)?.[0] ?? "none";
    expect(await renewed(first.run, "3m50s")).toBe(await renewed(base, "3m50s"));
    expect(await renewed(first.run, "6m")).not.toBe(await renewed(base, "6m"));
  });

  test("keeps what the scenario does later, unless that is dropped", async () => {
    const kept = await fork("--at", "4m", "--delete", "deployment/web", "--keep-later");
    expect(await applied(kept.run)).toEqual(["dark", "delete-web", "more"]);
    const dropped = await fork("--at", "dark+30s", "--drop-later");
    expect(await applied(dropped.run)).toEqual(["dark"]);
    const added = await fork("--at", "4m", "--drop-later", "--drain", "node/node-2", "--fail", "node-3");
    expect(await applied(added.run)).toEqual(["dark", "fail-node-3", "drain-node-2"]);
  });

  test("takes any verb, objects that were made on the way, and moments named by a fact", async () => {
    const pod = (await work.podsim(`get pods --run ${base} --at 4m -o name`)).out.split("\n")[0] ?? "";
    const { run, fork: from } = await fork("--at", "#60", "--do", `delete: { target: ${pod} }`);
    expect(from.sharedHistory[0]?.facts).toBeGreaterThan(60);
    expect((await work.podsim(`get ${pod} --run ${run} --at 9m`)).exit).toBe(4);
  });

  test("of a fork has the same history as that", async () => {
    const first = await fork("--at", "3m", "--scale", "deployment/web=3");
    const second = await work.podsim(`fork ${first.run} --at 5m --scale deployment/web=1 -o json`);
    expect(second.exit, second.err).toBe(0);
    const { run } = JSON.parse(second.out) as Forked;
    expect(await applied(run)).toEqual(["dark", "scale-web", "scale-web-2", "more"]);
  });

  test("of one seed runs that seed; the way to compare is told", async () => {
    const told = await work.podsim(`fork ${base}:2 --at 4m --scale deployment/web=4`);
    expect(told.exit).toBe(0);
    expect(told.out).toMatch(/\nrun {3}forks@[0-9a-f]{7} {3}seed 2 /);
    expect(told.err).toMatch(
      /the same as forks@[0-9a-f]{7} up to 4m: \d+ facts of seed 2 shared\ncompare: podsim diff forks@/,
    );
  });
});

describe("what cannot be forked", () => {
  test.each([
    ["--scale deployment/web=4", 2, "--at is missing"],
    ["--at 4m", 2, "nothing would be different"],
    ["--at 4m --drop-later --keep-later", 2, "cannot be given together"],
    ["--at 4m --scale deployment/web", 2, "does not say to how many"],
    ["--at 11m --drop-later", 2, "is after the end of the run"],
    ["--at 4m --scale deployment/wbe=3", 3, 'no Deployment "wbe"'],
    ["--at 4m --drain node/node-9", 3, "there is no node node-9"],
  ])("%s exits %i", async (line, exit, message) => {
    const told = await work.podsim(`fork ${base} ${line}`);
    expect(told).toMatchObject({ exit, out: "" });
    expect(told.err).toContain(message);
  });

  test("a moment after the end, of a run that is at rest then as well", async () => {
    const place = new Workplace({ "/desk/web.yaml": WEB_MANIFEST });
    const { out } = await place.podsim("run -f web.yaml --nodes 1 --until 15m -o json");
    expect(JSON.parse(out)).toMatchObject({ seeds: [{ stopReason: "agenda-empty" }] });
    expect((await place.podsim("fork --at 15m --scale deployment/web=3")).exit).toBe(0);
    const told = await place.podsim("fork @~1 --at 15m1s --scale deployment/web=3");
    expect(told).toMatchObject({ exit: 2, out: "" });
    expect(told.err).toContain('"15m1s" is after the end of the run\n  why  it stops after 15m');
  });

  test("a run whose files have changed", async () => {
    const place = new Workplace({ "/desk/web.yaml": WEB_MANIFEST, "/desk/scenario.yaml": SCENARIO });
    await place.podsim("run scenario.yaml");
    place.files.write("/desk/web.yaml", WEB_MANIFEST.replace("100m", "200m"));
    const told = await place.podsim("fork --at 4m --drop-later");
    expect(told.exit).toBe(4);
    expect(told.err).toContain("what run forks@");
  });
});
