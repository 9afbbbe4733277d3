// Endpoints and EndpointSlices: what stands behind the Services that select pods, with kubectl's columns.
import type { ServiceState } from "@podsim/core";
import { describeEndpoints, describeEndpointSlice } from "../describe/describe-endpoints.js";
import {
  endpointPorts,
  endpointSliceLabels,
  endpointSliceName,
  endpointSliceObject,
  endpointsLabels,
  endpointsObject,
  endpointsPods,
  servedPods,
} from "../objects/endpoint-objects.js";
import { ageText } from "../text/age.js";
import { endpointsText, shownList } from "../text/endpoints-text.js";
import { UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind, Watching } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

const withSelector = (view: RunView): readonly ServiceState[] =>
  [...view.world.services.values()].filter(({ object }) => object.spec.selector !== undefined);

const watchedAs = (item: (service: ServiceState, view: RunView) => Listed): Watching => ({
  entity: "service",
  item: (state, view) => item(state as ServiceState, view),
  isSame: (before, after, fact) => before === after && !fact.definition.type.startsWith("Endpoint"),
});

const listedEndpoints = (service: ServiceState, view: RunView): Listed => {
  const { name, namespace } = service.object.metadata;
  return {
    namespace,
    name,
    labels: endpointsLabels(service),
    cells: () => {
      const served = endpointsPods(service, view.world);
      const text = endpointsText(served, endpointPorts(service, served));
      return [name, text, ageText(service.createdAtUs, view.nowUs)];
    },
    toObject: () => endpointsObject(service, view.world, view.clock),
  };
};

export const endpoints: ObjectKind = {
  kind: "Endpoints",
  group: "",
  plural: "endpoints",
  singular: "endpoints",
  shortNames: ["ep"],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "ENDPOINTS" }, AGE_COLUMN],
  list: (view) => inKeyOrder(withSelector(view).map((service) => listedEndpoints(service, view))),
  describe: (view, namespace, name, out) => {
    const found = withSelector(view).find(({ object: { metadata } }) => {
      return metadata.namespace === namespace && metadata.name === name;
    });
    if (found !== undefined) describeEndpoints(found, view, out);
  },
  watching: watchedAs(listedEndpoints),
};

const listedSlice = (service: ServiceState, view: RunView): Listed => {
  const { namespace } = service.object.metadata;
  const name = endpointSliceName(service);
  return {
    namespace,
    name,
    labels: endpointSliceLabels(service),
    cells: () => {
      const served = servedPods(service, view.world);
      const ports = endpointPorts(service, served).map(({ port }) => String(port));
      const addresses = served.map(({ ip }) => ip);
      const age = ageText(service.createdAtUs, view.nowUs);
      return [name, "IPv4", shownList(ports, UNSET), shownList(addresses, UNSET), age];
    },
    toObject: () => endpointSliceObject(service, view.world, view.clock),
  };
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
  list: (view) => inKeyOrder(withSelector(view).map((service) => listedSlice(service, view))),
  describe: (view, namespace, name, out) => {
    const found = withSelector(view).find((service) => {
      return service.object.metadata.namespace === namespace && endpointSliceName(service) === name;
    });
    if (found !== undefined) describeEndpointSlice(found, view, out);
  },
  watching: watchedAs(listedSlice),
};
