import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";

type Json = Readonly<Record<string, unknown>>;

const refused = (spec: Json, metadata: Json = {}): readonly (readonly [place: string, why: string])[] =>
  decodeObject({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", ...metadata },
    spec: { ports: [{ port: 80 }], ...spec },
  }).problems.map(
    ({ path, why }) =>
      [path.slice(1).join("."), why.replace(/^a real API server rejects (this Service|it): /, "")] as const,
  );

const IP = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";
const timeout = (timeoutSeconds: number): Json => ({ sessionAffinityConfig: { clientIP: { timeoutSeconds } } });
const nodePort = (port: number, type = "NodePort"): Json => ({ type, ports: [{ port: 80, nodePort: port }] });

describe("what a server refuses of how a Service is reached", () => {
  test.each<[Json, string, string]>([
    [{ sessionAffinity: "Foo" }, "sessionAffinity", 'supported values: "ClientIP", "None"'],
    [
      { sessionAffinity: "ClientIP", ...timeout(-1) },
      "sessionAffinityConfig.clientIP.timeoutSeconds",
      "must be greater than 0 and less than 86400",
    ],
    [
      { sessionAffinity: "ClientIP", ...timeout(86_401) },
      "sessionAffinityConfig.clientIP.timeoutSeconds",
      "must be greater than 0 and less than 86400",
    ],
    [{ clusterIP: "foo" }, "clusterIP", IP],
    [{ clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.2"] }, "clusterIPs", "first value must match `clusterIP`"],
    [{ clusterIPs: ["None", "10.0.0.2"] }, "clusterIPs", "'None' must be the first and only value"],
    [{ clusterIPs: ["10.0.0.1", "foo"] }, "clusterIPs.1", IP],
    [{ clusterIPs: ["10.0.0.1", "10.0.0.2"] }, "clusterIPs", "may specify no more than one IP for each IP family"],
    [{ clusterIPs: ["10.0.0.1", "::2", "::3"] }, "clusterIPs", "may only hold up to 2 values"],
    [{ internalTrafficPolicy: "Foo" }, "internalTrafficPolicy", 'supported values: "Cluster", "Local"'],
    [{ externalTrafficPolicy: "Local" }, "externalTrafficPolicy", "may only be set for externally-accessible services"],
    [
      { type: "NodePort", healthCheckNodePort: 30_000 },
      "healthCheckNodePort",
      "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
    ],
    [
      { ipFamilyPolicy: "Foo" },
      "ipFamilyPolicy",
      'supported values: "PreferDualStack", "RequireDualStack", "SingleStack"',
    ],
    [{ ipFamilies: ["IPv5"] }, "ipFamilies.0", 'supported values: "IPv4", "IPv6"'],
    [{ ipFamilies: ["IPv4", "IPv4"] }, "ipFamilies.1", "must be unique"],
    [
      { type: "ExternalName", externalName: "a.b", ipFamilyPolicy: "SingleStack" },
      "ipFamilyPolicy",
      "may not be set for ExternalName services",
    ],
    [{ externalIPs: ["foo"] }, "externalIPs.0", IP],
    [{ externalIPs: ["0.0.0.0"] }, "externalIPs.0", "may not be unspecified (0.0.0.0)"],
    [{ externalIPs: ["127.1.2.3"] }, "externalIPs.0", "may not be in the loopback range (127.0.0.0/8, ::1/128)"],
    [{ externalIPs: ["::1"] }, "externalIPs.0", "may not be in the loopback range (127.0.0.0/8, ::1/128)"],
    [
      { externalIPs: ["169.254.0.1"] },
      "externalIPs.0",
      "may not be in the link-local range (169.254.0.0/16, fe80::/10)",
    ],
    [
      { externalIPs: ["224.0.0.1"] },
      "externalIPs.0",
      "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
    ],
    [
      { trafficDistribution: "Foo" },
      "trafficDistribution",
      'supported values: "PreferClose", "PreferSameZone", "PreferSameNode"',
    ],
    [{ allocateLoadBalancerNodePorts: false }, "allocateLoadBalancerNodePorts", LOAD_BALANCER],
    [{ loadBalancerClass: "a.b/c" }, "loadBalancerClass", LOAD_BALANCER],
    [{ loadBalancerSourceRanges: ["10.0.0.0/8"] }, "loadBalancerSourceRanges", LOAD_BALANCER],
    [
      { type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0"] },
      "loadBalancerSourceRanges.0",
      "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
    ],
    [
      nodePort(80),
      "ports.0.nodePort",
      "provided port is not in the valid range. The range of valid ports is 30000-32767",
    ],
    [
      nodePort(32_768, "LoadBalancer"),
      "ports.0.nodePort",
      "provided port is not in the valid range. The range of valid ports is 30000-32767",
    ],
  ])("%j", (spec, place, words) => {
    expect(refused(spec)).toEqual([[place, words]]);
  });

  test("the protocol of an application is a qualified name", () => {
    expect(refused({ ports: [{ port: 80, appProtocol: "a b" }] }).map(([place]) => place)).toEqual([
      "ports.0.appProtocol",
    ]);
  });
});

test.each<Json>([
  { sessionAffinity: "ClientIP", ...timeout(86_400) },
  // Without affinity the settings are dropped.
  { sessionAffinity: "None", ...timeout(-1) },
  { clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1", "2001:db8::1"], ipFamilies: ["IPv4", "IPv6"] },
  { clusterIP: "None", clusterIPs: ["None"] },
  { internalTrafficPolicy: "Local", ipFamilyPolicy: "PreferDualStack", trafficDistribution: "PreferClose" },
  { type: "NodePort", externalTrafficPolicy: "Local" },
  { externalIPs: ["10.0.0.1", "2001:db8::1"], externalTrafficPolicy: "Cluster" },
  {
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 30_001,
    loadBalancerClass: "a.b/c",
    loadBalancerIP: "10.0.0.1",
    allocateLoadBalancerNodePorts: false,
    loadBalancerSourceRanges: [" 10.0.0.0/8 "],
  },
  nodePort(30_000),
  nodePort(32_767),
])("%j is right", (spec) => {
  expect(refused(spec)).toEqual([]);
});

test("a Service of a dump keeps the node port of its API server's range", () => {
  expect(refused(nodePort(80), { uid: "0b3f6a52-6e9d-4f0e-9d0a-6f6c1d5b7a10" })).toEqual([]);
});
