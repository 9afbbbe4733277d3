// What the server fills in for a Service about how it is reached. Nobody is routed to anything in a run; it is only shown.
import type { ServiceState } from "@podsim/core";
import { fieldsOf, textOf, textsOf } from "./as-written.js";

type ServiceSpec = ServiceState["object"]["spec"];

export interface Reachability {
  readonly sessionAffinity: string;
  /** Absent for a name outside the cluster, which has no addresses. */
  readonly ipFamilyPolicy?: string;
  readonly ipFamilies: readonly string[];
  /** Absent where nobody outside is let in. */
  readonly externalTrafficPolicy?: string;
  readonly internalTrafficPolicy?: string;
}

/** A headless Service whose endpoints somebody else manages: they may have addresses of both families. */
const isFreeOfFamilies = ({ clusterIP, selector }: ServiceSpec): boolean =>
  clusterIP === "None" && selector === undefined;

const familiesOf = (spec: ServiceSpec, policy: string): readonly string[] => {
  const { clusterIP = "" } = spec;
  const written = textsOf(fieldsOf(spec)["ipFamilies"]);
  const families = written.length > 0 ? written : [clusterIP.includes(":") ? "IPv6" : "IPv4"];
  if (!isFreeOfFamilies(spec) || policy === "SingleStack" || families.length > 1) return families;
  return [...families, families[0] === "IPv4" ? "IPv6" : "IPv4"];
};

const isReachedFromOutside = (spec: ServiceSpec): boolean =>
  spec.type === "NodePort" || spec.type === "LoadBalancer" || textsOf(fieldsOf(spec)["externalIPs"]).length > 0;

export const reachabilityOf = (spec: ServiceSpec): Reachability => {
  const written = fieldsOf(spec);
  const given = (field: string, otherwise: string): string => textOf(written[field]) || otherwise;
  const sessionAffinity = given("sessionAffinity", "None");
  if (spec.type === "ExternalName") return { sessionAffinity, ipFamilies: [] };
  const ipFamilyPolicy = given("ipFamilyPolicy", isFreeOfFamilies(spec) ? "RequireDualStack" : "SingleStack");
  return {
    sessionAffinity,
    ipFamilyPolicy,
    ipFamilies: familiesOf(spec, ipFamilyPolicy),
    ...(isReachedFromOutside(spec) ? { externalTrafficPolicy: given("externalTrafficPolicy", "Cluster") } : {}),
    internalTrafficPolicy: given("internalTrafficPolicy", "Cluster"),
  };
};
