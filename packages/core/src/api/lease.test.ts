import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";

const lease = (spec: object) => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name: "leader" },
  spec,
});

const pathsOf = (spec: object): readonly string[] =>
  decodeObject(lease(spec)).problems.map(({ path }) => path.join("."));

test("a Lease may be held by nobody, and is read as it is written", () => {
  expect(decodeObject(lease({})).object).toEqual({
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "leader", namespace: "default", labels: {}, annotations: {} },
    spec: {},
  });
  const held = { holderIdentity: "a", leaseDurationSeconds: 15, renewTime: "2026-01-01T00:00:02.000000Z" };
  expect(decodeObject(lease(held)).object).toMatchObject({ spec: held });
});

test("what a server refuses of a Lease: no duration, fewer than no transitions, times that are none", () => {
  expect(pathsOf({ leaseDurationSeconds: 0 })).toEqual(["spec.leaseDurationSeconds"]);
  expect(pathsOf({ leaseTransitions: -1 })).toEqual(["spec.leaseTransitions"]);
  expect(pathsOf({ renewTime: "now" })).toEqual(["spec.renewTime"]);
});
