import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";

type Json = Readonly<Record<string, unknown>>;

const refused = (...limits: readonly Json[]): readonly (readonly [place: string, why: string])[] =>
  decodeObject({ apiVersion: "v1", kind: "LimitRange", metadata: { name: "l" }, spec: { limits } }).problems.map(
    ({ path, why }) =>
      [path.slice(3).join("."), why.replace(/^a real API server rejects this LimitRange(: )?/, "")] as const,
  );

const STANDARD = "must be a standard resource type or fully qualified";

describe("what a server refuses of a LimitRange", () => {
  test.each<[Json, string, string]>([
    [{ type: "Containr" }, "type", "must be a standard limit type or fully qualified"],
    [{ type: "Pod", default: { cpu: 1 } }, "default", "may not be specified when `type` is 'Pod'"],
    [{ type: "Pod", defaultRequest: { cpu: 1 } }, "defaultRequest", "may not be specified when `type` is 'Pod'"],
    [{ type: "Pod", max: { foo: 1 } }, "max.foo", `${STANDARD}; must be a standard resource for containers`],
    [{ type: "example.com/a", min: { foo: 1 } }, "min.foo", STANDARD],
    [{ type: "Container", max: { storage: 1 } }, "max.storage", "must be a standard resource for containers"],
    [{ type: "Pod", maxLimitRequestRatio: { cpu: "0.5" } }, "maxLimitRequestRatio.cpu", "ratio 500m is less than 1"],
    [
      { type: "Pod", min: { cpu: "500m" }, max: { cpu: 1 }, maxLimitRequestRatio: { cpu: 3 } },
      "maxLimitRequestRatio.cpu",
      "ratio 3 is greater than max/min = 2.000000",
    ],
    [
      { type: "PersistentVolumeClaim" },
      "limits",
      "either minimum or maximum storage value is required, but neither was provided",
    ],
    [{ type: "Pod", min: { cpu: 2 }, max: { cpu: 1 } }, "min.cpu", "min value 2 is greater than max value 1"],
    [
      { type: "Container", default: { "a.b/c": 2 }, defaultRequest: { "a.b/c": 1 } },
      "defaultRequest.a.b/c",
      "default value 2 must equal to defaultRequest value 1 in a.b/c",
    ],
    [
      { type: "Container", min: { cpu: 2 }, defaultRequest: { cpu: 1 } },
      "defaultRequest.cpu",
      "min value 2 is greater than default request value 1",
    ],
  ])("%j", (limit, place, words) => {
    expect(refused(limit)).toEqual([[place, words]]);
  });

  test("a limit of no type", () => {
    expect(refused({ max: { cpu: 1 } }).map(([place]) => place)).toEqual(["type"]);
  });
});

test.each<Json>([
  { type: "Container", max: { cpu: 2, "a.b/c": 1 }, min: { cpu: "100m" }, maxLimitRequestRatio: { cpu: 20 } },
  { type: "Container", default: { cpu: 1 }, defaultRequest: { cpu: "500m" }, max: { "ephemeral-storage": "1Gi" } },
  { type: "Pod", max: { memory: "1Gi" }, maxLimitRequestRatio: { memory: 1 } },
  { type: "PersistentVolumeClaim", min: { storage: "1Gi" } },
  { type: "openshift.io/Image", max: { storage: "1Gi" } },
])("%j is right", (limit) => {
  expect(refused(limit)).toEqual([]);
});
