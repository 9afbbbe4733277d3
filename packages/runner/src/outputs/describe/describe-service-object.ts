// `describe service`: kubectl's fields in kubectl's order.
import type { ServiceState } from "@podsim/core";
import { endpointPorts, servedPods } from "../objects/endpoint-objects.js";
import { endpointsText } from "../text/endpoints-text.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { NONE, orNone, UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";
import { annotationTexts } from "./describe-template.js";

export const describeServiceObject = (service: ServiceState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec } = service.object;
  const { name, namespace, labels, annotations } = metadata;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(annotations));
  out.line(0, "Selector:", orNone(keyValues(spec.selector ?? {}).join(",")));
  out.line(0, "Type:", spec.type);
  out.line(0, "IP:", spec.clusterIP ?? "");
  out.line(0, "IPs:", spec.clusterIP ?? NONE);
  if (spec.externalName !== undefined) out.line(0, "External Name:", spec.externalName);
  const served = servedPods(service, view.world);
  const ports = endpointPorts(service, served);
  for (const { name: portName = "", port, protocol, targetPort, nodePort } of spec.ports) {
    out.line(0, "Port:", portName === "" ? UNSET : portName, `${port}/${protocol}`);
    out.line(0, "TargetPort:", `${targetPort}/${protocol}`);
    if (nodePort !== undefined) out.line(0, "NodePort:", portName === "" ? UNSET : portName, `${nodePort}/${protocol}`);
    const own = ports.filter((one) => one.name === portName);
    out.line(0, "Endpoints:", endpointsText(served, own));
  }
  out.line(0, "Session Affinity:", "None");
  describeEvents(view, "Service", namespace, name, out);
};
