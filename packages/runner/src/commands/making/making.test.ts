import { beforeAll, describe, expect, test } from "vitest";
import { jsonLines, MANIFESTS, testHost, WEB_MANIFEST, Workplace } from "../../../testing/command-run.js";
import type { CommandRun } from "../../../testing/command-run.js";

/** One run that the tests below look at. */
const work = new Workplace(MANIFESTS);
let made: CommandRun;

beforeAll(async () => {
  made = await work.podsim("run -f web.yaml -f crash.yaml --nodes 2 --until 5m -o json");
});

describe("run", () => {
  test("-o json prints one object with what is promised, and exits 0", () => {
    expect(made.exit).toBe(0);
    const result = JSON.parse(made.out) as Record<string, unknown>;
    expect(result).toMatchObject({
      apiVersion: "podsim.dev/v1alpha1",
      kind: "RunResult",
      formatVersion: "1.0",
      run: expect.stringMatching(/^web@[0-9a-f]{7}$/) as unknown,
      seed: 1,
      digest: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      virtualEndUs: 300_000_000,
      facts: expect.any(Number) as unknown,
      pods: { total: 3 },
      seeds: [{ seed: 1 }],
      deployments: [{ namespace: "default", name: "web", replicas: 2 }],
      verdict: { status: "pass", exitCode: 0 },
      meta: { wall: { tookMillis: expect.any(Number) as unknown } },
    });
  });

  test("the same again gives the same bytes, but for the wall clock", async () => {
    const other = new Workplace(MANIFESTS);
    const again = "run -f web.yaml -f crash.yaml --nodes 2 --until 5m -o json --reproducible";
    const [one, two] = [await other.podsim(again), await work.podsim(again)];
    expect(one.out).toBe(two.out);
    expect((JSON.parse(one.out) as { digest: string }).digest).toBe(
      (JSON.parse(made.out) as { digest: string }).digest,
    );
  });

  test("another seed is another run", async () => {
    const other = await new Workplace(MANIFESTS).podsim("run -f web.yaml --nodes 2 --until 1m --seed 7 -o json");
    expect(JSON.parse(other.out)).toMatchObject({ seed: 7, seeds: [{ seed: 7 }] });
  });

  test("-o name prints what --run takes", async () => {
    const place = new Workplace(MANIFESTS);
    const named = await place.podsim("run -f web.yaml --nodes 1 --until 30s -o name");
    expect(named.out).toMatch(/^web@[0-9a-f]{7}\n$/);
    expect((await place.podsim(`get pods --run ${named.out.trim()}`)).exit).toBe(0);
  });

  test("text ends with the verdict, the run and what to type next; warnings go to stderr", async () => {
    const told = await new Workplace(MANIFESTS).podsim("run -f web.yaml -f crash.yaml --until 1m");
    expect(told.out.split("\n").filter((line) => /^(run|next) /.test(line))).toHaveLength(2);
    expect(told.err).toContain("warning W505: no nodes were given");
    expect(told.out).not.toContain("warning");
  });

  test("with -o json too, and stdout is still one object", async () => {
    const told = await new Workplace(MANIFESTS).podsim("run -f web.yaml --until 1m -o json");
    expect(told.err).toContain("warning W505: no nodes were given");
    expect(JSON.parse(told.out)).toMatchObject({ warnings: [{ code: "W505" }] });
  });

  test("an option that cannot be is refused before anything is printed", async () => {
    const told = await new Workplace(MANIFESTS).podsim("run -f web.yaml --nodes 1 --jobs many");
    expect(told).toMatchObject({ exit: 2, out: "" });
  });

  test("-q prints the result alone", async () => {
    const told = await new Workplace(MANIFESTS).podsim("run -f web.yaml --until 1m -q");
    expect(told.err).toBe("");
    expect(told.out).not.toContain("kubernetes 1.3");
  });

  test("--dry-run reads everything and runs nothing", async () => {
    const place = new Workplace(MANIFESTS);
    expect(await place.podsim("run -f web.yaml --nodes 1 --dry-run")).toMatchObject({ exit: 0 });
    expect(place.files.paths().some((path) => path.includes(".podsim"))).toBe(false);
  });

  test("a guard that stops it exits 5 and keeps what was run", async () => {
    const place = new Workplace(MANIFESTS);
    const stopped = await place.podsim("run -f web.yaml --nodes 1 --max-events 10 -o json");
    expect(stopped.exit).toBe(5);
    expect(JSON.parse(stopped.out)).toMatchObject({
      complete: false,
      seeds: [{ complete: false, stopReason: "max-events" }],
    });
    expect((await place.podsim("runs show -o json")).out).toContain('"complete": false');
  });

  test("an interruption ends it at the next slice, keeps the run and exits 130", async () => {
    const place = new Workplace(MANIFESTS, testHost({ interruption: () => "interrupted" }));
    const stopped = await place.podsim("run -f web.yaml --nodes 1");
    expect(stopped.exit).toBe(130);
    expect(stopped.err).toMatch(/stopped; what was run is kept: podsim get pods -A --run web@/);
    expect((await place.podsim("get pods -A")).exit).toBe(0);
  });

  test("several seeds are several logs, each found by its number", async () => {
    const place = new Workplace(MANIFESTS);
    const told = await place.podsim("run -f web.yaml --nodes 1 --until 30s --seeds 3 -o json");
    expect((JSON.parse(told.out) as { seeds: readonly unknown[] }).seeds).toHaveLength(3);
    expect((await place.podsim("replay @:3 --verify")).out).toContain("seed 3:");
    expect((await place.podsim("get pods --run @:4")).exit).toBe(4);
  });
});

describe("validate", () => {
  test("tells what a file amounts to", async () => {
    const told = await work.podsim("validate web.yaml");
    expect(told.exit).toBe(0);
    expect(told.out).toMatch(/^web\.yaml {2}ok {4}1 file · 3 nodes · 2 pods · 0 timeline entries · 0 thresholds$/m);
  });

  test("tells what is wrong with it, for people and for programs", async () => {
    const place = new Workplace({ "/desk/bad.yaml": WEB_MANIFEST.replace("100m", "100mm") });
    const told = await place.podsim("validate bad.yaml");
    expect(told).toMatchObject({ exit: 3, out: "" });
    expect(told.err).toContain("bad.yaml:14:");
    const json = await place.podsim("validate bad.yaml -o json");
    expect(json.exit).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({
      valid: false,
      diagnostics: [{ file: "bad.yaml", line: 14, code: "E103" }],
    });
    expect((await place.podsim("validate bad.yaml -o github")).out).toMatch(/^::error file=bad\.yaml,line=14/);
    expect(JSON.parse((await place.podsim("validate bad.yaml -o sarif")).out)).toMatchObject({ version: "2.1.0" });
  });
});

describe("colour and progress", () => {
  test("is used on a terminal only, and never when it is not wanted", async () => {
    const sgr = /\u001b\[/;
    expect((await work.podsim("get pods", { isTty: true })).out).toMatch(sgr);
    expect((await work.podsim("get pods")).out).not.toMatch(sgr);
    expect((await work.podsim("get pods --color always")).out).toMatch(sgr);
    expect((await work.podsim("get pods", { isTty: true, environment: { NO_COLOR: "1" } })).out).not.toMatch(sgr);
    expect((await work.podsim("get pod/x", { isTty: true })).err).toMatch(sgr);
  });

  test("progress goes to stderr, in the form asked for, and only for runs that take their time", async () => {
    let millis = 0;
    const slow = testHost({ nowMillis: () => (millis += 400) });
    const told = await new Workplace(MANIFESTS, slow).podsim(
      "run -f web.yaml --nodes 1 --until 1m --progress json -o json",
    );
    expect(JSON.parse(told.out)).toMatchObject({ kind: "RunResult" });
    for (const record of jsonLines(told.err)) expect(record).toMatchObject({ kind: "Progress", seeds: 1 });
    const quick = await new Workplace(MANIFESTS).podsim(
      "run -f web.yaml --nodes 1 --until 1m --progress plain -o json",
    );
    expect(quick.err).toBe("");
  });
});
