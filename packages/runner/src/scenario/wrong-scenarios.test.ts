// Scenarios with many faults at once: each is told with its place, and nothing that only follows from another.
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { exitOfError } from "../failures.js";
import { loadScenario } from "./load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "./load-options.js";

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.corp/web:v1" }] }
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
const CLUSTER = `  cluster: { manifests: [./web.yaml], nodes: [{ name: general, count: 2, perZone: [a, b] }] }
`;

/** "E101 7:3 message", in the order of the file; every code ends the program with 3. */
const wrongs = (text: string): readonly string[] => {
  const access = { files: memoryFiles({ "bad.yaml": text, "web.yaml": WEB }), readInput: memoryConsole().readInput };
  const loaded = loadScenario("bad.yaml", DEFAULT_LOAD_OPTIONS, access);
  const all = isLeft(loaded) ? loaded.left.flatMap(({ diagnostics }) => diagnostics) : [];
  expect(all.every(({ code }) => exitOfError(code) === "input-invalid")).toBe(true);
  return all
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.col ?? 0) - (b.col ?? 0))
    .map(({ code, line, col, message }) => `${code} ${String(line)}:${String(col)} ${message}`);
};

const firstFix = (text: string): string => {
  const access = { files: memoryFiles({ "bad.yaml": text, "web.yaml": WEB }), readInput: memoryConsole().readInput };
  const loaded = loadScenario("bad.yaml", DEFAULT_LOAD_OPTIONS, access);
  return isLeft(loaded) ? (loaded.left[0]?.diagnostics[0]?.fix.title ?? "") : "";
};

describe("faults of a scenario", () => {
  test("what interventions are about and nothing has", () => {
    expect(
      wrongs(`${HEAD}${CLUSTER}  timeline:
    - { at: 5m, fail: { nodes: { zone: c } } }
    - { at: 5m, fail: { pods: { matchLabels: { app: wbe }, namespace: shop }, mode: hang } }
    - { at: 5m, evict: { labelSelector: { matchLabels: { app: web } } } }
    - { at: 5m, behavior: { match: { image: "nope:*" }, set: { startup: 3s } } }
    - { at: 5m, registryOutage: { registry: registry.crop } }
`),
    ).toEqual([
      "E202 8:32 this selector matches 0 of 4 nodes",
      'E202 9:31 this selector matches no pod in namespace "shop"',
      'E202 10:41 this selector matches no pod in namespace "default"',
      "E202 11:36 the behaviour matches no container",
      'E202 12:45 no image comes from the registry "registry.crop"',
    ]);
  });

  test("entries that wait: one circle is told once, and what is waited for in words of its own", () => {
    const text = `${HEAD}${CLUSTER}  timeline:
    - { when: { entry: b }, name: a, note: first }
    - { when: { entry: c }, name: b, note: second }
    - { when: { entry: a }, name: c, note: third }
    - { when: { metric: "sim_pending_pods >" }, note: fourth }
`;
    expect(wrongs(text)).toEqual([
      "E209 8:15 entries wait for each other: a → b → c → a",
      'E104 11:15 "sim_pending_pods >" is no metric with a value',
    ]);
  });

  test("a parameter that YAML takes for another kind of value, and a time that no parameter says", () => {
    const text = `${HEAD}  params: { n: { type: integer, default: 2 } }
${CLUSTER}  timeline:
    - { at: $(params.n), note: first }
`;
    expect(wrongs(text)).toEqual(['E203 9:13 parameter "n" is not declared']);
    expect(firstFix(text)).toBe('write "n" in quotes in params: YAML takes it for false');
  });

  test("nodes that could not be read make none missing", () => {
    expect(
      wrongs(`${HEAD}  cluster: { manifests: [./web.yaml], nodes: [{ name: general, count: -1 }] }
  timeline:
    - { at: 5m, drain: { nodes: { zone: c } } }
    - { at: 5m, cordon: { nodes: general-1 } }
    - { at: 5m, fail: { pods: { matchLabels: { app: wbe }, namespace: shop } } }
`),
    ).toEqual(["E108 6:71 -1 is out of range", 'E202 10:31 this selector matches no pod in namespace "shop"']);
  });

  test("settings of probes, of the API server and of thresholds that stop a seed", () => {
    expect(
      wrongs(`${HEAD}${CLUSTER}  behaviors:
    - { match: {}, probes: { readiness: { flap: { chance: 5, for: soon } } } }
  timeline:
    - { at: 5m, apiLatency: { add: 2 }, for: 3m }
    - { at: 5m, setParam: { x: 3 } }
    - { at: 5m, behavior: { match: {}, set: {} } }
  thresholds:
    sim_pending_pods: [{ expr: last == 0, abort: true }, { expr: max < 3, severity: warn, abort: true }]
  checks: [node-never-overcomitted, 7]
`),
    ).toEqual([
      "E108 8:59 5 is out of range",
      'E102 8:67 "soon" is not a time',
      "E102 10:36 a time needs a unit",
      'E101 10:41 unknown field "for" in timeline entry',
      'E203 11:29 parameter "x" is not declared',
      "E107 12:27 nothing is changed by it",
      'E108 14:50 "last == 0" may come to hold again later',
      "E108 14:98 a warning stops no seed",
      'E108 15:12 there is no check "node-never-overcomitted"',
      "E104 15:37 expected a text, got 7",
    ]);
  });

  test("a kind in other letters, and everything that is missing besides", () => {
    expect(
      wrongs("apiVersion: podsim.dev/v1\nkind: scenario\nmetadata: {}\n").map((line) => line.slice(0, 40)),
    ).toEqual(
      [
        "E107 1:1 the scenario has no spec",
        "E108 1:13 expected podsim.dev/v1alpha1, ",
        'E108 2:7 expected Scenario, got "scenario"',
        "E107 3:1 metadata has no name",
      ].map((line) => line.slice(0, 40)),
    );
  });

  test("a text that YAML takes for something else is to be quoted as it is written", () => {
    expect(firstFix(`${HEAD}${CLUSTER.replace("general", "n")}`)).toBe('put it in quotes: "n"');
    expect(firstFix(`${HEAD}${CLUSTER.replace("general", "0x10")}`)).toBe('put it in quotes: "0x10"');
  });

  test("anchors and aliases are read as the values they stand for", () => {
    const text = `${HEAD}${CLUSTER}  timeline:
    - &entry { at: 5m, note: x }
    - { <<: *entry, at: 6m }
    - *entry
    - { <<: *entry, at: 2h }
`;
    expect(wrongs(text)).toEqual(["E204 11:25 this happens after the run has stopped"]);
  });
});
