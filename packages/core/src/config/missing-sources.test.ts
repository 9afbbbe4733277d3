import { expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { Container, Volume } from "../api/pod.js";
import { missingForEnv, missingForVolumes } from "./missing-sources.js";
import type { ConfigLookup } from "./missing-sources.js";

/** A ConfigMap "here" and a Secret "here", each with the key "k". */
const lookup: ConfigLookup = (_, name) => (name === "here" ? (key) => key === "k" : null);

const ref = (name: string, key = "k", optional?: boolean) => ({
  name,
  key,
  ...(optional === undefined ? {} : { optional }),
});

test.each<[string, Partial<Container>, string | null]>([
  ["nothing is referred to", {}, null],
  ["what is there", { env: [{ name: "A", valueFrom: { secretKeyRef: ref("here") } }] }, null],
  [
    "a Secret is missing",
    { env: [{ name: "A", valueFrom: { secretKeyRef: ref("gone") } }] },
    'secret "gone" not found',
  ],
  [
    "a ConfigMap is missing",
    { env: [{ name: "A", valueFrom: { configMapKeyRef: ref("gone") } }] },
    'configmap "gone" not found',
  ],
  [
    "a key is missing",
    { env: [{ name: "A", valueFrom: { configMapKeyRef: ref("here", "x") } }] },
    "couldn't find key x in ConfigMap shop/here",
  ],
  [
    "a Secret's key is missing",
    { env: [{ name: "A", valueFrom: { secretKeyRef: ref("here", "x") } }] },
    "couldn't find key x in Secret shop/here",
  ],
  [
    "an optional object is missing",
    { env: [{ name: "A", valueFrom: { secretKeyRef: ref("gone", "k", true) } }] },
    null,
  ],
  ["an optional key is missing", { env: [{ name: "A", valueFrom: { secretKeyRef: ref("here", "x", true) } }] }, null],
  ["a whole ConfigMap is missing", { envFrom: [{ configMapRef: { name: "gone" } }] }, 'configmap "gone" not found'],
  ["a whole Secret is missing", { envFrom: [{ secretRef: { name: "gone" } }] }, 'secret "gone" not found'],
  ["a whole optional Secret is missing", { envFrom: [{ secretRef: { name: "gone", optional: true } }] }, null],
  [
    "envFrom is looked at first",
    {
      env: [{ name: "A", valueFrom: { secretKeyRef: ref("gone") } }],
      envFrom: [{ configMapRef: { name: "away" } }],
    },
    'configmap "away" not found',
  ],
])("kubelet 2.7: environment, %s", (_, container, error) => {
  expect(missingForEnv(aContainer(container), "shop", lookup)).toBe(error);
});

test.each<[string, Omit<Volume, "name">, string | null]>([
  ["what is there", { configMap: { name: "here" } }, null],
  ["a ConfigMap is missing", { configMap: { name: "gone" } }, 'configmap "gone" not found'],
  ["a Secret is missing", { secret: { secretName: "gone" } }, 'secret "gone" not found'],
  ["an optional one is missing", { secret: { secretName: "gone", optional: true } }, null],
  [
    "an item's key is missing",
    { configMap: { name: "here", items: [{ key: "x", path: "x" }] } },
    "references non-existent config key: x",
  ],
  [
    "an item's key of a Secret is missing",
    { secret: { secretName: "here", items: [{ key: "x", path: "x" }] } },
    "references non-existent secret key: x",
  ],
  [
    "an optional ConfigMap lacks an item's key",
    { configMap: { name: "here", optional: true, items: [{ key: "x", path: "x" }] } },
    null,
  ],
  ["a projected one is missing", { projected: { sources: [{ secret: { name: "gone" } }] } }, 'secret "gone" not found'],
  [
    "two projected ones are missing",
    { projected: { sources: [{ secret: { name: "gone" } }, { configMap: { name: "gone" } }] } },
    '[secret "gone" not found, configmap "gone" not found]',
  ],
  ["only a token is projected", { projected: { sources: [{}] } }, null],
])("volumes, %s", (_, volume, error) => {
  const missing = missingForVolumes(aSpec({ volumes: [{ name: "other" }, { name: "v", ...volume }] }), lookup);
  expect(missing).toEqual(error === null ? [] : [{ volume: "v", error }]);
});
