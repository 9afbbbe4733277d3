import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf } from "./sample-manifests.js";

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
