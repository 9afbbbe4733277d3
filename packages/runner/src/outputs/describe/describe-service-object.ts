// `describe service`: kubectl's fields in kubectl's order.
import type { ServiceState } from "@podsim/core";
import { fieldsOf, textOf, textsOf } from "../objects/as-written.js";
import { endpointPorts, servedPods } from "../objects/endpoint-objects.js";
import type { EndpointPort, ServedPod } from "../objects/endpoint-objects.js";
import { reachabilityOf } from "../objects/service-defaults.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { NONE, orNone, UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";

const SHOWN_MAX = 3;

/** Ready addresses as kubectl counts them: once three are shown, any further member makes it say how many more. */
const readyAddresses = (served: readonly ServedPod[], ports: readonly EndpointPort[]): string => {
  const shown: string[] = [];
  let readyCount = 0;
  let isMore = false;
  for (const port of ports.length === 0 ? [null] : ports) {
    for (const { endpoint, ip } of served) {
      if (shown.length === SHOWN_MAX) isMore = true;
      if (!endpoint.ready) continue;
      readyCount += 1;
      if (!isMore) shown.push(port === null ? ip : `${ip}:${port.port}`);
    }
  }
  return `${shown.join(",")}${isMore ? ` + ${readyCount - SHOWN_MAX} more...` : ""}`;
};

const describePorts = (service: ServiceState, view: RunView, out: IndentedWriter): void => {
  const { ports, selector } = service.object.spec;
  const served = servedPods(service, view.world);
  const behind = endpointPorts(service, served);
  for (const { name = "", port, protocol, targetPort, nodePort } of ports) {
    const shownName = name === "" ? UNSET : name;
    out.line(0, "Port:", shownName, `${port}/${protocol}`);
    out.line(0, "TargetPort:", `${targetPort}/${protocol}`);
    if (nodePort !== undefined) out.line(0, "NodePort:", shownName, `${nodePort}/${protocol}`);
    const own = behind.filter((one) => one.name === name);
    // Who has a selector has an EndpointSlice, if only one that nothing is in.
    out.line(0, "Endpoints:", selector === undefined ? NONE : readyAddresses(served, own));
  }
};

/** Which addresses it is reached at. */
const describeAddresses = ({ object: { spec } }: ServiceState, out: IndentedWriter): void => {
  const { clusterIPs, externalIPs, loadBalancerIP } = fieldsOf(spec);
  const { ipFamilyPolicy, ipFamilies } = reachabilityOf(spec);
  if (ipFamilyPolicy !== undefined) out.line(0, "IP Family Policy:", ipFamilyPolicy);
  out.line(0, "IP Families:", orNone(ipFamilies.join(",")));
  out.line(0, "IP:", spec.clusterIP ?? "");
  out.line(0, "IPs:", textsOf(clusterIPs).join(",") || orNone(spec.clusterIP ?? ""));
  if (textsOf(externalIPs).length > 0) out.line(0, "External IPs:", textsOf(externalIPs).join(","));
  if (textOf(loadBalancerIP) !== "") out.line(0, "Desired LoadBalancer IP:", textOf(loadBalancerIP));
  if (spec.externalName !== undefined) out.line(0, "External Name:", spec.externalName);
};

/** How traffic is sent to its endpoints. */
const describeTraffic = ({ object: { spec } }: ServiceState, out: IndentedWriter): void => {
  const { sessionAffinity, externalTrafficPolicy, internalTrafficPolicy } = reachabilityOf(spec);
  const { healthCheckNodePort, loadBalancerSourceRanges, trafficDistribution } = fieldsOf(spec);
  out.line(0, "Session Affinity:", sessionAffinity);
  const others = [
    ["External Traffic Policy:", externalTrafficPolicy ?? ""],
    ["Internal Traffic Policy:", internalTrafficPolicy ?? ""],
    ["HealthCheck NodePort:", textOf(healthCheckNodePort)],
    ["LoadBalancer Source Ranges:", textsOf(loadBalancerSourceRanges).join(",")],
    ["Traffic Distribution:", textOf(trafficDistribution)],
  ] as const;
  for (const [title, text] of others) if (text !== "") out.line(0, title, text);
};

export const describeServiceObject = (service: ServiceState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec } = service.object;
  const { name, namespace, labels, annotations } = metadata;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(annotations));
  out.line(0, "Selector:", orNone(keyValues(spec.selector ?? {}).join(",")));
  out.line(0, "Type:", spec.type);
  describeAddresses(service, out);
  describePorts(service, view, out);
  describeTraffic(service, out);
  describeEvents(view, "Service", namespace, name, out);
};
