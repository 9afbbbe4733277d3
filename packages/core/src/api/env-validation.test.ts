import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { podWith } from "./sample-manifests.js";

type Json = Readonly<Record<string, unknown>>;

const refused = (container: Json): readonly (readonly [place: string, why: string])[] =>
  decodeObject(podWith(container)).problems.map(
    ({ path, why }) =>
      [
        path.join(".").replace(/^spec\.containers\.0\.env(From)?\.0\.(valueFrom\.)?/, ""),
        why.replace(/^a real API server rejects this Pod(: )?/, ""),
      ] as const,
  );

const from = (source: Json): Json => ({ env: [{ name: "A", valueFrom: source }] });
const field = (fieldPath: string, more: Json = {}): Json => from({ fieldRef: { fieldPath, ...more } });
const resource = (name: string, more: Json = {}): Json => from({ resourceFieldRef: { resource: name, ...more } });

const FIELDS =
  'supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", ' +
  '"spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"';
const RESOURCES =
  'supported values: "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", ' +
  '"requests.ephemeral-storage", "requests.memory"';
const BYTES = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";
const PRINTABLE = "a valid environment variable name must consist only of printable ASCII characters other than '='";

describe("variables a server refuses", () => {
  test.each<[Json, string, string]>([
    [field("spec.foo"), "fieldRef.fieldPath", "error converting fieldPath: field label not supported: spec.foo"],
    [from({ fieldRef: {} }), "fieldRef.fieldPath", ""],
    [
      field("metadata.name", { apiVersion: "v2" }),
      "fieldRef.fieldPath",
      "error converting fieldPath: unsupported pod version: v2",
    ],
    [field("metadata.labels"), "fieldRef.fieldPath", FIELDS],
    [field("spec.restartPolicy"), "fieldRef.fieldPath", FIELDS],
    [
      field("metadata.name['a']"),
      "fieldRef.fieldPath",
      "error converting fieldPath: field label does not support subscript: metadata.name['a']",
    ],
    [resource("foo"), "resourceFieldRef.resource", RESOURCES],
    [from({ resourceFieldRef: {} }), "resourceFieldRef.resource", ""],
    [
      resource("limits.cpu", { divisor: 3 }),
      "resourceFieldRef.divisor",
      "only divisor's values 1m and 1 are supported with the cpu resource",
    ],
    [
      resource("limits.memory", { divisor: "1m" }),
      "resourceFieldRef.divisor",
      `only divisor's values ${BYTES} are supported with the memory resource`,
    ],
    [
      resource("limits.ephemeral-storage", { divisor: "3" }),
      "resourceFieldRef.divisor",
      `only divisor's values ${BYTES} are supported with the local ephemeral storage resource`,
    ],
    [{ envFrom: [{ prefix: "a=b", configMapRef: { name: "a" } }] }, "prefix", PRINTABLE],
    [{ env: [{ name: "a=b" }] }, "name", PRINTABLE],
    [{ env: [{ name: "ä" }] }, "name", PRINTABLE],
  ])("%j", (container, place, words) => {
    expect(refused(container)).toEqual([[place, words]]);
  });

  test.each<[Json, string]>([
    [field("metadata.labels['a b']"), "fieldRef.fieldPath"],
    [from({ secretKeyRef: { name: "a", key: "a b" } }), "secretKeyRef.key"],
    [from({ configMapKeyRef: { name: "a", key: ".." } }), "configMapKeyRef.key"],
    [from({ configMapKeyRef: { name: "A_b", key: "a" } }), "configMapKeyRef.name"],
    [{ envFrom: [{ secretRef: { name: "A_b" } }] }, "secretRef.name"],
  ])("%j is no name", (container, place) => {
    expect(refused(container)).toMatchObject([[place, expect.stringContaining("must ")]]);
  });
});

test.each<Json>([
  field("spec.host"),
  field("metadata.annotations['Example.com/A']"),
  field("metadata.labels['app']"),
  field("status.podIPs", { apiVersion: "v1" }),
  resource("limits.cpu", { divisor: "1m" }),
  resource("limits.cpu", { divisor: "0" }),
  resource("requests.memory", { divisor: "1Mi" }),
  resource("requests.hugepages-2Mi", { divisor: "1Mi" }),
  from({ secretKeyRef: { name: "a", key: "A_b.c-d" } }),
  { envFrom: [{ prefix: "a b-", secretRef: { name: "a.b" } }] },
  { env: [{ name: "a b-c.d" }] },
])("%j is right", (container) => {
  expect(refused(container)).toEqual([]);
});

const probing = (...httpHeaders: readonly Json[]): Json => ({
  livenessProbe: { httpGet: { port: 80, httpHeaders } },
});

test("the headers of a probe have names of letters, digits and hyphens", () => {
  expect(refused(probing({ name: "X-Token-1", value: "a b" }))).toEqual([]);
  expect(decodeObject(podWith(probing({ name: "a b", value: "" }))).problems).toMatchObject([
    {
      path: ["spec", "containers", 0, "livenessProbe", "httpGet", "httpHeaders", 0, "name"],
      message: 'spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: "a b"',
      why: expect.stringContaining("a valid HTTP header must consist of alphanumeric characters or '-'") as string,
    },
  ]);
});
