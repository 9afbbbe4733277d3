// What a pod says about who it is to others and what it shares of its host: its names, its DNS, its account, the host's
// namespaces. Nothing simulated depends on it; a server refuses what is wrong with it all the same.
import { listOf } from "./api-type.js";
import type { Path } from "./errors.js";
import { ipAddress } from "./ip-address.js";
import { dns1123Label, dns1123Subdomain, searchDomain } from "./names.js";
import { enumeration, text, texts, yesOrNo } from "./scalars.js";
import { defaulted, optional, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

interface HostAlias {
  readonly ip: string;
  readonly hostnames?: readonly string[];
}

interface DnsOption {
  readonly name: string;
  readonly value?: string;
}

interface DnsConfig {
  readonly nameservers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly DnsOption[];
}

export interface PodHost {
  readonly serviceAccountName?: string;
  /** The older name of serviceAccountName. */
  readonly serviceAccount?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly hostname?: string;
  readonly subdomain?: string;
  readonly setHostnameAsFQDN?: boolean;
  readonly hostnameOverride?: string;
  readonly hostAliases?: readonly HostAlias[];
  readonly dnsPolicy?: "ClusterFirstWithHostNet" | "ClusterFirst" | "Default" | "None";
  readonly dnsConfig?: DnsConfig;
  readonly enableServiceLinks?: boolean;
}

const hostAlias = struct<HostAlias>("HostAlias", { ip: defaulted(text, ""), hostnames: optional(texts) });

const dnsOption = struct<DnsOption>("PodDNSConfigOption", {
  name: defaulted(text, ""),
  value: optionalPointer(text),
});

const dnsConfig = struct<DnsConfig>("PodDNSConfig", {
  nameservers: optional(texts),
  searches: optional(texts),
  options: optional(listOf(dnsOption)),
});

/** Fields of a pod spec's codec. */
export const podHostFields = {
  serviceAccountName: optional(text),
  serviceAccount: optional(text),
  automountServiceAccountToken: optionalPointer(yesOrNo),
  hostPID: optional(yesOrNo),
  hostIPC: optional(yesOrNo),
  hostUsers: optionalPointer(yesOrNo),
  hostname: optional(text),
  subdomain: optional(text),
  setHostnameAsFQDN: optionalPointer(yesOrNo),
  hostnameOverride: optionalPointer(text),
  hostAliases: optional(listOf(hostAlias)),
  dnsPolicy: optional(enumeration(["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"])),
  dnsConfig: optionalPointer(dnsConfig),
  enableServiceLinks: optionalPointer(yesOrNo),
};

const NAMESERVERS_MAX = 3;
const SEARCHES_MAX = 32;
const SEARCHES_LENGTH_MAX = 2048;

const checkDns = (check: Validity, at: Path, { dnsPolicy, dnsConfig: config }: PodHost): void => {
  const path = [...at, "dnsConfig"];
  const { nameservers = [], searches = [], options = [] } = config ?? {};
  if (dnsPolicy === "None" && nameservers.length === 0) {
    const fix = "add dnsConfig: { nameservers: [ADDRESS] }, or leave dnsPolicy out";
    if (config === undefined) check.required(path, "must provide `dnsConfig` when `dnsPolicy` is None", { fix });
    else {
      const detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
      check.required([...path, "nameservers"], detail, { fix });
    }
  }
  if (nameservers.length > NAMESERVERS_MAX) {
    const detail = `must not have more than ${NAMESERVERS_MAX} nameservers`;
    check.invalid([...path, "nameservers"], nameservers, detail);
  }
  for (const [i, server] of nameservers.entries()) check.names([...path, "nameservers", i], server, ipAddress(server));
  if (searches.length > SEARCHES_MAX) {
    check.invalid([...path, "searches"], searches, `must not have more than ${SEARCHES_MAX} search paths`);
  }
  if (searches.join(" ").length > SEARCHES_LENGTH_MAX) {
    const detail = `must not have more than ${SEARCHES_LENGTH_MAX} characters (including spaces) in the search list`;
    check.invalid([...path, "searches"], searches, detail);
  }
  for (const [i, search] of searches.entries()) check.names([...path, "searches", i], search, searchDomain(search));
  for (const [i, { name }] of options.entries()) {
    if (name === "") check.required([...path, "options", i], "must not be empty", { fix: "give the option a name" });
  }
};

const checkHostAliases = (check: Validity, at: Path, aliases: readonly HostAlias[]): void => {
  for (const [i, { ip, hostnames = [] }] of aliases.entries()) {
    check.names([...at, i, "ip"], ip, ipAddress(ip));
    for (const [k, name] of hostnames.entries()) check.names([...at, i, "hostnames", k], name, dns1123Subdomain(name));
  }
};

/** With users of its own a pod may not see the host's processes or networks. */
const checkHostUsers = (check: Validity, at: Path, spec: PodHost & { readonly hostNetwork?: boolean }): void => {
  if (spec.hostUsers !== false) return;
  for (const name of ["hostNetwork", "hostPID", "hostIPC"] as const) {
    if (spec[name] !== true) continue;
    check.forbidden([...at, name], "when `pod.Spec.HostUsers` is false", {
      fix: `remove ${name} or hostUsers`,
      secondary: { path: [...at, "hostUsers"], label: "hostUsers is here" },
    });
  }
};

/** Of the pod spec at `at`. */
export const checkPodHost = (check: Validity, at: Path, spec: PodHost & { readonly hostNetwork?: boolean }): void => {
  for (const name of ["serviceAccountName", "serviceAccount"] as const) {
    const account = spec[name];
    if (account !== undefined) check.namesAt(at, name, account, dns1123Subdomain(account));
  }
  for (const name of ["hostname", "subdomain"] as const) {
    const given = spec[name];
    if (given !== undefined) check.namesAt(at, name, given, dns1123Label(given));
  }
  checkHostUsers(check, at, spec);
  if (spec.dnsPolicy === "None" || spec.dnsConfig !== undefined) checkDns(check, at, spec);
  if (spec.hostAliases !== undefined) checkHostAliases(check, [...at, "hostAliases"], spec.hostAliases);
};
