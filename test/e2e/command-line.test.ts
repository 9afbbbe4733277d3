import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ended, Playground } from "./podsim.js";
import type { Ended } from "./podsim.js";

const deployment = (name: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: app
          image: nginx:1.27
          ports: [{ containerPort: 80 }]
          resources: { requests: { cpu: 10m, memory: 16Mi } }
          readinessProbe: { httpGet: { path: /, port: 80 } }
`;

/** A pod that crashes every second, so that a run of it goes on as long as one likes. */
const crashing = (count: number): string =>
  Array.from(
    { length: count },
    (_, k) => `apiVersion: v1
kind: Pod
metadata: { name: crash-${k}, annotations: { podsim.dev/exit-code: "1", podsim.dev/run-for: 1s } }
spec:
  containers: [{ name: app, image: "busybox:1", livenessProbe: { exec: { command: ["true"] }, periodSeconds: 1 } }]
`,
  ).join("---\n");

/** Far more virtual time than a test waits for. */
const ENDLESS = ["run", "-f", "crash.yaml", "--nodes", "40", "--until", "4000h", "--progress", "none"];

let place: Playground;
let made: Ended;

beforeAll(async () => {
  place = new Playground({ "web.yaml": deployment("web", 3), "crash.yaml": crashing(400) });
  made = await place.podsim(["run", "-f", "web.yaml", "--nodes", "3", "-o", "json"]);
});

afterAll(() => place.remove());

const store = (): string => place.path(".podsim", "runs");

describe("the program", () => {
  test("runs manifests it has never seen: every Deployment is available, or says why not", () => {
    expect(made.exit, made.err).toBe(0);
    const { deployments, pods } = JSON.parse(made.out) as {
      deployments: readonly { isAvailable: boolean; reason: string | null }[];
      pods: { total: number };
    };
    expect(pods.total).toBe(3);
    for (const { isAvailable, reason } of deployments) expect(isAvailable || (reason ?? "") !== "").toBe(true);
  });

  test("prints the same for the same, in another directory", async () => {
    const other = new Playground({ "web.yaml": deployment("web", 3) });
    const argv = ["run", "-f", "web.yaml", "--nodes", "3", "-o", "json", "--reproducible"];
    const [one, two] = [await place.podsim(argv), await other.podsim(argv)];
    other.remove();
    expect(one.out).toBe(two.out);
  });

  test("reads manifests from standard input", async () => {
    const told = await place.podsim(
      ["run", "-f", "-", "--nodes", "1", "--until", "1m", "-o", "name"],
      deployment("piped", 1),
    );
    expect(told.exit, told.err).toBe(0);
    const got = await place.podsim(["get", "deploy", "--run", told.out.trim()]);
    expect(got.out).toContain("piped");
  });

  test("validates what comes through a named pipe, which can be read once only", async () => {
    execFileSync("mkfifo", [place.path("pipe")]);
    const told = ended(place.start(["validate", "pipe"]));
    writeFileSync(place.path("pipe"), deployment("piped", 1));
    expect(await told).toMatchObject({ exit: 0 });
    expect((await told).out).toContain("1 pod ");
  });

  test("proves that a log folds to the same world, and notices a changed byte", async () => {
    const other = new Playground({ "web.yaml": deployment("web", 2) });
    await other.podsim(["run", "-f", "web.yaml", "--nodes", "1", "--until", "1m", "-q"]);
    expect((await other.podsim(["replay", "--verify"])).out).toContain("fold to the same world");
    const [run = ""] = readdirSync(other.path(".podsim", "runs"));
    const log = other.path(".podsim", "runs", run, "seed-1.log");
    const bytes = readFileSync(log);
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    writeFileSync(log, bytes);
    const told = await other.podsim(["replay", "--verify"]);
    other.remove();
    expect(told.exit).toBe(4);
    expect(told.err).toMatch(/error E403: .*facts \d+ to \d+ are damaged \(bytes \d+ to \d+\)/);
  });

  test("keeps what it prints apart: results on stdout, everything else on stderr", async () => {
    const told = await place.podsim(["run", "-f", "web.yaml", "-o", "json"]);
    expect(() => JSON.parse(told.out) as unknown).not.toThrow();
    const none = await place.podsim(["get", "pods", "-n", "nowhere"]);
    expect(none).toMatchObject({ exit: 0, out: "" });
    expect(none.err).toContain("No resources found");
  });

  test.each([
    ["table", /^NAME +READY/],
    ["wide", /NODE/],
    ["json", /^\{\n/],
    ["yaml", /^apiVersion: v1\n/],
    ["name", /^pod\/web-/],
    ["jsonpath={.items[*].metadata.name}", /^web-\S+ web-\S+ web-\S+$/m],
    ["custom-columns=NAME:.metadata.name", /^NAME\nweb-/],
  ])("prints with -o %s", async (format, text) => {
    const told = await place.podsim(["get", "pods", "-o", format]);
    expect(told, told.err).toMatchObject({ exit: 0, err: "" });
    expect(told.out).toMatch(text);
  });

  test("several processes may keep the same run at the same time", async () => {
    const argv = [
      "run",
      "-f",
      "web.yaml",
      "--nodes",
      "2",
      "--progress",
      "none",
      "--until",
      "2m",
      "-o",
      "json",
      "--reproducible",
    ];
    const told = await Promise.all([1, 2, 3, 4].map(() => place.podsim(argv)));
    expect(told.map(({ exit, err }) => `${exit} ${err}`)).toEqual(["0 ", "0 ", "0 ", "0 "]);
    expect(new Set(told.map(({ out }) => out)).size).toBe(1);
    const { run } = JSON.parse(told[0]?.out ?? "") as { run: string };
    expect((await place.podsim(["replay", run, "--verify"])).exit).toBe(0);
    expect(readdirSync(store()).filter((name) => name.includes(".replaced-"))).toEqual([]);
  });

  test("stays quiet when its reader goes away", async () => {
    const child = place.start(["replay"]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { exit, err } = await ended(child);
    expect(exit).toBe(0);
    expect(err).toBe("");
  });
});

test("help costs little more than the start of node", async () => {
  const told = await place.measured(["--help"]);
  expect(told.exit, told.err).toBe(0);
  expect(told.cpuMillis).toBeLessThan(400);
});

describe("bad input is refused with exit code 3, in less than a second of processor time, without a stack", () => {
  const cases: Readonly<Record<string, string>> = {
    "tab.yaml": "kind: Pod\n\tmetadata: {}\n",
    "binary.yaml": "\u0000\u0001\u0002",
    "empty.yaml": "",
    "no-kind.yaml": "a: 1\n",
    "typo.yaml": deployment("web", 1).replace("replicas", "replcas"),
    "quantity.yaml": deployment("web", 1).replace("16Mi", "16MB"),
    "name.yaml": deployment("Web_1", 1),
    "unclosed.yaml": "kind: [Pod\n",
    "bomb.yaml":
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f]\n",
    "unknown.yaml": "apiVersion: v1\nkind: Pood\nmetadata: { name: a }\n",
    "proto.yaml": `__proto__: { kind: Pod }\n${deployment("web", 1)}`,
    "ten-megabytes.yaml": "kind: Pod\nspec: x\n---\n".repeat(500_000),
    "deep.json": `${"[".repeat(5000)}${"]".repeat(5000)}`,
  };

  test.each(Object.keys(cases))("%s", async (name) => {
    const bad = new Playground({ [name]: cases[name] ?? "" });
    const told = await bad.measured(["run", "-f", name, "--nodes", "1"]);
    bad.remove();
    expect(told.exit, told.err).toBe(3);
    expect(told.out).toBe("");
    expect(told.err).toMatch(/error E\d{3}: /);
    expect(told.err).not.toMatch(/\n\s+at .+:\d+:\d+/);
    expect(told.cpuMillis).toBeLessThan(1_000);
  });
});

describe("a run that is stopped", () => {
  const firstBytes = async (): Promise<void> => {
    for (let tries = 0; tries < 800; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const partial = readdirSync(store()).find((name) => name.includes(".partial-"));
      if (partial === undefined) continue;
      const files = readdirSync(place.path(".podsim", "runs", partial)).filter((name) => name.endsWith(".log"));
      if (files.some((name) => readFileSync(place.path(".podsim", "runs", partial, name)).length > 200_000)) return;
    }
    throw new Error("the run wrote nothing in forty seconds");
  };

  test("by Ctrl-C keeps what was run and exits 130", async () => {
    const child = place.start(ENDLESS);
    const end = ended(child);
    await firstBytes();
    child.kill("SIGINT");
    const told = await end;
    expect(told.exit).toBe(130);
    expect(told.err).toContain("stopped; what was run is kept: podsim get pods -A --run crash@");
    const read = await place.podsim(["get", "pods"]);
    expect(read.exit, read.err).toBe(0);
    expect(read.err).toContain("note: the run was stopped early (stopped)");
    expect((await place.podsim(["replay", "--verify"])).exit).toBe(0);
  }, 90_000);

  test("by a kill leaves a valid beginning that reads back with a note", async () => {
    const child = place.start([...ENDLESS, "--seed", "2"]);
    const end = ended(child);
    await firstBytes();
    child.kill("SIGKILL");
    expect((await end).exit).toBe(137);
    const read = await place.podsim(["get", "pods"]);
    expect(read.exit, read.err).toBe(0);
    expect(read.err).toMatch(/note: the run was cut off while it was written: \d+ facts are whole/);
    const verified = await place.podsim(["replay", "--verify"]);
    expect(verified.exit).toBe(0);
    expect(verified.out).toContain("no digest to compare with");
  }, 90_000);
});
