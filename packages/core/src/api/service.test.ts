import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, ignoredOf } from "./sample-manifests.js";

const service = (spec: Record<string, unknown>, name = "web"): Record<string, unknown> => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec,
});

/** Place below the spec, and reason, of everything wrong. */
const wrongWith = (spec: Record<string, unknown>): readonly (readonly [place: string, why: string])[] =>
  decodeObject(service(spec)).problems.map(
    ({ path, why }) => [path.slice(1).join("."), why.replace("a real API server rejects this Service: ", "")] as const,
  );

test("defaults: type, protocol, and a target that is the port", () => {
  const ports = [{ port: 80 }, { port: 81, targetPort: "http", name: "b" }, { port: 82, targetPort: 0, name: "c" }];
  expect(
    decodedOf(service({ ports: [{ ...ports[0], name: "a" }, ports[1], ports[2]], selector: { app: "web" } })),
  ).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
    spec: {
      type: "ClusterIP",
      selector: { app: "web" },
      ports: [
        { name: "a", port: 80, targetPort: 80, protocol: "TCP" },
        { name: "b", port: 81, targetPort: "http", protocol: "TCP" },
        { name: "c", port: 82, targetPort: 82, protocol: "TCP" },
      ],
      publishNotReadyAddresses: false,
    },
  });
});

test("an empty selector is none", () => {
  expect(decodedOf(service({ ports: [{ port: 80 }], selector: {} }))).not.toHaveProperty("spec.selector");
});

test.each([
  [{ ports: [{ port: 80, targetPort: false }] }, "ports.0.targetPort"],
  [{ ports: [{ port: 80, protocol: 0 }] }, "ports.0.protocol"],
  [{ ports: [{ port: 80 }], type: false }, "type"],
])("a zero value of another type is refused: %j", (spec, place) => {
  const found = decodeObject(service(spec)).problems.map(({ code, path }) => `${code} ${path.slice(1).join(".")}`);
  expect(found).toEqual([`E104 ${place}`]);
});

test("a target of 0 or of no name is the port", () => {
  for (const targetPort of [0, ""]) {
    expect(decodedOf(service({ ports: [{ port: 80, targetPort }] }))).toEqual(
      decodedOf(service({ ports: [{ port: 80 }] })),
    );
  }
});

test("how traffic is sent is passed over in silence, and kept", () => {
  const spec = {
    type: "NodePort",
    ports: [{ port: 80, appProtocol: "http" }],
    sessionAffinity: "ClientIP",
    externalTrafficPolicy: "Local",
  };
  expect(ignoredOf(service(spec))).toEqual([]);
  expect(decodedOf(service(spec))).toMatchObject({ spec });
});

describe("rules", () => {
  test("a name is a DNS-1035 label", () => {
    expect(decodeObject(service({ ports: [{ port: 80 }] }, "1web")).problems).toMatchObject([
      { path: ["metadata", "name"], why: expect.stringContaining("a DNS-1035 label must consist of") as string },
    ]);
  });

  test.each([
    [{}, "ports", "a real API server rejects this Service"],
    [{ ports: [{}] }, "ports.0.port", "must be between 1 and 65535, inclusive"],
    [{ ports: [{ port: 80, targetPort: 70000 }] }, "ports.0.targetPort", "must be between 1 and 65535, inclusive"],
    [{ ports: [{ port: 80 }, { port: 81, name: "b" }] }, "ports.0.name", "a real API server rejects this Service"],
    [
      {
        ports: [
          { port: 80, name: "a" },
          { port: 81, name: "a" },
        ],
      },
      "ports.1.name",
      "must be unique",
    ],
    [
      {
        ports: [
          { port: 80, name: "a" },
          { port: 80, name: "b" },
        ],
      },
      "ports.1",
      "must be unique",
    ],
    [{ ports: [{ port: 80, nodePort: 30000 }] }, "ports.0.nodePort", "may not be used when `type` is 'ClusterIP'"],
    [
      {
        type: "NodePort",
        ports: [
          { port: 80, name: "a", nodePort: 30000 },
          { port: 81, name: "b", nodePort: 30000 },
        ],
      },
      "ports.1.nodePort",
      "must be unique",
    ],
    [
      { type: "NodePort", clusterIP: "None", ports: [{ port: 80 }] },
      "clusterIP",
      "may not be set to 'None' for NodePort services",
    ],
    [{ type: "ExternalName" }, "externalName", "a real API server rejects this Service"],
    [
      { type: "ExternalName", externalName: "a.b", clusterIP: "10.0.0.1" },
      "clusterIP",
      "may not be set for ExternalName services",
    ],
  ])("%j", (spec, place, words) => {
    expect(wrongWith(spec)).toEqual([[place, words]]);
  });

  test.each([
    { clusterIP: "None" },
    { type: "ExternalName", externalName: "db.example.com." },
    {
      ports: [
        { port: 53, name: "a" },
        { port: 53, name: "b", protocol: "UDP" },
      ],
    },
  ])("%j is right", (spec) => {
    expect(wrongWith(spec)).toEqual([]);
  });
});
