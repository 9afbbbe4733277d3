// The twelve bad inputs every user meets: where, what, why and how to mend it, with all faults of a file at once.
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { exitOfError } from "../failures.js";
import { renderDiagnostics } from "../input/render-diagnostic.js";
import { adHocRun } from "./ad-hoc-run.js";
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
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "nginx:1.27" }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`;

const HEAD = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: bad }
spec:
  clock: { stop: { after: 1h } }
`;

const CLUSTER = `  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: general, count: 8, perZone: [a, b, c] }]
`;

const access = (files: Readonly<Record<string, string>>) => ({
  files: memoryFiles(files),
  readInput: memoryConsole().readInput,
});

const load = (files: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}): LoadedRun =>
  loadScenario("bad.yaml", { ...DEFAULT_LOAD_OPTIONS, ...options }, access({ "web.yaml": WEB, ...files }));

/** What is printed, with the codes' exit names checked on the way. */
const printed = (loaded: LoadedRun): string => {
  if (!isLeft(loaded)) return "";
  const all = loaded.left.flatMap(({ diagnostics }) => diagnostics);
  expect(
    all.every(
      ({ code, severity }) => severity === "error" && (code.startsWith("W") || exitOfError(code) === "input-invalid"),
    ),
  ).toBe(true);
  return loaded.left
    .map(({ diagnostics, source }) => renderDiagnostics(diagnostics, source, { color: false, ascii: false }))
    .join("\n");
};

describe("the twelve bad inputs of ux 2.7", () => {
  const scenario = (rest: string): Readonly<Record<string, string>> => ({ "bad.yaml": `${HEAD}${rest}` });
  const table: readonly (readonly [name: string, files: Readonly<Record<string, string>>, text: string])[] = [
    [
      "E001 a tab",
      scenario("\tcluster: {}\n"),
      `bad.yaml:6:1: error E001: tabs cannot indent YAML
  6 | ⇥cluster: {}
    | ^
  why  YAML allows only spaces for indentation
  fix  replace the tab by two spaces   (all tabs: sed -i 's/\\t/  /g' bad.yaml)
`,
    ],
    [
      "E101 an unknown field",
      scenario(`${CLUSTER}  behaviours: []\n`),
      `bad.yaml:9:3: error E101: unknown field "behaviours" in spec
  9 |   behaviours: []
    |   ^^^^^^^^^^
  why  unknown fields are refused so that a typo cannot switch a model off
  fix  did you mean "behaviors"?
`,
    ],
    [
      "E102 a time without unit",
      scenario(`${CLUSTER}  timeline:\n    - at: 30\n      note: x\n`),
      `bad.yaml:10:11: error E102: a time needs a unit
 10 |     - at: 30
    |           ^^
  why  30 could be seconds or minutes
  fix  write 30s or 30m   (units: us ms s m h d; 1h30m works)
`,
    ],
    [
      "E103 no quantity",
      { ...scenario(CLUSTER), "web.yaml": WEB.replace('"nginx:1.27"', "x, resources: { requests: { memory: 4GB } }") },
      `web.yaml:9:82: error E103: "4GB" is not a Kubernetes quantity
  9 |     spec: { containers: [{ name: web, image: x, resources: { requests: { memory: 4GB } } }] }
    |                                                                                  ^^^
  why  suffixes are Ki Mi Gi Ti (powers of 1024) and k M G T (powers of 1000)
  fix  4Gi = 4 294 967 296 bytes, or 4G = 4 000 000 000 bytes
`,
    ],
    [
      "E105 an unknown metric",
      scenario(`${CLUSTER}  thresholds:\n    sim_pendng_pods:\n      - last == 0\n`),
      `bad.yaml:10:5: error E105: unknown metric "sim_pendng_pods"
 10 |     sim_pendng_pods:
    |     ^^^^^^^^^^^^^^^
  why  a threshold on a metric that never exists would pass without testing anything
  fix  did you mean "sim_pending_pods"?   (podsim list metrics)
`,
    ],
    [
      "E106 a percentile of a counter",
      scenario(`${CLUSTER}  thresholds:\n    kube_pod_container_status_restarts_total:\n      - p(95) < 3\n`),
      `bad.yaml:11:9: error E106: p(95) does not apply to a counter
 11 |       - p(95) < 3
    |         ^^^^^
  why  kube_pod_container_status_restarts_total is a counter; percentiles need a distribution
  fix  supported here: sum, max, last, rate.   per pod: max by (pod) < 3
`,
    ],
    [
      "E201 an object that does not exist",
      scenario(`${CLUSTER}  timeline:
    - at: 10m
      scale: { target: deployment/wbe, namespace: shop, replicas: 75 }
`),
      `bad.yaml:11:24: error E201: no Deployment "wbe" in namespace "shop" at 10m
 11 |       scale: { target: deployment/wbe, namespace: shop, replicas: 75 }
    |                        ^^^^^^^^^^^^^^
  why  objects that exist then: deployment/web
  fix  did you mean deployment/web?
`,
    ],
    [
      "E202 a selector that matches nothing",
      scenario(`${CLUSTER}  timeline:
    - at: 10m
      fail:
        nodes: { matchLabels: { topology.kubernetes.io/zone: us-east-1a } }
`),
      `bad.yaml:12:16: error E202: this selector matches 0 of 24 nodes
 12 |         nodes: { matchLabels: { topology.kubernetes.io/zone: us-east-1a } }
    |                ^
  why  that label has the values a (8 nodes), b (8), c (8)
  fix  use zone: a — or add "allowEmpty: true" if matching nothing is intended
`,
    ],
    [
      "E203 an undeclared parameter",
      scenario(`  params: { nodesPerZone: { type: integer, default: 8 } }
  cluster:
    nodes:
      - name: general
        count: $(params.nodesPerZones)
`),
      `bad.yaml:10:16: error E203: parameter "nodesPerZones" is not declared
 10 |         count: $(params.nodesPerZones)
    |                ^^^^^^^^^^^^^^^^^^^^^^^
  why  declared in spec.params (line 6): nodesPerZone
  fix  did you mean $(params.nodesPerZone)?
`,
    ],
    [
      "E204 after the run has stopped",
      scenario(`${CLUSTER}  timeline:\n    - at: 90m\n      drain: { nodes: general-a-1 }\n`),
      `bad.yaml:10:11: error E204: this happens after the run has stopped
 10 |     - at: 90m
    |           ^^^
  why  spec.clock.stop.after is 1h (line 5)
  fix  raise stop.after above 1h30m, or move the drain earlier
`,
    ],
    [
      "E205 a pattern that matches no file",
      { ...scenario("  cluster:\n    manifests: [./nodes/*.yml]\n"), "nodes/30-nodes.yaml": WEB },
      `bad.yaml:7:17: error E205: "./nodes/*.yml" matches no file
  7 |     manifests: [./nodes/*.yml]
    |                 ^^^^^^^^^^^^^
  why  looked in nodes (relative to bad.yaml): 30-nodes.yaml
  fix  the files end in .yaml: use ./nodes/*.yaml
`,
    ],
    [
      "E301 a request above its limit",
      {
        ...scenario(CLUSTER),
        "web.yaml": `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: nginx:1.27
      resources:
        requests: { memory: 2Gi }
        limits: { memory: 1Gi }
`,
      },
      `web.yaml:9:29: error E301: requests.memory 2Gi is more than limits.memory 1Gi
  9 |         requests: { memory: 2Gi }
    |                             ^^^
 10 |         limits: { memory: 1Gi }
    |                           --- limit is here
  why  a real API server rejects this Pod: must be less than or equal to memory limit of 1Gi
  fix  lower the request or raise the limit
`,
    ],
  ];
  test.each(table)("%s", (_, files, text) => {
    expect(printed(load(files))).toBe(text);
  });
});

const codesOf = (loaded: LoadedRun): readonly string[] =>
  isLeft(loaded)
    ? loaded.left.flatMap(({ diagnostics }) =>
        diagnostics.map(
          ({ file, line, col, code }) => `${file ?? "-"}:${String(line ?? 0)}:${String(col ?? 0)} ${code}`,
        ),
      )
    : [];

describe("all faults at once", () => {
  test("a fault in one section hides none in another, nor in another file", () => {
    const files = {
      "bad.yaml": `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: bad }
spec:
  kubernetes: "1.29"
  clok: {}
  clock: { stop: { after: 60 } }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: a, cuont: 3 }]
    overrides: [{ target: { kind: Deployment, name: wbe }, set: { spec.replicas: 3 } }]
    scheduler: { cost: { perNode: 1us } }
  behaviors:
    - { name: x, match: {}, startup: { lognormal: { p50: 8s, p99: 2s } } }
    - { match: { image: "ngnix:*" } }
  timeline:
    - { at: 1m, scale: { target: deployment/web, namespace: shop, replicas: -1 } }
    - { at: 1m, scale: { target: deployment/web, replicas: 1 } }
    - { at: 1m, taint: {} }
    - { note: x }
    - { at: 1m, note: x, drain: { nodes: a } }
  thresholds:
    sim_pending_pods: [lest == 0]
    'sim_available_ratio{deployment="wbe"}': [min >= 1]
  repeat: { seeds: 0 }
`,
      "web.yaml": WEB.replace("replicas: 2", "replicas: two"),
    };
    expect(codesOf(load(files))).toEqual([
      "bad.yaml:5:15 E108",
      "bad.yaml:6:3 E101",
      "bad.yaml:7:27 E102",
      "bad.yaml:10:24 E101",
      "bad.yaml:11:27 E202",
      "bad.yaml:12:26 E101",
      "bad.yaml:14:51 E108",
      "bad.yaml:17:77 E108",
      "bad.yaml:18:34 E201",
      "bad.yaml:19:17 E107",
      "bad.yaml:19:17 E107",
      "bad.yaml:20:7 E107",
      "bad.yaml:21:26 E108",
      "bad.yaml:23:24 E104",
      "bad.yaml:24:38 E105",
      "bad.yaml:25:20 E108",
      "web.yaml:5:13 E104",
    ]);
  });

  test("what would never be so: a day that is not in the calendar, an end before the beginning, a zone twice", () => {
    const head = HEAD.replace("clock: {", 'clock: { start: "2026-02-30T09:00:00Z",');
    const text = `${head}${CLUSTER}  timeline:
    - { every: 30s, from: 5m, until: 1m, note: x }
    - { every: 30s, until: 20s, note: x }
    - { at: 1m, addNodes: { name: more, perZone: [a, b, a], count: 1 } }
`;
    expect(codesOf(load({ "bad.yaml": text, "web.yaml": WEB }))).toEqual([
      "bad.yaml:5:19 E104",
      "bad.yaml:10:31 E108",
      "bad.yaml:11:21 E108",
      "bad.yaml:12:50 E108",
    ]);
  });

  test("a STATUS word or a resource that was nearly spelt is no series; one that nobody knows may turn up", () => {
    const thresholds = `  thresholds:
    'sim_reason_pods{reason="CrashLoopBackof"}': [max == 0]
    'sim_reason_pods{reason="Init:CrashLoopBackof"}': [max == 0]
    'sim_reason_pods{reason="LicenceExpired"}': [max == 0]
    'sim_node_utilisation{resource="cpus"}': [max < 1]
    'sim_node_utilisation{resource="example.com/fpga"}': [max < 1]
`;
    expect(codesOf(load({ "bad.yaml": `${HEAD}${CLUSTER}${thresholds}`, "web.yaml": WEB }))).toEqual([
      "bad.yaml:10:30 E105",
      "bad.yaml:11:30 E105",
      "bad.yaml:13:37 E105",
    ]);
  });

  test("nothing is said about what follows from a value that is not known", () => {
    const files = {
      "bad.yaml": `${HEAD}  cluster:\n    nodes: [{ name: a, count: $(params.n) }]\n`,
    };
    expect(codesOf(load(files))).toEqual(["bad.yaml:7:31 E203"]);
  });

  test("nothing is said about names of objects that could not be read", () => {
    const files = {
      "bad.yaml": `${HEAD}${CLUSTER}  timeline:
    - { at: 1m, scale: { target: deployment/web, namespace: shop, replicas: 3 } }
  thresholds:
    'sim_available_ratio{deployment="web"}': [min >= 0.5]
`,
    };
    expect(codesOf(load({ ...files, "web.yaml": WEB.replace("replicas: 2", "replicas: two") }))).toEqual([
      "web.yaml:5:13 E104",
    ]);
    expect(
      codesOf(load({ ...files, "web.yaml": WEB.replace("spec:", "spec: [") })).map((code) => code.slice(0, 8)),
    ).toEqual(["web.yaml"]);
  });

  test("more than twenty are counted, not printed", () => {
    const lines = Array.from({ length: 25 }, () => "    - { at: 30, note: x }\n").join("");
    const text = printed(load({ "bad.yaml": `${HEAD}${CLUSTER}  timeline:\n${lines}` }));
    expect(text.match(/error E102/g)).toHaveLength(20);
    expect(text).toContain("and 5 more\n");
  });
});

describe("files that are no scenario", () => {
  test("a manifest is told how to be run", () => {
    const text = printed(loadScenario("web.yaml", DEFAULT_LOAD_OPTIONS, access({ "web.yaml": WEB })));
    expect(text).toContain("web.yaml:2:7: error E108: this is a Deployment, not a Scenario");
    expect(text).toContain("podsim run -f web.yaml --nodes 3");
  });

  test("a scenario among manifests is told to be run by name", () => {
    const scenario = `${HEAD}${CLUSTER}`;
    const options = { files: ["bad.yaml"], nodes: [], untilUs: null, strict: false, seeds: [1] };
    const text = printed(adHocRun(options, access({ "bad.yaml": scenario })));
    expect(text).toContain("bad.yaml:2:7: error E108: a Scenario is not a manifest");
    expect(text).toContain("podsim run bad.yaml");
  });

  test("a directory without scenario.yaml, and a file that is not there", () => {
    expect(codesOf(loadScenario("shop", DEFAULT_LOAD_OPTIONS, access({ "shop/web.yaml": WEB })))).toEqual([
      "shop/scenario.yaml:1:1 E005",
    ]);
    expect(codesOf(loadScenario("nope.yaml", DEFAULT_LOAD_OPTIONS, access({})))).toEqual(["nope.yaml:1:1 E005"]);
    const options = { files: ["shop"], nodes: [], untilUs: null, strict: false, seeds: [1] };
    expect(printed(adHocRun(options, access({ "shop/notes.md": "" })))).toContain('directory "shop" holds no manifest');
  });
});

describe("ad-hoc runs", () => {
  const run = (files: Readonly<Record<string, string>>, nodes: readonly string[], strict = false): LoadedRun =>
    adHocRun({ files: Object.keys(files), nodes, untilUs: null, strict, seeds: [1] }, access(files));

  test("--nodes that describe no nodes are refused with what is wrong", () => {
    expect(printed(run({ "web.yaml": WEB }, ["3xcpu=4,memry=2Gi"]))).toContain('a node has no "memry"');
    expect(printed(run({ "web.yaml": WEB }, ["3xmemory=4GB"]))).toContain("4Gi = 4 294 967 296 bytes");
    expect(printed(run({ "web.yaml": WEB }, ["x"]))).toContain("error E108");
  });

  test("strict refuses what is not modelled and namespaces nothing declares, in the server's words", () => {
    const pod = `apiVersion: v1
kind: Pod
metadata: { name: a, namespace: shop }
spec:
  securityContext: { runAsUser: 1 }
  containers: [{ name: a, image: nginx }]
`;
    expect(isLeft(run({ "a.yaml": pod }, ["1"]))).toBe(false);
    const text = printed(run({ "a.yaml": pod }, ["1"], true));
    expect(text).toContain('a.yaml:3:33: error W503: namespaces "shop" not found');
    expect(text).toContain("a.yaml:5:3: error W501: spec.securityContext is not modelled (Pod a)");
  });
});
