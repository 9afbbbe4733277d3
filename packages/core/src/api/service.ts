// Service (core/v1): the fields podsim reads after defaulting, its codec and its rules.
import { isRecord, listOf } from "./api-type.js";
import type { JsonRecord } from "./api-type.js";
import type { Path } from "./errors.js";
import type { ObjectMeta } from "./meta.js";
import { namespacedMeta } from "./meta-codec.js";
import { checkLabels, checkMeta } from "./meta-validation.js";
import { dns1035Label, dns1123Label, dns1123Subdomain, portNumber, qualifiedName } from "./names.js";
import { checkPortOrName } from "./probe-validation.js";
import { constant, enumeration, int32, intOrText, text, textMap, yesOrNo } from "./scalars.js";
import { checkTraffic, trafficFields } from "./service-traffic.js";
import type { ServiceTraffic } from "./service-traffic.js";
import { completed, defaulted, optional, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort: number | string;
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly nodePort?: number;
  readonly appProtocol?: string;
}

export interface ServiceSpec extends ServiceTraffic {
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";
  /** Absent = endpoints are managed by somebody else. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  readonly publishNotReadyAddresses: boolean;
  /** "None" = headless. */
  readonly clusterIP?: string;
  /** Only with type ExternalName. */
  readonly externalName?: string;
}

export interface Service {
  readonly apiVersion: "v1";
  readonly kind: "Service";
  readonly metadata: ObjectMeta;
  readonly spec: ServiceSpec;
}

type PortDraft = Omit<ServicePort, "targetPort"> & { readonly targetPort?: number | string };

const portDraft = struct<PortDraft>("ServicePort", {
  name: optional(text),
  port: defaulted(int32, 0),
  targetPort: optional(intOrText),
  protocol: defaulted(enumeration(["TCP", "UDP", "SCTP"]), "TCP"),
  nodePort: optional(int32),
  appProtocol: optionalPointer(text),
});

const servicePort = completed(portDraft, (draft): ServicePort =>
  Object.assign(draft, { targetPort: draft.targetPort ?? draft.port }),
);

// How traffic is sent to endpoints is judged and kept. Who is an endpoint is modelled, traffic is not.
const serviceSpec = struct<ServiceSpec>("ServiceSpec", {
  type: defaulted(enumeration(["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]), "ClusterIP"),
  selector: optional(textMap),
  ports: defaulted(listOf(servicePort), []),
  publishNotReadyAddresses: defaulted(yesOrNo, false),
  clusterIP: optional(text),
  externalName: optional(text),
  ...trafficFields,
});

export const serviceCodec = struct<Service>(
  "Service",
  {
    apiVersion: defaulted(constant("v1"), "v1"),
    kind: defaulted(constant("Service"), "Service"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(serviceSpec, {}),
  },
  { inert: ["status"] },
);

/** Every key once; the second use is a duplicate of the first. */
const checkUnique = (check: Validity, seen: Set<string>, key: string, path: Path, value: unknown): void => {
  if (seen.has(key)) check.duplicate(path, value);
  seen.add(key);
};

/** The range of an API server that is told of no other. */
const NODE_PORT_MIN = 30_000;
const NODE_PORT_MAX = 32_767;
const NODE_PORTS = `provided port is not in the valid range. The range of valid ports is ${NODE_PORT_MIN}-${NODE_PORT_MAX}`;

/** A Service that a cluster has: its API server may have been told of another range of node ports. */
const isOfCluster = ({ metadata }: JsonRecord): boolean => isRecord(metadata) && metadata["uid"] !== undefined;

const checkPorts = (check: Validity, at: Path, { ports, type }: ServiceSpec, written: JsonRecord): void => {
  const seen = { names: new Set<string>(), nodePorts: new Set<string>(), ports: new Set<string>() };
  for (const [i, { name, port, protocol, targetPort, nodePort, appProtocol }] of ports.entries()) {
    const path = [...at, i];
    if (name !== undefined) {
      check.names([...path, "name"], name, dns1123Label(name));
      checkUnique(check, seen.names, name, [...path, "name"], name);
    } else if (ports.length > 1) check.required([...path, "name"], "", { fix: "name each of several ports" });
    const objections = portNumber(port);
    check.names([...path, "port"], port, objections);
    // A target that was left out is the port: one problem is enough.
    if (targetPort !== port || objections.length === 0) checkPortOrName(check, [...path, "targetPort"], targetPort);
    checkUnique(check, seen.ports, `${protocol}/${port}`, path, `${protocol}/${port}`);
    if (appProtocol !== undefined) check.namesAt(path, "appProtocol", appProtocol, qualifiedName(appProtocol));
    if (nodePort === undefined) continue;
    checkUnique(check, seen.nodePorts, `${protocol}/${nodePort}`, [...path, "nodePort"], nodePort);
    if (type === "ClusterIP") check.forbidden([...path, "nodePort"], "may not be used when `type` is 'ClusterIP'");
    else if ((nodePort < NODE_PORT_MIN || nodePort > NODE_PORT_MAX) && !isOfCluster(written))
      check.invalid([...path, "nodePort"], nodePort, NODE_PORTS);
  }
};

export const checkService = (check: Validity, { metadata, spec }: Service, written: JsonRecord): void => {
  const at = ["spec"];
  const isHeadless = spec.clusterIP === "None";
  checkMeta(check, metadata, dns1035Label);
  if (spec.ports.length === 0 && !isHeadless && spec.type !== "ExternalName") check.required([...at, "ports"]);
  if (isHeadless && (spec.type === "LoadBalancer" || spec.type === "NodePort")) {
    check.invalid([...at, "clusterIP"], "None", `may not be set to 'None' for ${spec.type} services`);
  }
  if (spec.type === "ExternalName") {
    const name = (spec.externalName ?? "").replace(/\.$/, "");
    if (name === "") check.required([...at, "externalName"]);
    else check.names([...at, "externalName"], name, dns1123Subdomain(name));
    if (spec.clusterIP !== undefined) check.forbidden([...at, "clusterIP"], "may not be set for ExternalName services");
  }
  checkPorts(check, [...at, "ports"], spec, written);
  checkTraffic(check, at, spec);
  checkLabels(check, [...at, "selector"], spec.selector ?? {});
};
