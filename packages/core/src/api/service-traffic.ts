// How traffic gets to a Service and from there to its endpoints: addresses, families, affinity, policies. Nothing
// simulated depends on it; a server refuses what is wrong with it all the same.
import type { Path } from "./errors.js";
import { cidr, ipAddress, ipFamilyOf } from "./ip-address.js";
import { qualifiedName } from "./names.js";
import { enumeration, int32, text, texts, yesOrNo } from "./scalars.js";
import { listOf } from "./api-type.js";
import { optional, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

interface SessionAffinityConfig {
  readonly clientIP?: { readonly timeoutSeconds?: number };
}

export interface ServiceTraffic {
  readonly sessionAffinity?: "ClientIP" | "None";
  readonly sessionAffinityConfig?: SessionAffinityConfig;
  /** The first of them is clusterIP. */
  readonly clusterIPs?: readonly string[];
  readonly externalIPs?: readonly string[];
  readonly ipFamilies?: readonly ("IPv4" | "IPv6")[];
  readonly ipFamilyPolicy?: "PreferDualStack" | "RequireDualStack" | "SingleStack";
  readonly internalTrafficPolicy?: "Cluster" | "Local";
  readonly externalTrafficPolicy?: "Cluster" | "Local";
  readonly healthCheckNodePort?: number;
  readonly trafficDistribution?: "PreferClose" | "PreferSameZone" | "PreferSameNode";
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly loadBalancerClass?: string;
  readonly loadBalancerIP?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
}

const affinityConfig = struct<SessionAffinityConfig>("SessionAffinityConfig", {
  clientIP: optionalPointer(
    struct<NonNullable<SessionAffinityConfig["clientIP"]>>("ClientIPConfig", {
      timeoutSeconds: optionalPointer(int32),
    }),
  ),
});

/** Fields of a Service spec's codec. */
export const trafficFields = {
  sessionAffinity: optional(enumeration(["ClientIP", "None"])),
  sessionAffinityConfig: optionalPointer(affinityConfig),
  clusterIPs: optional(texts),
  externalIPs: optional(texts),
  ipFamilies: optional(listOf(enumeration(["IPv4", "IPv6"]))),
  ipFamilyPolicy: optionalPointer(enumeration(["PreferDualStack", "RequireDualStack", "SingleStack"])),
  internalTrafficPolicy: optionalPointer(enumeration(["Cluster", "Local"])),
  externalTrafficPolicy: optional(enumeration(["Cluster", "Local"])),
  healthCheckNodePort: optional(int32),
  trafficDistribution: optionalPointer(enumeration(["PreferClose", "PreferSameZone", "PreferSameNode"])),
  allocateLoadBalancerNodePorts: optionalPointer(yesOrNo),
  loadBalancerClass: optionalPointer(text),
  loadBalancerIP: optional(text),
  loadBalancerSourceRanges: optional(texts),
};

interface Exposed extends ServiceTraffic {
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";
  readonly clusterIP?: string;
}

const AFFINITY_SECONDS_MAX = 86_400;

const checkAffinityTimeout = (check: Validity, at: Path, spec: Exposed): void => {
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  // Without affinity the server drops its settings unread.
  if (spec.sessionAffinity !== "ClientIP" || seconds === undefined) return;
  if (seconds > 0 && seconds <= AFFINITY_SECONDS_MAX) return;
  const detail = `must be greater than 0 and less than ${AFFINITY_SECONDS_MAX}`;
  check.invalid([...at, "sessionAffinityConfig", "clientIP", "timeoutSeconds"], seconds, detail);
};

const ONE_PER_FAMILY = "may specify no more than one IP for each IP family";

const checkClusterIps = (check: Validity, at: Path, { clusterIP, clusterIPs = [] }: Exposed): void => {
  const list = [...at, "clusterIPs"];
  if (clusterIP !== undefined && clusterIP !== "None") {
    const fix = "write an address of the cluster's range or None, or leave clusterIP out";
    check.names([...at, "clusterIP"], clusterIP, ipAddress(clusterIP), { fix, field: [...list, 0] });
  }
  const [first] = clusterIPs;
  if (first === undefined) return;
  if (clusterIP !== undefined && clusterIP !== first) {
    check.invalid(list, clusterIPs, "first value must match `clusterIP`", { fix: `write ${clusterIP} first` });
  } else if (first === "None" && clusterIPs.length > 1) {
    check.invalid(list, clusterIPs, "'None' must be the first and only value");
  }
  for (const [i, ip] of clusterIPs.entries()) {
    const isSaid = i === 0 && (ip === "None" || ip === clusterIP);
    if (!isSaid) check.names([...list, i], ip, ipAddress(ip));
  }
  if (clusterIPs.length > 2) check.invalid(list, clusterIPs, "may only hold up to 2 values");
  else if (clusterIPs.length === 2) {
    const [one, other] = clusterIPs.map(ipFamilyOf);
    if (one !== null && one === other) check.invalid(list, clusterIPs, ONE_PER_FAMILY);
  }
};

const LOOPBACK = /^(127\.|(0*:)*:?0*1$)/;

/** What makes an address one that reaches no service from outside. */
const specialIp = (ip: string): readonly string[] => {
  if (ipFamilyOf(ip) === null) return ipAddress(ip);
  const objections: string[] = [];
  if (/^[0:.]+$/.test(ip)) objections.push(`may not be unspecified (${ip})`);
  if (LOOPBACK.test(ip)) objections.push("may not be in the loopback range (127.0.0.0/8, ::1/128)");
  if (/^169\.254\.|^fe[89ab][0-9a-f]:/i.test(ip)) {
    objections.push("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
  }
  if (/^224\.0\.0\.|^ff02:/i.test(ip)) {
    objections.push("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
  }
  return objections;
};

const checkLoadBalancer = (check: Validity, at: Path, spec: Exposed): void => {
  const isLoadBalancer = spec.type === "LoadBalancer";
  for (const name of ["allocateLoadBalancerNodePorts", "loadBalancerClass", "loadBalancerSourceRanges"] as const) {
    if (spec[name] === undefined || isLoadBalancer) continue;
    const fix = `remove ${name}, or write type: LoadBalancer`;
    check.forbidden([...at, name], "may only be used when `type` is 'LoadBalancer'", { fix });
  }
  const { loadBalancerClass, loadBalancerSourceRanges = [] } = spec;
  if (loadBalancerClass !== undefined) {
    check.namesAt(at, "loadBalancerClass", loadBalancerClass, qualifiedName(loadBalancerClass));
  }
  for (const [i, range] of loadBalancerSourceRanges.entries()) {
    check.names([...at, "loadBalancerSourceRanges", i], range, cidr(range.trim()));
  }
};

const checkExternalTraffic = (check: Validity, at: Path, spec: Exposed): void => {
  const { type, externalIPs = [], externalTrafficPolicy: policy, healthCheckNodePort } = spec;
  const isExternal = type === "LoadBalancer" || type === "NodePort" || (type === "ClusterIP" && externalIPs.length > 0);
  if (policy !== undefined && !isExternal) {
    const fix = "remove externalTrafficPolicy, or write type: NodePort or LoadBalancer";
    const detail = "may only be set for externally-accessible services";
    check.invalid([...at, "externalTrafficPolicy"], policy, detail, { fix });
  }
  if (healthCheckNodePort !== undefined && !(type === "LoadBalancer" && policy === "Local")) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    check.invalid([...at, "healthCheckNodePort"], healthCheckNodePort, detail);
  }
};

/** Of the Service spec at `at`. */
export const checkTraffic = (check: Validity, at: Path, spec: Exposed): void => {
  const { type, externalIPs = [], ipFamilies = [] } = spec;
  checkAffinityTimeout(check, at, spec);
  if (type === "ExternalName") {
    for (const name of ["ipFamilies", "ipFamilyPolicy"] as const) {
      if (spec[name] !== undefined) check.forbidden([...at, name], "may not be set for ExternalName services");
    }
  } else checkClusterIps(check, at, spec);
  if (ipFamilies.length > 2) check.invalid([...at, "ipFamilies"], ipFamilies, "may only hold up to 2 values");
  for (const [i, family] of ipFamilies.entries()) {
    if (ipFamilies.indexOf(family) < i) check.duplicate([...at, "ipFamilies", i], family);
  }
  for (const [i, ip] of externalIPs.entries()) check.names([...at, "externalIPs", i], ip, specialIp(ip));
  checkLoadBalancer(check, at, spec);
  checkExternalTraffic(check, at, spec);
};
