import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { podManifest, refusalsOf } from "./sample-manifests.js";

const wrongWith = (
  spec: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): readonly (readonly [place: string, why: string])[] =>
  decodeObject(podManifest(spec, metadata)).problems.map(
    ({ path, why }) => [path.join("."), why.replace("a real API server rejects this Pod: ", "")] as const,
  );

describe("metadata", () => {
  test("a name is needed, a generated one cannot be applied", () => {
    expect(decodeObject(podManifest({}, { name: "" })).problems).toMatchObject([
      {
        code: "E302",
        path: ["metadata", "name"],
        why: expect.stringContaining("name or generateName is required") as string,
      },
    ]);
    expect(decodeObject(podManifest({}, { name: undefined, generateName: "web-" })).problems[0]?.fix).toContain(
      "apply cannot",
    );
  });

  test("a name is a subdomain, its namespace a label", () => {
    expect(decodeObject(podManifest({}, { name: "Web_1", namespace: "A.b" })).problems).toMatchObject([
      { path: ["metadata", "name"], fix: "write web-1" },
      { path: ["metadata", "namespace"] },
    ]);
    expect(wrongWith({}, { name: "a.b-c.1", namespace: "shop" })).toEqual([]);
  });

  test("labels and annotations; case is free in annotation keys' prefixes", () => {
    const metadata = {
      labels: { "-a": "x", b: "y z" },
      annotations: { "Example.COM/a": "anything at all", "a b": "" },
    };
    expect(refusalsOf(podManifest({}, metadata)).map((line) => line.split(" | ")[1])).toEqual([
      'metadata.labels: Invalid value: "-a"',
      'metadata.labels: Invalid value: "y z"',
      'metadata.annotations: Invalid value: "a b"',
    ]);
  });

  test("annotations are at most 256 KiB together", () => {
    const annotations = (value: string): Record<string, unknown> => ({ annotations: { a: value } });
    expect(wrongWith({}, annotations("x".repeat(256 * 1024 - 1)))).toEqual([]);
    expect(wrongWith({}, annotations("x".repeat(256 * 1024)))).toEqual([
      ["metadata.annotations", "may not be more than 262144 bytes"],
    ]);
    expect(wrongWith({}, annotations("€".repeat(100_000)))).toHaveLength(1);
  });

  test.each(["1", "-1", "0", "2147483647", "-2147483648"])("a deletion cost of %s", (cost) => {
    expect(wrongWith({}, { annotations: { "controller.kubernetes.io/pod-deletion-cost": cost } })).toEqual([]);
  });

  test.each(["+1", "01", "", "x", "1.5", "2147483648", "-2147483649"])("no deletion cost of %j", (cost) => {
    const key = "controller.kubernetes.io/pod-deletion-cost";
    expect(wrongWith({}, { annotations: { [key]: cost } })).toEqual([
      [`metadata.annotations.${key}`, "must be a 32bit integer"],
    ]);
  });

  test("one controller", () => {
    const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "a", uid: "1", controller: true };
    expect(wrongWith({}, { ownerReferences: [owner, { ...owner, controller: false, name: "b" }] })).toEqual([]);
    expect(wrongWith({}, { ownerReferences: [owner, { ...owner, name: "b" }, {}] })).toEqual([
      ["metadata.ownerReferences.2.apiVersion", "version must not be empty"],
      ["metadata.ownerReferences.2.kind", "must not be empty"],
      ["metadata.ownerReferences.2.name", "must not be empty"],
      ["metadata.ownerReferences.2.uid", "must not be empty"],
      [
        "metadata.ownerReferences",
        'Only one reference can have Controller set to true. Found "true" in references for ReplicaSet/a and ReplicaSet/b',
      ],
    ]);
  });
});

describe("tolerations", () => {
  test.each([
    [
      { effect: "NoSchedule" },
      "operator",
      'operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
    [
      { key: "a", effect: "NoSchedule", tolerationSeconds: 1 },
      "effect",
      "effect must be 'NoExecute' when `tolerationSeconds` is set",
    ],
    [{ key: "a", operator: "Exists", value: "b" }, "operator", "value must be empty when `operator` is 'Exists'"],
  ])("%j", (toleration, field, words) => {
    expect(wrongWith({ tolerations: [toleration] })).toEqual([[`spec.tolerations.0.${field}`, words]]);
  });

  test("keys and values are those of labels", () => {
    expect(wrongWith({ tolerations: [{ key: "a b", value: "c d" }] }).map(([place]) => place)).toEqual([
      "spec.tolerations.0.key",
      "spec.tolerations.0.operator",
    ]);
  });

  test.each([
    [{ operator: "Exists" }],
    [{ key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds: -5 }],
    [{ key: "a", value: "b" }],
    [{ key: "a" }],
  ])("%j is right", (toleration) => {
    expect(wrongWith({ tolerations: [toleration] })).toEqual([]);
  });

  test.each([
    [{ key: "a", operator: "Equals" }, "did you mean Equal?"],
    [{ key: "a", effect: "NoScedule" }, "did you mean NoSchedule?"],
  ])("%j", (toleration, fix) => {
    expect(decodeObject(podManifest({ tolerations: [toleration] })).problems).toMatchObject([{ code: "E303", fix }]);
  });
});

describe("mounts", () => {
  const mounting = (...volumeMounts: readonly object[]): Record<string, unknown> => ({
    containers: [{ name: "app", image: "app", volumeMounts }],
    volumes: [{ name: "data", emptyDir: {} }],
  });

  test("are of volumes that the pod has", () => {
    expect(
      wrongWith(mounting({ name: "data", mountPath: "/a" }, { name: "data", mountPath: "/b", readOnly: true })),
    ).toEqual([]);
    expect(decodeObject(podManifest(mounting({ name: "dat", mountPath: "/a" }))).problems).toMatchObject([
      {
        code: "E308",
        path: ["spec", "containers", 0, "volumeMounts", 0, "name"],
        message: 'spec.containers[0].volumeMounts[0].name: Not found: "dat"',
        fix: "did you mean data?",
      },
    ]);
  });

  test("have a name and a path of their own", () => {
    const wrong = mounting({}, { name: "data", mountPath: "/a" }, { name: "data", mountPath: "/a" });
    expect(wrongWith(wrong).map(([place]) => place)).toEqual([
      "spec.containers.0.volumeMounts.0.name",
      "spec.containers.0.volumeMounts.0.mountPath",
      "spec.containers.0.volumeMounts.2.mountPath",
    ]);
  });
});

describe("the rest of a spec", () => {
  test.each([
    [{ restartPolicy: "Sometimes" }, "spec.restartPolicy"],
    [{ preemptionPolicy: "Always" }, "spec.preemptionPolicy"],
    [{ nodeName: "Node_1" }, "spec.nodeName"],
    [{ priorityClassName: "High" }, "spec.priorityClassName"],
    [{ nodeSelector: { "a b": "c" } }, "spec.nodeSelector.a b"],
    [{ activeDeadlineSeconds: 0 }, "spec.activeDeadlineSeconds"],
    [{ activeDeadlineSeconds: 2 ** 31 }, "spec.activeDeadlineSeconds"],
    [{ readinessGates: [{ conditionType: "" }] }, "spec.readinessGates.0.conditionType"],
    [{ schedulingGates: [{ name: "a b" }] }, "spec.schedulingGates.0.name"],
    [{ schedulingGates: [{ name: "a" }, { name: "a" }] }, "spec.schedulingGates.1.name"],
    [{ schedulingGates: [{ name: "a" }], nodeName: "n" }, "spec.nodeName"],
    [{ volumes: [{ name: "a" }, { name: "a" }] }, "spec.volumes.1.name"],
    [{ volumes: [{}] }, "spec.volumes.0.name"],
    [{ volumes: [{ name: "a", hostPath: {} }] }, "spec.volumes.0.hostPath.path"],
    [{ volumes: [{ name: "a", hostPath: { path: "/a/../b" } }] }, "spec.volumes.0.hostPath.path"],
    [{ volumes: [{ name: "a", hostPath: { path: "/a", type: "Fil" } }] }, "spec.volumes.0.hostPath.type"],
  ])("%j", (spec, place) => {
    expect(wrongWith(spec).map(([each]) => each)).toEqual([place]);
  });
});
