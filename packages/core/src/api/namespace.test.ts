import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, ignoredOf } from "./sample-manifests.js";

const namespace = (metadata: Record<string, unknown>): unknown => ({ apiVersion: "v1", kind: "Namespace", metadata });

test("a namespace carries its name as a label", () => {
  expect(decodedOf(namespace({ name: "shop", labels: { team: "a", "kubernetes.io/metadata.name": "other" } }))).toEqual(
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: "shop",
        namespace: "",
        labels: { team: "a", "kubernetes.io/metadata.name": "shop" },
        annotations: {},
      },
    },
  );
});

test("its name is a label", () => {
  expect(decodeObject(namespace({ name: "a.b" })).problems.map(({ message, why }) => [message, why])).toContainEqual([
    'metadata.name: Invalid value: "a.b"',
    "a real API server rejects this Namespace: must not contain dots",
  ]);
});

test.each<[string | undefined, readonly string[]]>([
  ["baseline", ["W501 metadata.labels[pod-security.kubernetes.io/enforce]"]],
  ["restricted", ["W501 metadata.labels[pod-security.kubernetes.io/enforce]"]],
  ["privileged", []],
  [undefined, []],
])("W501: pods are not held to a standard of security: %s", (level, ignored) => {
  const labels = level === undefined ? {} : { "pod-security.kubernetes.io/enforce": level };
  expect(
    ignoredOf(namespace({ name: "a", labels: { ...labels, "pod-security.kubernetes.io/warn": "restricted" } })),
  ).toEqual(ignored);
});
