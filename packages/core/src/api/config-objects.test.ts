import { describe, expect, test } from "vitest";
import { base64Length, base64Of } from "./base64.js";
import { decodeObject } from "./decode-object.js";
import { decodedOf, podManifest, podWith } from "./sample-manifests.js";

const configMap = (more: object) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, ...more });
const secret = (more: object) => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, ...more });

/** Place and reason of everything wrong. */
const wrongWith = (manifest: object): readonly string[] =>
  decodeObject(manifest).problems.map(
    ({ path, message, why }) => `${path.join(".")} ${message.split(": ")[1] ?? ""} ${why.split(": ")[1] ?? ""}`,
  );

test("a ConfigMap gets its defaults and is found valid", () => {
  expect(decodedOf(configMap({ data: { a: "1" } }))).toEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "c", namespace: "default", labels: {}, annotations: {} },
    data: { a: "1" },
    binaryData: {},
  });
});

test("a Secret keeps stringData as data", () => {
  const manifest = secret({ data: { user: "YQ==", pw: "eA==" }, stringData: { pw: "hunter2" } });
  expect(decodedOf(manifest)).toMatchObject({ type: "Opaque", data: { user: "YQ==", pw: "aHVudGVyMg==" } });
  expect(decodedOf(manifest)).not.toHaveProperty("stringData");
});

describe("refused", () => {
  test.each<[string, object, readonly string[]]>([
    ["a key of other characters", configMap({ data: { "a b": "" } }), ["data.a b"]],
    ["a key that leaves its directory", configMap({ data: { "..": "" } }), ["data..."]],
    ["a key in both", configMap({ data: { a: "" }, binaryData: { a: "" } }), ["data.a"]],
    ["bytes that are no base64", configMap({ binaryData: { a: "?" } }), ["binaryData.a"]],
    ["too much", configMap({ data: { a: "x".repeat(1_048_577) } }), ["data"]],
    ["a secret that is no base64", secret({ data: { a: "hunter2" } }), ["data.a"]],
    ["a certificate without its key", secret({ type: "kubernetes.io/tls", data: { "tls.crt": "" } }), ["data.tls.key"]],
    ["nobody's password", secret({ type: "kubernetes.io/basic-auth" }), ["data"]],
  ])("%s", (_, manifest, places) => {
    expect(decodeObject(manifest).problems.map(({ path }) => path.join("."))).toEqual(places);
    expect(decodeObject(manifest).object).toBeNull();
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a variable without a name", { env: [{ value: "1" }] }, "env.0.name"],
    [
      "two values",
      { env: [{ name: "A", value: "1", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] },
      "env.0.valueFrom",
    ],
    [
      "a reference without a key",
      { env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s" } } }] },
      "env.0.valueFrom.secretKeyRef.key",
    ],
    ["a source that says nothing", { envFrom: [{ prefix: "A_" }] }, "envFrom.0"],
    ["a source without a name", { envFrom: [{ configMapRef: { optional: true } }] }, "envFrom.0.configMapRef.name"],
  ])("%s", (_, container, place) => {
    expect(decodeObject(podWith(container)).problems.map(({ path }) => path.slice(3).join("."))).toEqual([place]);
  });

  test("a volume that does not say what fills it", () => {
    const volumes = [
      { name: "a", configMap: { optional: true } },
      { name: "b", secret: { items: [{ key: "k" }] } },
    ];
    expect(wrongWith(podManifest({ volumes })).map((text) => text.split(" ")[0])).toEqual([
      "spec.volumes.0.configMap.name",
      "spec.volumes.1.secret.secretName",
      "spec.volumes.1.secret.items.0.path",
    ]);
  });
});

test.each([
  ["", "", 0],
  ["f", "Zg==", 1],
  ["fo", "Zm8=", 2],
  ["foo", "Zm9v", 3],
  ["foob", "Zm9vYg==", 4],
  ["\u00fc\ud83d\ude00", "w7zwn5iA", 6],
])("base64 of %j is %s", (text, encoded, length) => {
  expect(base64Of(text)).toBe(encoded);
  expect(base64Length(encoded)).toBe(length);
});

test("base64 with line breaks counts, other texts do not", () => {
  expect(base64Length("Zm9v\nYg==\n")).toBe(4);
  expect(["Zg=", "Z===", "Zm9v-", "=Zg="].map(base64Length)).toEqual([null, null, null, null]);
});
