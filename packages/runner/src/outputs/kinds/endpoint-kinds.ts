// Endpoints and EndpointSlices: what stands behind the Services that select pods, with kubectl's columns.
import {
  endpointPorts,
  endpointSliceName,
  endpointSliceObject,
  endpointsObject,
  servedPods,
} from "../objects/endpoint-objects.js";
import type { ServiceState } from "@podsim/core";
import { ageText } from "../text/age.js";
import { endpointsText, shownList } from "../text/endpoints-text.js";
import { UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import type { ObjectKind, Watching } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

const withSelector = (view: RunView): readonly ServiceState[] =>
  [...view.world.services.values()].filter(({ object }) => object.spec.selector !== undefined);

const watchingEndpoints = (kind: () => ObjectKind): Watching => ({
  entity: "service",
  find: (view, subject) => {
    const service = view.world.services.at(subject);
    if (service === undefined) return undefined;
    const { namespace } = service.object.metadata;
    const name = kind() === endpoints ? service.object.metadata.name : endpointSliceName(service);
    return kind()
      .list(view)
      .find((one) => one.namespace === namespace && one.name === name);
  },
  isSame: (_before, _after, fact) => !fact.definition.type.startsWith("Endpoint"),
});

export const endpoints: ObjectKind = {
  kind: "Endpoints",
  group: "",
  plural: "endpoints",
  singular: "endpoints",
  shortNames: ["ep"],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "ENDPOINTS" }, AGE_COLUMN],
  list: (view) =>
    inKeyOrder(
      withSelector(view).map((service) => {
        const { name, namespace, labels } = service.object.metadata;
        return {
          namespace,
          name,
          labels,
          cells: () => {
            const served = servedPods(service, view.world);
            const text = endpointsText(served, endpointPorts(service, served));
            return [name, text, ageText(service.createdAtUs, view.nowUs)];
          },
          toObject: () => endpointsObject(service, view.world, view.clock),
        };
      }),
    ),
  describe: null,
  watching: watchingEndpoints(() => endpoints),
};

export const endpointSlices: ObjectKind = {
  kind: "EndpointSlice",
  group: "discovery.k8s.io",
  plural: "endpointslices",
  singular: "endpointslice",
  shortNames: [],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "ADDRESSTYPE" }, { name: "PORTS" }, { name: "ENDPOINTS" }, AGE_COLUMN],
  list: (view) =>
    inKeyOrder(
      withSelector(view).map((service) => {
        const { name: serviceName, namespace, labels } = service.object.metadata;
        const name = endpointSliceName(service);
        return {
          namespace,
          name,
          labels: { ...labels, "kubernetes.io/service-name": serviceName },
          cells: () => {
            const served = servedPods(service, view.world);
            const ports = endpointPorts(service, served).map(({ port }) => String(port));
            const addresses = served.map(({ ip }) => ip);
            const age = ageText(service.createdAtUs, view.nowUs);
            return [name, "IPv4", shownList(ports, UNSET), shownList(addresses, UNSET), age];
          },
          toObject: () => endpointSliceObject(service, view.world, view.clock),
        };
      }),
    ),
  describe: null,
  watching: watchingEndpoints(() => endpointSlices),
};
