// Services, with kubectl's columns.
import type { ServicePort, ServiceState } from "@podsim/core";
import { describeServiceObject } from "../describe/describe-service-object.js";
import { serviceObject } from "../objects/plain-objects.js";
import { keyValues } from "../text/indented-writer.js";
import { ageText } from "../text/age.js";
import { NONE, orNone, PENDING } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

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

export const serviceKind: ObjectKind = {
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
  list: (view) => inKeyOrder([...view.world.services.values()].map((one) => listedService(one, view))),
  describe: (view, namespace, name, out) => {
    const service = view.world.services.find(namespace, name);
    if (service !== undefined) describeServiceObject(service, view, out);
  },
  watching: {
    entity: "service",
    item: (state, view) => listedService(state as ServiceState, view),
    isSame: (before, after) => before === after,
  },
};
