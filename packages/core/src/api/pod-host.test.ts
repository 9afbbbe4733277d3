import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, ignoredOf, podManifest } from "./sample-manifests.js";

type Json = Readonly<Record<string, unknown>>;

const refused = (spec: Json): readonly (readonly [place: string, why: string])[] =>
  decodeObject(podManifest(spec)).problems.map(
    ({ path, why }) =>
      [path.slice(1).join("."), why.replace(/^a real API server rejects (this Pod|it): /, "")] as const,
  );

const IP = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

describe("what a server refuses", () => {
  test.each<[Json, string, string]>([
    [
      { dnsPolicy: "Foo" },
      "dnsPolicy",
      'supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
    ],
    [{ dnsPolicy: "None" }, "dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None"],
    [
      { dnsPolicy: "None", dnsConfig: { searches: ["a"] } },
      "dnsConfig.nameservers",
      "must provide at least one DNS nameserver when `dnsPolicy` is None",
    ],
    [{ dnsConfig: { nameservers: ["foo"] } }, "dnsConfig.nameservers.0", IP],
    [
      { dnsConfig: { nameservers: ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4"] } },
      "dnsConfig.nameservers",
      "must not have more than 3 nameservers",
    ],
    [{ dnsConfig: { options: [{ value: "2" }] } }, "dnsConfig.options.0", "must not be empty"],
    [
      { dnsConfig: { searches: Array.from({ length: 33 }, () => "a") } },
      "dnsConfig.searches",
      "must not have more than 32 search paths",
    ],
    [
      { dnsConfig: { searches: Array.from({ length: 10 }, () => `${"a".repeat(60)}.`.repeat(4)) } },
      "dnsConfig.searches",
      "must not have more than 2048 characters (including spaces) in the search list",
    ],
    [{ hostAliases: [{ ip: "foo" }] }, "hostAliases.0.ip", IP],
    [{ hostUsers: false, hostNetwork: true }, "hostNetwork", "when `pod.Spec.HostUsers` is false"],
    [{ hostUsers: false, hostPID: true }, "hostPID", "when `pod.Spec.HostUsers` is false"],
    [{ hostUsers: false, hostIPC: true }, "hostIPC", "when `pod.Spec.HostUsers` is false"],
    [{ hostname: "a.b" }, "hostname", "must not contain dots"],
  ])("%j", (spec, place, words) => {
    expect(refused(spec)).toEqual([[place, words]]);
  });

  test.each<[Json, string]>([
    [{ hostAliases: [{ ip: "10.0.0.1", hostnames: ["a", "A_b"] }] }, "hostAliases.0.hostnames.1"],
    [{ dnsConfig: { searches: ["-a"] } }, "dnsConfig.searches.0"],
    [{ hostname: "A_b" }, "hostname"],
    [{ subdomain: "A_b" }, "subdomain"],
    [{ serviceAccountName: "A_b" }, "serviceAccountName"],
    [{ serviceAccount: "A_b" }, "serviceAccount"],
  ])("%j is no name", (spec, place) => {
    expect(refused(spec)).toMatchObject([[place, expect.stringContaining("must consist of")]]);
  });

  test.each<Json>([
    { enableServiceLinks: "maybe" },
    { automountServiceAccountToken: [1] },
    { hostPID: 5 },
    { hostIPC: "no" },
    { hostUsers: 0 },
    { setHostnameAsFQDN: { a: "b" } },
    { hostname: ["a"] },
    { hostAliases: { ip: "10.0.0.1" } },
    { dnsConfig: { nameservers: "10.0.0.1" } },
    { serviceAccountName: 7 },
  ])("%j is of another type", (spec) => {
    expect(decodeObject(podManifest(spec)).problems).toMatchObject([{ code: "E104" }]);
  });
});

test.each<Json>([
  { dnsPolicy: "None", dnsConfig: { nameservers: ["10.0.0.1"] } },
  { dnsPolicy: "ClusterFirstWithHostNet", hostNetwork: true },
  {
    dnsConfig: {
      nameservers: ["10.0.0.1", "2001:db8::1"],
      searches: ["a.b.", "_tcp.example.com", "."],
      options: [{ name: "ndots", value: "2" }, { name: "edns0" }],
    },
  },
  { hostAliases: [{ ip: "127.0.0.1", hostnames: ["foo.local", "bar"] }] },
  { hostname: "a-b", subdomain: "c", setHostnameAsFQDN: true, hostnameOverride: "x" },
  { serviceAccountName: "a.b", serviceAccount: "a.b", automountServiceAccountToken: false },
  { hostUsers: false },
  { hostUsers: true, hostNetwork: true, hostPID: true, hostIPC: true },
  { enableServiceLinks: false },
])("%j is right, kept and passed over in silence", (spec) => {
  expect(decodedOf(podManifest(spec))).toMatchObject({ spec });
  expect(ignoredOf(podManifest(spec))).toEqual([]);
});
