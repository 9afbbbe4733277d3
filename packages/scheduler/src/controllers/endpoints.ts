// Keeps the endpoints of Services: which pods stand behind each, and whether traffic goes to them.
import { compileLabelMap, endpointOf, endpointRemoved, endpointSet, isSameEndpoint } from "@podsim/core";
import type { EndpointRemoved, EndpointSet, PodIx, ServiceState } from "@podsim/core";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import type { PacedControllerDefinition } from "../controller-actor.js";
import type { Controller, SyncOutbox } from "../controller.js";
import type { WorldView } from "../cluster/world.js";
import { SelectorIndex } from "./indexes/selector-index.js";
import { hearsOf } from "../hearing.js";

/** Types of the facts it goes by. */
const HEARD = [
  "PodFound",
  "PodStatusReported",
  "PodMarkedNotReady",
  "ProbeResultStored",
  "PodFailedByController",
  "PodRejected",
  "PodDeletionRequested",
  "PodRemoved",
  "PodUpdated",
  "PodConditionSet",
  "EndpointSet",
  "EndpointRemoved",
  "ServiceApplied",
  "ServiceDeleted",
] as const;

/** Whether its endpoints are found by a selector. */
const isManaged = ({ object: { spec } }: ServiceState): boolean =>
  spec.selector !== undefined && spec.type !== "ExternalName";

class EndpointsController implements Controller {
  readonly #world: WorldView;
  readonly #selectors = new SelectorIndex();
  /** Pods to look at in a Service's next sync. */
  readonly #changed = new Map<number, Set<PodIx>>();
  /** Services of which every pod is to be looked at. */
  readonly #unseen = new Set<number>();
  /** A pod that is gone cannot be asked for its labels: the Services that have it as an endpoint. */
  readonly #servicesOf = new Map<PodIx, Set<number>>();

  constructor({ world }: ControlPlane) {
    this.#world = world;
    for (const { ix } of world.services.values()) {
      this.#serviceApplied(ix);
      for (const podIx of world.endpoints.of(ix).keys()) this.#noteEndpoint(ix, podIx);
    }
  }

  readonly watch: Controller["watch"] = (fact, enqueue) => {
    const { definition, subject, data } = fact;
    switch (definition.type as (typeof HEARD)[number]) {
      case "PodFound":
      case "PodStatusReported":
      case "PodMarkedNotReady":
      case "ProbeResultStored":
      case "PodFailedByController":
      case "PodRejected":
      case "PodDeletionRequested":
        return this.#podChanged(subject, enqueue);
      case "PodConditionSet":
        return this.#podChanged(subject, enqueue);
      case "PodUpdated":
        // Services that selected it, and those that do now.
        for (const service of this.#servicesOf.get(subject as PodIx) ?? [])
          this.#note(service, subject as PodIx, enqueue);
        return this.#podChanged(subject, enqueue);
      case "PodRemoved":
        for (const service of this.#servicesOf.get(subject as PodIx) ?? [])
          this.#note(service, subject as PodIx, enqueue);
        return;
      case "EndpointSet":
        return this.#noteEndpoint(subject, (data as EndpointSet).podIx as PodIx);
      case "EndpointRemoved":
        return this.#forgetEndpoint(subject, (data as EndpointRemoved).podIx as PodIx);
      case "ServiceApplied":
        this.#serviceApplied(subject);
        return enqueue(subject);
      case "ServiceDeleted":
        this.#selectors.remove(subject);
        this.#changed.delete(subject);
        this.#unseen.delete(subject);
    }
  };

  readonly sync: Controller["sync"] = (key, _now, out) => {
    const service = this.#world.services.at(key);
    if (service === undefined) return;
    const changed = this.#changed.get(key);
    this.#changed.delete(key);
    if (this.#unseen.delete(key)) return this.#syncAll(service, out);
    for (const podIx of changed ?? []) this.#syncPod(service, podIx, out);
  };

  #syncAll(service: ServiceState, out: SyncOutbox): void {
    const known = this.#world.endpoints.of(service.ix);
    for (const podIx of known.keys()) this.#syncPod(service, podIx, out);
    const { metadata, spec } = service.object;
    if (!isManaged(service)) return;
    const required = Object.entries(spec.selector ?? {});
    const selected = this.#world.pods.selected(metadata.namespace, required, compileLabelMap(spec.selector ?? {}));
    for (const podIx of selected) if (!known.has(podIx)) this.#syncPod(service, podIx, out);
  }

  #syncPod({ ix, object }: ServiceState, podIx: PodIx, out: SyncOutbox): void {
    const pod = this.#world.pods.at(podIx);
    const isSelected = pod !== undefined && this.#selectors.isSelectedBy(ix, pod.identity.template.metadata.labels);
    const endpoint = isSelected ? endpointOf(pod, object.spec.publishNotReadyAddresses) : null;
    if (isSameEndpoint(endpoint, this.#world.endpoints.of(ix).get(podIx) ?? null)) return;
    if (endpoint === null) return out.record(endpointRemoved, ix, { podIx });
    const { ready, serving, terminating } = endpoint;
    out.record(endpointSet, ix, { podIx, ready, serving, terminating });
  }

  #serviceApplied(ix: number): void {
    const service = this.#world.services.at(ix);
    if (service === undefined) return;
    const { metadata, spec } = service.object;
    const { selector = {} } = spec;
    if (!isManaged(service)) this.#selectors.remove(ix);
    else this.#selectors.put(ix, metadata.namespace, compileLabelMap(selector), Object.entries(selector));
    this.#unseen.add(ix);
  }

  #podChanged(podIx: number, enqueue: (key: number) => void): void {
    const pod = this.#world.pods.at(podIx);
    if (pod === undefined) return;
    const { ix, namespace, template } = pod.identity;
    for (const key of this.#selectors.selecting(namespace, template.metadata.labels)) {
      const service = this.#world.services.at(key);
      if (service === undefined) continue;
      const endpoint = endpointOf(pod, service.object.spec.publishNotReadyAddresses);
      if (!isSameEndpoint(endpoint, this.#world.endpoints.of(key).get(ix) ?? null)) this.#note(key, ix, enqueue);
    }
  }

  #note(service: number, podIx: PodIx, enqueue: (key: number) => void): void {
    const changed = this.#changed.get(service);
    if (changed === undefined) this.#changed.set(service, new Set([podIx]));
    else changed.add(podIx);
    enqueue(service);
  }

  #noteEndpoint(service: number, podIx: PodIx): void {
    const services = this.#servicesOf.get(podIx);
    if (services === undefined) this.#servicesOf.set(podIx, new Set([service]));
    else services.add(service);
  }

  #forgetEndpoint(service: number, podIx: PodIx): void {
    const services = this.#servicesOf.get(podIx);
    services?.delete(service);
    if (services?.size === 0) this.#servicesOf.delete(podIx);
  }
}

export const endpoints: PacedControllerDefinition = {
  name: "endpointslice-controller",
  rank: RANK.endpoints,
  hears: hearsOf(HEARD),
  pace: "endpointUpdate",
  build: (plane) => new EndpointsController(plane),
};
