import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "@podsim/core/time";
import type { AddNodesRequest, ApplyRequest, ScaleRequest, TimelineEntry } from "@podsim/scheduler";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import type { PreparedRun } from "../run/prepared.js";
import { adHocRun } from "./ad-hoc-run.js";
import type { AdHocOptions } from "./ad-hoc-run.js";
import { loadScenario } from "./load-scenario.js";
import type { LoadedRun } from "./load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "./load-options.js";
import type { LoadOptions } from "./load-options.js";

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web, runtime: jvm } }
    spec: { containers: [{ name: web, image: "nginx:1.27" }] }
`;
const SHOP = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";

const SCENARIO = `# yaml-language-server: $schema=https://example.org/schema/scenario.v1alpha1.json
apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: zone-outage, labels: { team: shop } }
spec:
  question: Do we survive?
  kubernetes: "1.34"
  clock:
    start: "2026-01-05T09:00:00+01:00"
    stop: { after: 2h, orWhen: quiescent }
  params:
    nodesPerZone: { type: integer, default: 8, min: 1 }
    replicas: { type: integer, default: 3 }
  cluster:
    manifests:
      - ./shop/*.yaml
    nodes:
      - name: general
        count: $(params.nodesPerZone)
        perZone: [a, b, c]
        template:
          metadata:
            labels: { node.kubernetes.io/instance-type: m6i.2xlarge }
          status:
            allocatable: { cpu: 7910m, memory: 28Gi, pods: "58" }
    overrides:
      - target: { kind: Deployment, name: web, namespace: shop }
        set:
          spec.replicas: $(params.replicas)
          spec.template.spec.containers[web].image: nginx:1.28
  behaviors:
    - name: jvm-service
      match: { labelSelector: { matchLabels: { runtime: jvm } } }
      startup: { lognormal: { p50: 18s, p99: 55s } }
  timeline:
    - at: 20m
      scale: { target: deployment/web, namespace: shop, replicas: 75 }
    - at: 5m
      name: zone-a-dark
      fail: { nodes: { matchLabels: { topology.kubernetes.io/zone: a } }, mode: power-off, for: 35m }
    - every: 30m
      from: 0s
      until: 1h
      note: sample
    - at: 25m
      scale: { target: deployment/web, namespace: shop, replicas: 60 }
    - at: 26m
      snapshot: {}
  thresholds:
    'sim_available_ratio{deployment="web"}':
      - min >= 0.8
      - { expr: last == 1, name: fully-recovered }
    sim_pending_pods:
      - { expr: last  ==  0, window: { from: 15m } }
    'sim_time_to_ready_seconds{cause="zone-a-dark"}': p(95) < 600
    kube_pod_container_status_restarts_total:
      - { expr: sum < 20, severity: warn, onNoData: pass }
  checks: [node-never-overcommitted]
  repeat: { seeds: 20, base: 1, require: 0.95 }
  sweep:
    find: { smallest: nodesPerZone, between: [6, 14] }
`;

const FILES = { "demo/scenario.yaml": SCENARIO, "demo/shop/web.yaml": WEB, "demo/shop/namespace.yaml": SHOP };

const access = (files: Readonly<Record<string, string>>, input = "") => ({
  files: memoryFiles(files),
  readInput: memoryConsole({ input }).readInput,
});

const ready = (loaded: LoadedRun): PreparedRun => {
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return loaded.right;
};

const load = (options: Partial<LoadOptions> = {}, files: Readonly<Record<string, string>> = FILES): PreparedRun =>
  ready(loadScenario("demo", { ...DEFAULT_LOAD_OPTIONS, ...options }, access(files)));

const adHoc = (files: Readonly<Record<string, string>>, options: Partial<AdHocOptions> = {}, input = ""): PreparedRun =>
  ready(
    adHocRun(
      { files: Object.keys(files), nodes: [], untilUs: null, strict: false, seeds: [1], ...options },
      access(files, input),
    ),
  );

const start = ({ timeline }: PreparedRun): TimelineEntry => {
  const [first] = timeline;
  if (first === undefined) throw new TypeError("no start");
  return first;
};

const applied = (run: PreparedRun): readonly string[] =>
  start(run).requests.map((request) => {
    const { kind, metadata } = (request as ApplyRequest).object;
    return `${kind}/${metadata.name}`;
  });

const codes = ({ warnings }: PreparedRun): readonly string[] =>
  warnings.map(({ code, line }) => `${code}:${String(line ?? 0)}`);

describe("a scenario, ready to run", () => {
  test("says what was asked, for how long, with which seeds", () => {
    expect(load()).toMatchObject({
      name: "zone-outage",
      question: "Do we survive?",
      require: 0.95,
      horizonUs: 2 * HOUR,
      quietUs: 11 * MINUTE,
      clockStart: "2026-01-05T08:00:00Z",
      settings: { kubernetes: "1.34" },
      counts: { files: 3, nodes: 24, pods: 3, timelineEntries: 5 },
    });
    expect(load().seeds).toEqual(Array.from({ length: 20 }, (_, ix) => ix + 1));
    expect(load({ seeds: { count: 2 } }).seeds).toEqual([1, 2]);
    expect(load({ seeds: [14] }).seeds).toEqual([14]);
  });

  test("begins with namespaces, then nodes, then what runs on them; overrides are put in", () => {
    const run = load();
    const all = applied(run);
    expect(all.slice(0, 5)).toEqual([
      "Namespace/default",
      "Namespace/kube-node-lease",
      "Namespace/kube-public",
      "Namespace/kube-system",
      "Namespace/shop",
    ]);
    expect(all[5]).toBe("Node/general-a-1");
    expect(all.at(-1)).toBe("Deployment/web");
    expect(start(run).requests.at(-1)).toMatchObject({
      object: { spec: { replicas: 3, template: { spec: { containers: [{ image: "nginx:1.28" }] } } } },
    });
    expect(start(run).requests[5]).toMatchObject({
      object: {
        metadata: { labels: { "topology.kubernetes.io/zone": "a", "node.kubernetes.io/instance-type": "m6i.2xlarge" } },
        status: { allocatable: { cpu: "7910m", memory: "28Gi", pods: "58" }, capacity: { cpu: "7910m" } },
      },
    });
  });

  test("does what the timeline says, in order of time, each entry by a name of its own", () => {
    const entries = load().timeline.slice(1);
    expect(entries.map(({ atUs, name, text }) => [atUs / MINUTE, name, text])).toEqual([
      [0, "note", "note: sample"],
      [5, "zone-a-dark", "fail nodes -l topology.kubernetes.io/zone=a (power-off) for 35m"],
      [20, "scale-web", "scale deployment/web -n shop --replicas=75"],
      [25, "scale-web-2", "scale deployment/web -n shop --replicas=60"],
      [26, "snapshot", "note: snapshot"],
      [30, "note-2", "note: sample"],
      [60, "note-3", "note: sample"],
    ]);
    expect((entries[2]?.requests[0] as ScaleRequest).replicas).toBe(75);
  });

  test("has its thresholds with defaults and windows", () => {
    const plain = { name: null, severity: "fail", onNoData: "fail", window: null };
    expect(load().thresholds).toEqual([
      { ...plain, metric: 'sim_available_ratio{deployment="web"}', expression: "min >= 0.8" },
      { ...plain, metric: 'sim_available_ratio{deployment="web"}', expression: "last == 1", name: "fully-recovered" },
      {
        ...plain,
        metric: "sim_pending_pods",
        expression: "last == 0",
        window: { fromUs: 15 * MINUTE, toUs: 2 * HOUR },
      },
      { ...plain, metric: 'sim_time_to_ready_seconds{cause="zone-a-dark"}', expression: "p(95) < 600" },
      {
        ...plain,
        metric: "kube_pod_container_status_restarts_total",
        expression: "sum < 20",
        severity: "warn",
        onNoData: "pass",
      },
    ]);
  });

  test("warns of nothing that it runs", () => {
    expect(codes(load())).toEqual([]);
  });

  test("tells which behaviour each container got", () => {
    expect(load().behaviors()).toEqual([
      {
        behavior: "jvm-service",
        source: "scenario",
        isFallback: false,
        containerCount: 3,
        users: [{ kind: "Deployment", namespace: "shop", name: "web", container: "web", replicas: 3, inferred: [] }],
      },
    ]);
  });

  test("takes parameters from outside, checked", () => {
    expect(load({ settings: ["nodesPerZone=2", "replicas=7"] }).counts).toMatchObject({ nodes: 6, pods: 7 });
    const bad = (setting: string): readonly string[] => {
      const loaded = loadScenario("demo", { ...DEFAULT_LOAD_OPTIONS, settings: [setting] }, access(FILES));
      return isLeft(loaded)
        ? loaded.left.flatMap(({ diagnostics }) => diagnostics.map(({ code, message }) => `${code} ${message}`))
        : [];
    };
    expect(bad("nodesPerZones=2")).toEqual(['E203 parameter "nodesPerZones" is not declared']);
    expect(bad("nodesPerZone=0")).toEqual(["E108 --set nodesPerZone: 0 is not allowed: min is 1"]);
    expect(bad("nodesPerZone=two")).toEqual(['E104 --set nodesPerZone: expected a whole number, got "two"']);
    expect(bad("nodesPerZone")).toEqual(['E108 "nodesPerZone" is not name=value']);
  });

  test("a shorter time cuts the timeline off without complaint", () => {
    expect(load({ untilUs: 10 * MINUTE })).toMatchObject({ horizonUs: 10 * MINUTE, counts: { timelineEntries: 2 } });
  });

  test("is the same run for the same input, and another for another", () => {
    expect(load().inputDigest()).toMatch(/^[0-9a-f]{32}$/);
    expect(load().inputDigest()).toBe(load({ seeds: [3] }).inputDigest());
    expect(load().inputDigest()).toBe(
      load({}, { ...FILES, "demo/shop/web.yaml": `# a comment\n${WEB}` }).inputDigest(),
    );
    const others = [
      load({ settings: ["replicas=4"] }),
      load({ untilUs: HOUR }),
      load({}, { ...FILES, "demo/scenario.yaml": SCENARIO.replace("p50: 18s", "p50: 17s") }),
      load({}, { ...FILES, "demo/scenario.yaml": SCENARIO.replace("min >= 0.8", "min >= 0.7") }),
    ].map(({ inputDigest }) => inputDigest());
    expect(new Set([load().inputDigest(), ...others]).size).toBe(5);
  });

  test("applies files later, and knows their objects from then on", () => {
    const later = `${SCENARIO.replace(/timeline:[^]*?thresholds:/, "timeline:\n    - { at: 1m, apply: ./later.yaml }\n    - { at: 2m, scale: { target: deployment/late, namespace: shop, replicas: 1 } }\n  thresholds:").replace(/ *'sim_time.*\n/, "")}`;
    const files = {
      ...FILES,
      "demo/scenario.yaml": later,
      "demo/later.yaml": WEB.replace("name: web,", "name: late,"),
    };
    const run = load({}, files);
    expect(run.timeline.slice(1).map(({ name }) => name)).toEqual(["apply-later", "scale-late"]);
    expect((run.timeline[1]?.requests[0] as ApplyRequest).object.metadata.name).toBe("late");
    expect(run.counts).toMatchObject({ files: 4, pods: 3 });
  });

  test("adds nodes later", () => {
    const files = {
      ...FILES,
      "demo/scenario.yaml": SCENARIO.replace("snapshot: {}", "addNodes: { name: spare, count: 2 }"),
    };
    const entry = load({}, files).timeline.find(({ name }) => name === "add-nodes-spare");
    expect((entry?.requests[0] as AddNodesRequest).nodes.map(({ metadata }) => metadata.name)).toEqual([
      "spare-1",
      "spare-2",
    ]);
  });
});

test("controllers 3.37: the clocks of a zone that a patch names are known as well", () => {
  const cronJob = `apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: shop }
spec:
  schedule: 0 0 * * *
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: c, image: x }] } } } }
`;
  const zonesWith = (set: string): readonly string[] => {
    const patch = `patch: { target: cronjob/nightly, namespace: shop, set: { ${set} } }`;
    const scenario = SCENARIO.replace("snapshot: {}", patch);
    const files = { ...FILES, "demo/scenario.yaml": scenario, "demo/shop/nightly.yaml": cronJob };
    return Object.keys(load({}, files).settings.timeZones ?? {});
  };
  expect(zonesWith("spec.timeZone: Asia/Tokyo")).toEqual(["Asia/Tokyo"]);
  expect(zonesWith("spec: { timeZone: Asia/Tokyo }")).toEqual(["Asia/Tokyo"]);
  expect(zonesWith("spec.schedule: 1 0 * * *")).toEqual([]);
});

describe("manifests without a scenario", () => {
  test("run on three nodes of a stated size for fifteen minutes, and say so", () => {
    const run = adHoc({ "shop/web.yaml": WEB });
    expect(run).toMatchObject({
      name: "web",
      question: null,
      seeds: [1],
      horizonUs: 15 * MINUTE,
      quietUs: null,
      counts: { files: 1, nodes: 3, pods: 2 },
    });
    expect(run.warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "W505 no nodes were given: 3 nodes with cpu 4, memory 16Gi, pods 110, ephemeral-storage 100Gi were assumed",
      'W503 no manifest declares the namespace "shop"; it was created',
    ]);
    expect(applied(run)).toContain("Namespace/shop");
  });

  test("--nodes add up and are numbered on, behind nodes of the manifests", () => {
    const node =
      "apiVersion: v1\nkind: Node\nmetadata: { name: node-7 }\nstatus: { capacity: { cpu: 4, memory: 8Gi, pods: 10 } }\n";
    const run = adHoc({ "n.yaml": node }, { nodes: ["2xcpu=8,zone=a,example.com/gpu=1", "1xlabel:disktype=ssd"] });
    const nodes = start(run).requests.flatMap((request) => {
      const { object } = request as ApplyRequest;
      return object.kind === "Node" ? [[object.metadata.name, object.status.allocatable, object.metadata.labels]] : [];
    });
    const labels = (name: string, more: object): object => ({
      "kubernetes.io/hostname": name,
      "kubernetes.io/os": "linux",
      "kubernetes.io/arch": "amd64",
      "beta.kubernetes.io/os": "linux",
      "beta.kubernetes.io/arch": "amd64",
      ...more,
    });
    const disk = { "ephemeral-storage": "100Gi" };
    const big = { cpu: "8", memory: "16Gi", pods: "110", "example.com/gpu": "1", ...disk };
    expect(nodes).toEqual([
      ["node-7", { cpu: "4", memory: "8Gi", pods: "10" }, {}],
      ["node-8", big, labels("node-8", { "topology.kubernetes.io/zone": "a" })],
      ["node-9", big, labels("node-9", { "topology.kubernetes.io/zone": "a" })],
      ["node-10", { cpu: "4", memory: "16Gi", pods: "110", ...disk }, labels("node-10", { disktype: "ssd" })],
    ]);
    expect(adHoc({ "n.yaml": node }).warnings).toEqual([]);
  });

  test("controllers 6.1: a service account that nobody declares is told of, and --strict refuses it", () => {
    const pod = (name: string, account: string): string =>
      `---\napiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec: { serviceAccountName: ${account}, containers: [{ name: a, image: a }] }\n`;
    const declared = "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: known }\n";
    const files = {
      "a.yaml": declared + pod("a", "known") + pod("b", "unknown") + pod("c", "unknown") + pod("d", "default"),
    };
    const told = adHoc(files, { nodes: ["1"] }).warnings.filter(({ code }) => code === "W509");
    expect(told.map(({ message }) => message)).toEqual([
      'no manifest declares the ServiceAccount "unknown"; it is taken to be there (Pod b, Pod c)',
    ]);
    expect(() => adHoc(files, { nodes: ["1"], strict: true })).toThrow(
      JSON.stringify('serviceaccount "unknown" not found'),
    );
  });

  test("nodes have what every kubelet reports: a disk, and its system in both spellings", () => {
    const arm = "1xlabel:kubernetes.io/arch=arm64,ephemeral-storage=20Gi";
    const requests = start(adHoc({ "shop.yaml": SHOP }, { nodes: [arm] })).requests as readonly ApplyRequest[];
    expect(requests.find(({ object }) => object.kind === "Node")?.object).toMatchObject({
      metadata: { labels: { "kubernetes.io/arch": "arm64", "beta.kubernetes.io/arch": "arm64" } },
      status: { allocatable: { "ephemeral-storage": "20Gi" }, capacity: { "ephemeral-storage": "20Gi" } },
    });
  });

  test("patterns, directories, lists and standard input", () => {
    const files = { "a/1.yaml": SHOP, "a/2.yml": WEB, "a/read.me": "x" };
    expect(adHoc(files, { files: ["a"], nodes: ["1"] }).counts).toMatchObject({ files: 2, pods: 2 });
    expect(adHoc(files, { files: ["a/*.yaml"], nodes: ["1"] }).counts).toMatchObject({ files: 1, pods: 0 });
    const list = JSON.stringify({
      apiVersion: "v1",
      kind: "List",
      items: [
        { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "a", image: "x" }] } },
      ],
    });
    expect(adHoc({}, { files: ["-"], nodes: ["1"] }, list)).toMatchObject({ name: "manifests", counts: { pods: 1 } });
  });

  test("what is not modelled is told once per field, with everything that has it", () => {
    const insecure = (name: string): string =>
      WEB.replace("name: web, namespace: shop", `name: ${name}`).replace(
        "spec: { containers",
        "spec: { securityContext: { runAsUser: 1 }, containers",
      );
    const files = {
      "a.yaml": `${insecure("a")}---\n${insecure("b")}`,
      "b.yaml": insecure("c"),
      "c.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: x }\n",
    };
    const run = adHoc(files, { nodes: ["1"] });
    expect(run.warnings.map(({ file, line, message }) => `${file ?? ""}:${String(line)} ${message}`)).toEqual([
      "a.yaml:9 spec.template.spec.securityContext is not modelled (3 Deployments: a, b, c)",
      "c.yaml:2 kind ServiceAccount is not modelled (ServiceAccount x)",
    ]);
    expect(run.notModelled.map(({ code, field, objects }) => [code, field, objects])).toEqual([
      ["W501", "spec.template.spec.securityContext", ["Deployment a", "Deployment b", "Deployment c"]],
      ["W502", "kind ServiceAccount", ["ServiceAccount x"]],
    ]);
  });

  test("a time as long as wished", () => {
    expect(adHoc({ "a.yaml": SHOP }, { untilUs: 90 * SECOND, nodes: ["1"] }).horizonUs).toBe(90 * SECOND);
  });
});

describe("manifests written in the scenario itself", () => {
  const inline = (cpu: string): LoadedRun => {
    const pod = (name: string): string =>
      `{ apiVersion: v1, kind: Pod, metadata: { name: ${name} }, spec: { containers: [{ name: c, image: web, resources: { requests: { cpu: ${cpu} } } }] } }`;
    const file = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: inline }
spec:
  clock: { stop: { after: 1h } }
  cluster:
    objects:
      - ${pod("first")}
  timeline:
    - at: 1m
      apply: { objects: [${pod("later")}] }
`;
    const files = memoryFiles({ "/desk/inline.yaml": file });
    return loadScenario("inline.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole().readInput });
  };

  test("are there from the start, or when the timeline applies them", () => {
    const run = inline("1");
    if (isLeft(run)) throw new Error("it does not load");
    const applied = run.right.timeline.flatMap(({ atUs, requests }) =>
      requests.flatMap((request) => {
        const { object } = request as ApplyRequest;
        return object.kind === "Pod" ? [`${object.metadata.name} at ${String(atUs / SECOND)} s`] : [];
      }),
    );
    expect(applied).toEqual(["first at 0 s", "later at 60 s"]);
    expect(run.right.timeline.at(-1)?.text).toBe("apply pod/later");
  });

  test("are told wrong where they stand", () => {
    const run = inline("4GB");
    const found = isLeft(run) ? run.left.flatMap(({ diagnostics }) => diagnostics) : [];
    expect(found.map(({ code, line }) => [code, line])).toEqual([
      ["E103", 8],
      ["E103", 11],
    ]);
  });
});
