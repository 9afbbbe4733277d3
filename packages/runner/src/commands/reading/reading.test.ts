import { beforeAll, describe, expect, test } from "vitest";
import { jsonLines, MANIFESTS, textLines, Workplace } from "../../../testing/command-run.js";
import { COMMANDS } from "../index.js";

/** One run that the tests below look at. */
const work = new Workplace(MANIFESTS);

beforeAll(async () => {
  await work.podsim("run -f web.yaml -f crash.yaml --nodes 2 --until 5m -o json");
});

describe("get", () => {
  test("prints a table of the default namespace at the end of the latest run", async () => {
    const told = await work.podsim("get pods");
    expect(told).toMatchObject({ exit: 0, err: "" });
    expect(textLines(told.out)[0]).toMatch(/^NAME {2,}READY {3}STATUS {2,}RESTARTS {3}AGE$/);
    expect(textLines(told.out)).toHaveLength(3);
  });

  test("--at looks at any moment", async () => {
    expect((await work.podsim("get pods --at 0s")).err).toContain("No resources found in default namespace.");
    const early = await work.podsim("get pods --no-headers --at 1s");
    expect(early.out).toContain("ContainerCreating");
    const late = await work.podsim("get pods --no-headers --at end");
    expect(late.out).toContain("Running");
    expect((await work.podsim("get pods --at 2026-01-01T00:05:00Z")).out).toBe((await work.podsim("get pods")).out);
    expect((await work.podsim("get pods -A --at #0")).err).toContain("No resources found");
  });

  test("-A shows namespaces; several kinds are qualified", async () => {
    const told = await work.podsim("get pods,deploy -A");
    expect(textLines(told.out)[0]).toMatch(/^NAMESPACE {3}NAME/);
    expect(told.out).toMatch(/^shop +pod\/crash/m);
    expect(told.out).toMatch(/^default +deployment\.apps\/web/m);
  });

  test("objects elsewhere are hinted at", async () => {
    const told = await work.podsim("get pods -n nowhere");
    expect(told.exit).toBe(0);
    expect(told.err).toBe(
      "No resources found in nowhere namespace.\nhint: this run has pods in default, shop: add -n NAMESPACE, or -A\n",
    );
  });

  test("-o json is a List of real objects, or the one asked for", async () => {
    const list = JSON.parse((await work.podsim("get pods -A -o json")).out) as {
      kind: string;
      items: readonly unknown[];
    };
    expect(list.kind).toBe("List");
    expect(list.items).toHaveLength(3);
    const one = JSON.parse((await work.podsim("get pod/crash -n shop -o json")).out) as unknown;
    expect(one).toMatchObject({ kind: "Pod", metadata: { name: "crash", namespace: "shop" } });
    expect(JSON.parse((await work.podsim("get pods -n nowhere -o json")).out)).toMatchObject({
      kind: "List",
      items: [],
    });
  });

  test.each([
    ["get pods -A -o name", /^pod\/web-[-\w]+$/m],
    ["get pods -A -l app=web -o jsonpath={.items[*].status.phase}", /^Running Running$/m],
    ["get pods -A -o custom-columns=N:.metadata.name,NS:.metadata.namespace", /^crash +shop$/m],
    ["get deploy -o custom-columns=N:.metadata.name,L:.metadata.labels", /^web +map\[app:web\]$/m],
    ["get pods -A --field-selector metadata.namespace=shop -o name", /^pod\/crash$/],
    ["get pods -A --field-selector metadata.namespace!=shop --no-headers", /^default/],
    ["get events -A --field-selector source=default-scheduler --no-headers", /^\S+ +\S+ +(Normal|Warning) +\w*Schedul/],
    ["get events -A --field-selector reportingComponent=kubelet,involvedObject.kind=Pod --no-headers", / pod\/\S/],
    ["get events -A --field-selector involvedObject.apiVersion=apps/v1 --no-headers", / (deployment|replicaset)\/web/],
    ["get pods -A --sort-by=.metadata.namespace --no-headers", /^default[^\n]*\ndefault[^\n]*\nshop/],
    ["get pods -n shop -o yaml", /^kind: List$/m],
    ["get pods -n shop -o wide", /NOMINATED NODE/],
    ["get pods --show-labels", /LABELS\n.*app=web,pod-template-hash=/],
    ["get nodes -o name", /^node\/node-1\nnode\/node-2$/m],
    ["get all", /^replicaset\.apps\/web/m],
  ])("%s", async (line, expected) => {
    const told = await work.podsim(line);
    expect(told.exit, told.err).toBe(0);
    expect(told.out.trimEnd()).toMatch(expected);
  });

  test("an object that is not there exits 4, says what was meant, and can be ignored", async () => {
    const told = await work.podsim("get pod/crush -n shop");
    expect(told).toMatchObject({ exit: 4, out: "" });
    expect(told.err).toBe(`error: pods "crush" not found
  why  there are 1 pods in namespace shop at that moment
  fix  did you mean crash?
`);
    expect((await work.podsim("get pod/crash")).err).toContain("add -n shop");
    expect(await work.podsim("get pod/crush -n shop --ignore-not-found")).toEqual({ exit: 0, out: "", err: "" });
  });

  test("objects are not looked for by name in all namespaces, unless they belong to none", async () => {
    for (const line of ["get pod crash -A", "get pod/crash -A", "describe pod crash -A"]) {
      expect(await work.podsim(line)).toEqual({
        exit: 2,
        out: "",
        err: `error: a resource cannot be retrieved by name across all namespaces
  why  crash may be in several namespaces: pods are named within one
  fix  write -n NAMESPACE in place of -A, or leave the name out
`,
      });
    }
    expect((await work.podsim("get node node-1 -A -o name")).out).toBe("node/node-1\n");
  });

  test("--watch prints a line per change, with -o json an object per line", async () => {
    const told = await work.podsim("get pods -n shop --watch --output-watch-events");
    expect(textLines(told.out)[0]).toMatch(/^EVENT {2,}NAME/);
    expect(textLines(told.out)[1]).toMatch(/^ADDED +crash +0\/1 +Pending +0 +0s$/);
    expect(told.out).toContain("CrashLoopBackOff");
    const rows = jsonLines((await work.podsim("get pods --watch -o json")).out);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      expect(Object.keys(row).slice(0, 6)).toEqual(["tUs", "namespace", "name", "ready", "status", "restarts"]);
      expect(row).toHaveProperty("age");
      expect(row).toHaveProperty("node");
    }
    expect(new Set(rows.map(({ namespace }) => namespace))).toEqual(new Set(["default", "shop"]));
    const times = rows.map(({ tUs }) => Number(tUs));
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });
});

describe("describe, timeline, events", () => {
  test("describe pod shows what it was made to do", async () => {
    const told = await work.podsim("describe pod crash -n shop");
    expect(told.exit).toBe(0);
    expect(told.out).toMatch(/^Name: +crash$/m);
    expect(told.out).toMatch(/BackOff +\S+ \(x\d+ over \S+\) +kubelet +Back-off restarting failed container app/);
    expect(told.out).toMatch(/^ {2}app: +behavior .+exits 1 after 3s/m);
  });

  test("describe takes the beginning of a name, and all objects of a kind", async () => {
    expect((await work.podsim("describe pod web")).out.match(/^Name:/gm)).toHaveLength(2);
    expect((await work.podsim("describe nodes")).out.match(/^Name:/gm)).toHaveLength(2);
    expect((await work.podsim("describe pod nobody")).exit).toBe(4);
  });

  test("timeline draws a pod, and gives it to programs", async () => {
    const told = await work.podsim("timeline pod/crash -n shop --ascii");
    expect(told.out).toMatch(/^[\x20-\x7e\n]+$/);
    expect(told.out).toContain("app: exit 1 at");
    expect(jsonLines((await work.podsim("timeline pod/crash -n shop -o json")).out)[0]).toMatchObject({
      rows: [{ label: "phase" }, {}, {}],
    });
    expect((await work.podsim("timeline svc/web")).exit).toBe(2);
  });

  test("events -o json prints an object per write, from all namespaces", async () => {
    const events = jsonLines((await work.podsim("events -o json")).out);
    for (const event of events) {
      expect(Object.keys(event).slice(0, 8)).toEqual([
        "seq",
        "tUs",
        "type",
        "reason",
        "object",
        "from",
        "message",
        "count",
      ]);
    }
    const backOffs = events.filter(({ reason, object }) => reason === "BackOff" && object === "Pod/crash");
    expect(backOffs.length).toBeGreaterThan(2);
    expect(backOffs.map(({ count }) => count)).toEqual(backOffs.map((_, k) => k + 1));
    expect(new Set(events.map(({ namespace }) => namespace))).toEqual(new Set(["default", "shop"]));
    const pod = (await work.podsim("get pod/crash -n shop -o jsonpath={.metadata.uid}")).out;
    expect(new Set(backOffs.map(({ uid }) => uid))).toEqual(new Set([pod.trim()]));
  });

  test("events come in kubectl's order: most of its times are cut to the second, those of the scheduler are not", async () => {
    const reasons = async (options: string): Promise<readonly string[]> => {
      const told = await work.podsim(`events --at 900ms --no-headers ${options}`);
      return textLines(told.out).map((line) => line.split(/ {2,}/)[2] ?? "");
    };
    const [nodes, made, scheduled] = ["RegisteredNode", "SuccessfulCreate", "Scheduled"];
    expect(await reasons("")).toEqual([nodes, nodes, made, made, "ScalingReplicaSet", scheduled, scheduled]);
    expect(await reasons("--time sim")).toEqual([nodes, nodes, "ScalingReplicaSet", made, made, scheduled, scheduled]);
  });

  test("events collapses, filters, and shows every occurrence when asked", async () => {
    const collapsed = await work.podsim("events -n shop --reason backoff");
    expect(textLines(collapsed.out)).toHaveLength(2);
    expect(collapsed.out).toMatch(/\(x\d+ over \d/);
    const raw = await work.podsim("events -n shop --reason BackOff --raw --causes");
    expect(textLines(raw.out)[0]).toMatch(/^SEQ +TIME +TYPE +REASON +OBJECT +CAUSED BY +MESSAGE$/);
    expect(textLines(raw.out).length).toBeGreaterThan(3);
    expect((await work.podsim("events -A --types=Warning --no-headers")).out).not.toContain("Normal");
    expect(
      textLines((await work.podsim("events --for pod/crash -n shop --no-headers")).out).every((line) =>
        line.includes(" Pod/crash "),
      ),
    ).toBe(true);
    expect((await work.podsim("events --types=Wrning")).err).toContain("did you mean Warning?");
    expect((await work.podsim("events -n shop --time wall")).out).toContain("2026-01-01T00:0");
  });

  test("events --watch prints them as they came", async () => {
    const told = await work.podsim("events -n shop --watch");
    expect(textLines(told.out).length).toBeGreaterThan(textLines((await work.podsim("events -n shop")).out).length);
  });
});

test("the environment says which run and when, unless the command line does", async () => {
  const place = new Workplace(MANIFESTS);
  const first = (await place.podsim("run -f web.yaml --nodes 1 --until 1m -o name")).out.trim();
  await place.podsim("run -f crash.yaml --nodes 1 --until 1m -q");
  const environment = { PODSIM_RUN: first, PODSIM_AT: "1s" };
  expect((await place.podsim("get pods --no-headers", { environment })).out).toMatch(/^web.*ContainerCreating/);
  expect((await place.podsim("get pods --no-headers --at end", { environment })).out).toMatch(/^web.*Running/);
  expect((await place.podsim("get pods -n shop -r @", { environment })).out).toContain("crash");
  expect((await place.podsim("get pods -n shop", { environment: { PODSIM_RUN: "", PODSIM_AT: "" } })).exit).toBe(0);
  expect((await place.podsim("get pods", { environment: { PODSIM_STORE: "elsewhere" } })).exit).toBe(4);
});

describe("replay, runs, list, help, version", () => {
  test("replay --verify folds the log alone to the same world and says so", async () => {
    const told = await work.podsim("replay --verify");
    expect(told.exit).toBe(0);
    expect(told.out).toMatch(
      /^✓ web@\w{7} seed 1: \d+ facts fold to the same world\n {2}log {4}[0-9a-f]{32}\n {2}world {2}[0-9a-f]{32}\n$/,
    );
    expect(JSON.parse((await work.podsim("replay --verify -o json")).out)).toMatchObject({ verified: true, seed: 1 });
  });

  test("replay --verify refuses a log with one byte changed, with the place", async () => {
    const place = new Workplace(MANIFESTS);
    await place.podsim("run -f web.yaml --nodes 1 --until 1m -q");
    const path = place.files.paths().find((each) => each.endsWith("seed-1.log")) ?? "";
    const read = place.files.read(path, () => Infinity);
    const bytes = read._tag === "Right" ? read.right.bytes : new Uint8Array();
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    place.files.write(path, bytes);
    const told = await place.podsim("replay --verify");
    expect(told).toMatchObject({ exit: 4, out: "" });
    expect(told.err).toMatch(
      /^error E403: run web@\w{7} is damaged: seed-1\.log: facts \d+ to \d+ are damaged \(bytes \d+ to \d+\)\n/,
    );
  });

  test("replay goes through the facts, from and to a moment", async () => {
    const all = textLines((await work.podsim("replay")).out);
    const some = textLines((await work.podsim("replay --from 2s --to 10s")).out);
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(all.length);
    expect(all).toContain(some[0]);
    expect(jsonLines((await work.podsim("replay -o json --to 1s")).out)[0]).toMatchObject({ seq: 0, atUs: 0 });
    expect((await work.podsim("replay --speed fast")).exit).toBe(2);
    expect(await work.podsim("replay --from 10s --to 2s")).toMatchObject({ exit: 2, out: "" });
  });

  test("runs are listed, shown and removed", async () => {
    const place = new Workplace(MANIFESTS);
    expect((await place.podsim("runs ls")).err).toContain("No runs are kept yet");
    await place.podsim("run -f web.yaml --nodes 1 --until 1m -q");
    expect((await place.podsim("runs ls")).out).toMatch(/^@ +web@\w{7} +1 +1m0s +\d+ +complete/m);
    expect((await place.podsim("runs show")).out).toMatch(/^command +podsim run -f web\.yaml --nodes 1 --until 1m$/m);
    expect((await place.podsim("runs rm")).exit).toBe(2);
    place.files.write("/desk/run.json", "{}");
    expect((await place.podsim("runs rm .")).exit).toBe(4);
    expect(place.files.textOf("/desk/run.json")).toBe("{}");
    expect((await place.podsim("runs rm @")).out).toMatch(/^removed web@/);
    expect((await place.podsim("get pods")).exit).toBe(4);
    expect((await place.podsim("runs lz")).err).toContain("did you mean ls?");
  });

  test.each([
    "events",
    "plugins",
    "controllers",
    "interventions",
    "metrics",
    "outputs",
    "errors",
    "exit-codes",
    "runs",
  ])("list %s prints a row for each", async (shelf) => {
    const told = await work.podsim(`list ${shelf}`);
    expect(told.exit).toBe(0);
    expect(textLines(told.out).length).toBeGreaterThan(1);
    expect(jsonLines((await work.podsim(`list ${shelf} -o json`)).out)).toHaveLength(textLines(told.out).length - 1);
  });

  test("list scenarios finds those beside one", async () => {
    const place = new Workplace({ "/desk/scenarios/one/scenario.yaml": "kind: Scenario\nspec: { question: why? }\n" });
    expect((await place.podsim("list scenarios")).out).toContain("scenarios/one   why?");
  });

  test("help knows every command, and every command's help its examples", async () => {
    const all = await work.podsim("help");
    for (const { name, examples } of COMMANDS) {
      expect(all.out).toContain(`  ${name}`);
      const one = await work.podsim(`help ${name}`);
      expect(one.exit).toBe(0);
      for (const example of examples) expect(one.out).toContain(example);
      expect((await work.podsim(`${name} --help`)).out).toBe(one.out);
    }
    expect((await work.podsim("help E105")).out).toMatch(/^E105 {2}unknown metric/);
    expect((await work.podsim("help fidelity")).exit).toBe(0);
    expect((await work.podsim("help exit-codes")).out).toContain("  99  Thresholds failed");
    expect((await work.podsim("help E999")).exit).toBe(2);
  });

  test("the start page has five verbs and where there are more", async () => {
    const told = await work.podsim("");
    expect(textLines(told.out)).toHaveLength(6);
    expect(told).toMatchObject({ exit: 0, err: "" });
    expect((await work.podsim("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse((await work.podsim("version -o json")).out)).toMatchObject({
      kind: "Version",
      formatVersion: "1.0",
    });
  });
});
