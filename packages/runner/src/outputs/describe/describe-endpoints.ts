// `describe endpoints` and `describe endpointslice`: kubectl's fields in kubectl's order.
import type { ServiceState } from "@podsim/core";
import {
  endpointPorts,
  endpointSliceLabels,
  endpointSliceName,
  endpointsLabels,
  endpointsPods,
  servedPods,
  zoneOf,
} from "../objects/endpoint-objects.js";
import type { EndpointPort, ServedPod } from "../objects/endpoint-objects.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { orNone, UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";

const addresses = (pods: readonly ServedPod[]): string => orNone(pods.map(({ ip }) => ip).join(","));

const describePorts = (ports: readonly EndpointPort[], level: number, out: IndentedWriter): void => {
  out.line(level, "Ports:");
  out.line(level + 1, "Name", "Port", "Protocol");
  out.line(level + 1, "----", "----", "--------");
  for (const { name, port, protocol } of ports) out.line(level + 1, name || UNSET, String(port), protocol);
};

export const describeEndpoints = (service: ServiceState, view: RunView, out: IndentedWriter): void => {
  const { name, namespace } = service.object.metadata;
  const served = endpointsPods(service, view.world);
  const ports = endpointPorts(service, served);
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.values("Labels", keyValues(endpointsLabels(service)));
  out.values("Annotations", []);
  out.line(0, "Subsets:");
  if (served.length > 0) {
    out.line(1, "Addresses:", addresses(served.filter(({ endpoint }) => endpoint.ready)));
    out.line(1, "NotReadyAddresses:", addresses(served.filter(({ endpoint }) => !endpoint.ready)));
    if (ports.length > 0) describePorts(ports, 1, out);
    out.line(0, "");
  }
  describeEvents(view, "Endpoints", namespace, name, out);
};

const describeEndpoint = ({ ip, endpoint, pod }: ServedPod, { world }: RunView, out: IndentedWriter): void => {
  out.line(1, "- Addresses:", ip);
  out.line(2, "Conditions:");
  out.line(3, "Ready:", String(endpoint.ready));
  out.line(2, "Hostname:", UNSET);
  out.line(2, "TargetRef:", `Pod/${pod.identity.name}`);
  out.line(2, "NodeName:", pod.binding?.nodeName ?? UNSET);
  out.line(2, "Zone:", zoneOf(pod, world) ?? UNSET);
};

export const describeEndpointSlice = (service: ServiceState, view: RunView, out: IndentedWriter): void => {
  const { namespace } = service.object.metadata;
  const name = endpointSliceName(service);
  const served = servedPods(service, view.world);
  const ports = endpointPorts(service, served);
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.values("Labels", keyValues(endpointSliceLabels(service)));
  out.values("Annotations", []);
  out.line(0, "AddressType:", "IPv4");
  if (ports.length === 0) out.line(0, `Ports: ${UNSET}`);
  else describePorts(ports, 0, out);
  out.line(0, served.length === 0 ? "Endpoints: <none>" : "Endpoints:");
  for (const each of served) describeEndpoint(each, view, out);
  describeEvents(view, "EndpointSlice", namespace, name, out);
};
