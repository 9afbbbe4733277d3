// Services, with kubectl's columns.
import type { ServicePort, ServiceState } from "@podsim/core";
import { describeServiceObject } from "../describe/describe-service-object.js";
import { serviceObject } from "../objects/plain-objects.js";
import { keyValues } from "../text/indented-writer.js";
import { ageText } from "../text/age.js";
import { NONE, orNone, PENDING } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

const portText = ({ port, nodePort, protocol }: ServicePort): string =>
  nodePort === undefined ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`;

/** Addresses from outside; a load balancer never comes up, as nothing models the cloud it would stand in. */
const externalText = ({ object }: ServiceState): string => {
  const { type, externalName } = object.spec;
  if (type === "ExternalName") return externalName ?? NONE;
  return type === "LoadBalancer" ? PENDING : NONE;
};

const listedService = (service: ServiceState, view: RunView): Listed => {
  const { metadata, spec } = service.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      spec.type,
      spec.clusterIP ?? NONE,
      externalText(service),
      orNone(spec.ports.map(portText).join(",")),
      ageText(service.createdAtUs, view.nowUs),
      orNone(keyValues(spec.selector ?? {}).join(",")),
    ],
    toObject: () => serviceObject(service, view.clock),
  };
};

export const serviceKind = tabledKind<ServiceState>({
  kind: "Service",
  group: "",
  plural: "services",
  singular: "service",
  shortNames: ["svc"],
  namespaced: true,
  inAll: true,
  columns: [
    NAME_COLUMN,
    { name: "TYPE" },
    { name: "CLUSTER-IP" },
    { name: "EXTERNAL-IP" },
    { name: "PORT(S)" },
    AGE_COLUMN,
    { name: "SELECTOR", wide: true },
  ],
  entity: "service",
  table: (world) => world.services,
  listed: listedService,
  describe: describeServiceObject,
});
