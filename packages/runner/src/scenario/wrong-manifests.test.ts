// Manifests with faults: each is told where it was written, with a fix that says what to write.
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import type { Diagnostic } from "../input/diagnostic.js";
import { loadScenario } from "./load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "./load-options.js";

const SCENARIO = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: bad }
spec:
  clock: { stop: { after: 1h } }
  cluster:
    manifests: [./a.yaml]
`;
const NODES = "    nodes: [{ name: node }]\n";

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: "nginx:1.27" }] }
`;

const found = (scenario: string, manifest: string, name = "a.yaml"): readonly Diagnostic[] => {
  const files = memoryFiles({ "bad.yaml": scenario.replace("a.yaml", name), [name]: manifest });
  const loaded = loadScenario("bad.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole().readInput });
  return isLeft(loaded) ? loaded.left.flatMap(({ diagnostics }) => diagnostics) : loaded.right.warnings;
};

const told = ({ file, line, col, code, message }: Diagnostic): string =>
  `${file ?? ""}:${String(line)}:${String(col)} ${code} ${message}`;

const ofManifest = (manifest: string): readonly string[] => found(SCENARIO + NODES, manifest).map(told);

const pod = (spec: string): string => `apiVersion: v1
kind: Pod
metadata: { name: p }
spec:
${spec}
`;

describe("what YAML takes for another kind of value is to be quoted as it is written", () => {
  test.each([
    ["y", "y"],
    ["010", "010"],
    ["1_000", "1_000"],
    ["0x1F", "0x1F"],
    ["1e3", "1e3"],
    ["1.10", "1.10"],
    ["0755", "0755"],
    ["no", "no"],
    ["5", "5"],
    ["false", "false"],
  ])("%s", (written, quoted) => {
    const [wrong] = found(SCENARIO + NODES, pod(`  containers: [{ name: a, image: ${written} }]`));
    expect(wrong?.fix.title).toBe(`put it in quotes: "${quoted}"`);
    const why = ["5", "false"].includes(written)
      ? "Kubernetes declares this field as a string"
      : `YAML takes ${written} without quotes for another kind of value`;
    expect(wrong?.why).toBe(why);
  });

  test("in JSON too", () => {
    const containers = [{ name: "a", image: "x" }];
    const manifest = JSON.stringify({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { nodeName: 5, containers },
    });
    const [wrong] = found(SCENARIO + NODES, manifest, "a.json");
    expect(wrong?.fix.title).toBe('put it in quotes: "5"');
  });

  test("a word of a closed list is to be written", () => {
    const [wrong] = found(SCENARIO + NODES, pod("  restartPolicy: no\n  containers: [{ name: a, image: x }]"));
    expect(wrong?.fix.title).toBe('write one of "Always", "OnFailure", "Never"');
  });
});

describe("what is wrong is told where it was written", () => {
  test("keys", () => {
    const spec = `  nodeSelector: { "a b": x }
  containers:
  - name: a
    image: x
    resources: { requests: { memroy: 1Gi } }`;
    expect(ofManifest(pod(spec))).toEqual([
      'a.yaml:5:19 E304 spec.nodeSelector: Invalid value: "a b"',
      'a.yaml:9:30 E304 spec.containers[0].resources.requests.memroy: Invalid value: "memroy"',
    ]);
  });

  test("keys of a Secret's stringData", () => {
    const secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  a: b\n  a/b: c\n";
    expect(ofManifest(secret)).toEqual(['a.yaml:6:3 E304 stringData[a/b]: Invalid value: "a/b"']);
  });

  test("a restart policy of a container that does not count", () => {
    const spec = `  containers:
  - name: a
    image: x
    restartPolicy: Never`;
    expect(ofManifest(pod(spec))).toEqual([
      "a.yaml:8:5 W507 containers' own restartPolicy and restartPolicyRules are dropped (Pod p)",
    ]);
  });
});

describe("what a scenario puts into manifests is told in the scenario", () => {
  const overriding = (set: string): readonly string[] =>
    found(`${SCENARIO}${NODES}    overrides:\n    - { target: { kind: Deployment }, set: { ${set} } }\n`, WEB).map(
      told,
    );

  test.each([
    ["__proto__.x: 1", 'bad.yaml:10:46 E101 unknown field "__proto__" in Deployment'],
    ["spec.nope.x: 1", 'bad.yaml:10:46 E101 unknown field "nope" in spec'],
    ["spec.paused: 5", "bad.yaml:10:59 E104 expected true or false, got 5"],
    ["spec.template.metadata: { labels: { app: web, b: no } }", "bad.yaml:10:95 E104 expected a text, got false"],
    [
      "spec.template.metadata.labels: { a b: x, app: web }",
      'bad.yaml:10:79 E304 spec.template.metadata.labels: Invalid value: "a b"',
    ],
  ])("%s", (set, expected) => {
    expect(overriding(set)).toEqual([expected]);
  });

  test("the file of a scheduler configuration that is not there", () => {
    expect(found(`${SCENARIO}${NODES}    scheduler: { config: ./nope.yaml }\n`, WEB).map(told)).toEqual([
      "bad.yaml:9:26 E205 there is no such file: nope.yaml",
    ]);
  });
});

describe("names of nodes", () => {
  test.each([
    ["{ name: g, count: 2, perZone: ['a b'] }", '8:44 E304 metadata.name: Invalid value: "a b"', "write a-b"],
    ["{ name: g, perZone: [a, B] }", '8:37 E304 metadata.name: Invalid value: "B"', "write b"],
    ["{ name: A_b, count: 2, perZone: [a, b] }", '8:21 E304 metadata.name: Invalid value: "A_b"', "write a-b"],
  ])("%s", (group, expected, fix) => {
    const wrongs = found(`${SCENARIO}    nodes: [${group}]\n`, WEB);
    expect(wrongs.map(told)).toEqual([`bad.yaml:${expected}`]);
    expect(wrongs[0]?.fix.title).toBe(fix);
  });

  test("of nodes that join", () => {
    const timeline = "  timeline:\n  - at: 1m\n    addNodes:\n      name: A_b\n";
    expect(found(SCENARIO + NODES + timeline, WEB).map(told)).toEqual([
      'bad.yaml:12:13 E304 metadata.name: Invalid value: "A_b"',
    ]);
  });
});

test("pods without labels are told of as such", () => {
  const timeline = "  timeline:\n  - { at: 1m, fail: { pods: { matchLabels: { app: nope } } } }\n";
  const [wrong] = found(SCENARIO + NODES + timeline, `${WEB}---\n${pod("  containers: [{ name: a, image: x }]")}`);
  expect(wrong?.why).toBe("labels of pods there: app=web, none");
});

test("a document that cannot be read hides nothing that is wrong with the others", () => {
  const named = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;
  const container = "spec: { containers: [{ name: a, image: x }] }\n";
  const manifest = [named("a: b"), named("A1") + container, named("c: d")].join("---\n");
  expect(ofManifest(manifest)).toEqual([
    'a.yaml:4:9 E002 there is a second ": " on this line',
    'a.yaml:9:9 E304 metadata.name: Invalid value: "A1"',
    'a.yaml:15:9 E002 there is a second ": " on this line',
  ]);
});

test("a kind that an unreadable document may define is not called unknown", () => {
  const definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: a: b\n";
  const wrongs = ofManifest(`${definition}---\napiVersion: example.com/v1\nkind: Thing\nmetadata: { name: t }\n`);
  expect(wrongs).toEqual(['a.yaml:3:7 E002 there is a second ": " on this line']);
});
