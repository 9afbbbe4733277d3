import { expect, test } from "vitest";
import type { CaseScenario } from "./case-scenario.js";
import type { JsonMap } from "./json-map.js";
import { possibleSteps } from "./possible-steps.js";
import { reductionsOf } from "./reductions.js";

const object = (kind: string, name: string, namespace?: string): JsonMap => ({
  apiVersion: "v1",
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

const OBJECTS = [object("Node", "n1"), object("Deployment", "web", "shop"), object("StatefulSet", "db")];

const step = (act: JsonMap, gapSeconds = 1) => ({ gapSeconds, act });

const isPossible = (...acts: readonly JsonMap[]): boolean => {
  const steps = acts.map((act) => step(act));
  return possibleSteps({ objects: OBJECTS, steps }).length === steps.length;
};

const NAMED_AS_KUBECTL_DOES: readonly JsonMap[] = [
  { scale: { target: "deploy/web", namespace: "shop", replicas: 1 } },
  { scale: { target: "sts/db", replicas: 1 } },
  { delete: { target: "pod/db-0" } },
  { cordon: { nodes: "n1" } },
  { drain: { nodes: ["n1"] } },
  { fail: { nodes: { zone: "a" }, mode: "power-off" } },
  { cordon: { nodes: { names: ["n9"], allowEmpty: true } } },
  { note: "tea" },
];

test.each(NAMED_AS_KUBECTL_DOES)("%j is about what is there, or may be", (act) => {
  expect(isPossible(act)).toBe(true);
});

const NOT_THERE: readonly JsonMap[] = [
  { scale: { target: "deployment/web", replicas: 1 } },
  { scale: { target: "statefulset/db", namespace: "shop", replicas: 1 } },
  { delete: { target: "pod/web-0" } },
  { cordon: { nodes: "n9" } },
  { drain: { nodes: { names: ["n1", "n9"] } } },
];

test.each(NOT_THERE)("%j is about what is not there", (act) => {
  expect(isPossible(act)).toBe(false);
});

test("what an earlier step made or took away is known", () => {
  const gone = { delete: { target: "sts/db" } };
  const scaled = { scale: { target: "statefulset/db", replicas: 1 } };
  expect(isPossible(scaled, gone)).toBe(true);
  expect(isPossible(gone, scaled)).toBe(false);
  expect(isPossible(gone, { apply: { objects: [object("StatefulSet", "db")] } }, scaled)).toBe(true);
  expect(isPossible({ removeNodes: { nodes: { names: ["n1"] } } }, { cordon: { nodes: "n1" } })).toBe(false);
  expect(isPossible({ addNodes: { name: "more", count: 2 } }, { cordon: { nodes: "more-1" } })).toBe(true);
});

test("the time before a step that is none is waited all the same", () => {
  const steps = [step({ cordon: { nodes: "n9" } }, 5), step({ cordon: { nodes: "n1" } }, 2)];
  expect(possibleSteps({ objects: OBJECTS, steps })).toEqual([step({ cordon: { nodes: "n1" } }, 7)]);
});

test("an object goes with the steps that are about it", () => {
  const given: CaseScenario = {
    name: "case",
    seed: 1,
    kubernetes: "1.34",
    horizonSeconds: 60,
    objects: OBJECTS,
    behaviors: [],
    steps: [step({ scale: { target: "deploy/web", namespace: "shop", replicas: 1 } }), step({ note: "tea" })],
  };
  const without = reductionsOf(given).find(({ part }) => part === "deployment/web");
  expect(without?.rest.steps).toEqual([step({ note: "tea" }, 2)]);
});
