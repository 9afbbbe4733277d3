import type { Reconciler } from "@podsim/scheduler";
import { expect, test } from "vitest";
import { caseIn, caseOf, caseText } from "./case-file.js";
import type { CaseScenario } from "./case-scenario.js";
import { playCase } from "./simulate-case.js";
import { always } from "./stated-laws.js";

const LAW = always("x.kept", "it is kept", () => true);

const mine: Reconciler = { name: "mine", watches: [{ kind: "Pod" }], *reconcile() {} };

const GIVEN: CaseScenario = {
  name: "case",
  seed: 4,
  kubernetes: "1.34",
  horizonSeconds: 60,
  objects: [],
  behaviors: [],
  steps: [],
  controllers: [mine],
};

test("a case of a controller says so in its file, and is none until the controller is given", () => {
  const read = caseIn(caseText(GIVEN, LAW));
  if (read === null) throw new Error("it is a case");
  expect(read.playedWith).toEqual(["mine"]);
  expect(() => playCase(read)).toThrow(
    /error E201: this is a case of the controller "mine", which is not here\n[^]*--controller FILE/,
  );
  expect(playCase({ ...read, controllers: [mine] }).thrown).toBeNull();
  expect(() => playCase({ ...read, controllers: [{ ...mine, name: "other" }] })).toThrow(
    "controllers of your own that run in it: other",
  );
});

test("a scenario that does what cases do not is none: nothing of it is left out in silence", () => {
  const clock = { stop: { after: "1m" } };
  const spec = { clock, cluster: { objects: [] } };
  expect(caseOf({ metadata: { name: "x" }, spec })).not.toBeNull();
  const others = [
    { ...spec, params: { replicas: { type: "integer", default: 1 } } },
    { ...spec, workload: [] },
    { ...spec, kubelet: {} },
    { ...spec, clock: { ...clock, start: "2026-02-01T00:00:00Z" } },
    { ...spec, clock: { stop: { after: "1m", orWhen: "quiescent" } } },
    { ...spec, cluster: { objects: [], scheduler: {} } },
  ];
  for (const other of others) expect(caseOf({ metadata: { name: "x" }, spec: other })).toBeNull();
});
