import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, refusalsOf, workloadManifest } from "./sample-manifests.js";

test("one replica by default, none if so said", () => {
  expect(decodedOf(workloadManifest("ReplicaSet"))).toMatchObject({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    spec: { replicas: 1, minReadySeconds: 0, selector: { matchLabels: { app: "web" } } },
  });
  expect(decodedOf(workloadManifest("ReplicaSet", { replicas: 0 }))).toMatchObject({ spec: { replicas: 0 } });
});

test("selector, template and counts have the rules of a Deployment's", () => {
  const wrong = { replicas: -1, minReadySeconds: -1, selector: { matchLabels: { app: "other" } } };
  expect(decodeObject(workloadManifest("ReplicaSet", wrong)).problems.map(({ path }) => path.join("."))).toEqual([
    "spec.replicas",
    "spec.minReadySeconds",
    "spec.template.metadata.labels",
  ]);
  expect(refusalsOf(workloadManifest("ReplicaSet", { selector: undefined }))).toHaveLength(1);
});

test("it has no strategy", () => {
  expect(decodeObject(workloadManifest("ReplicaSet", { strategy: {} })).problems).toMatchObject([{ code: "E101" }]);
});
