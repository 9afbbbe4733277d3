// Who answers inside the cluster, as a pod of a namespace would find out by name and port.
import { containerAt, containerCount, portNumberOf, specOf } from "@podsim/core";
import type { ScriptHosts, ServiceState } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";

/** The virtual address of the n-th Service: which one it is changes nothing. */
export const clusterAddress = (service: number): string =>
  `10.96.${String(((service + 2) >> 8) & 255)}.${String((service + 2) & 255)}`;

/** Ports on which a ready pod is behind the Service. */
const answeringPorts = (world: WorldView, { ix, object }: ServiceState): readonly number[] => {
  const { ports, selector, clusterIP } = object.spec;
  const tcp = ports.filter(({ protocol }) => protocol === "TCP");
  if (selector === undefined) return tcp.map(({ port }) => port);
  if (world.endpoints.readyCount(ix) === 0) return [];
  if (clusterIP !== "None") return tcp.map(({ port }) => port);
  // A headless name leads to the pods themselves, and so to their ports.
  const found = new Set<number>();
  for (const { pod: podIx, ready } of world.endpoints.of(ix).values()) {
    const pod = world.pods.at(podIx);
    if (!ready || pod === undefined) continue;
    for (let at = 0; at < containerCount(specOf(pod)); at += 1) {
      const own = containerAt(specOf(pod), at).ports;
      for (const { containerPort } of own) found.add(containerPort);
      for (const { targetPort } of tcp) found.add(portNumberOf(targetPort, own) ?? 0);
    }
  }
  return [...found].sort((a, b) => a - b);
};

const namesOf = (name: string, namespace: string, own: string): readonly string[] => {
  const long = [`${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
  return namespace === own ? [name, ...long] : long;
};

export const clusterHosts = (world: WorldView, namespace: string): ScriptHosts => {
  const hosts: Record<string, ScriptHosts[string]> = {};
  for (const name of namesOf("kubernetes", "default", namespace)) hosts[name] = { address: "10.96.0.1", ports: [443] };
  for (const service of world.services.values()) {
    const { name, namespace: its } = service.object.metadata;
    const entry = { address: clusterAddress(service.ix), ports: answeringPorts(world, service) };
    // A headless Service without endpoints has no address to be found by.
    if (service.object.spec.clusterIP === "None" && entry.ports.length === 0) continue;
    for (const each of namesOf(name, its, namespace)) hosts[each] = entry;
    for (const { pod: podIx } of service.object.spec.clusterIP === "None"
      ? world.endpoints.of(service.ix).values()
      : []) {
      const podName = world.pods.at(podIx)?.identity.name ?? "";
      for (const each of namesOf(name, its, namespace)) hosts[`${podName}.${each}`] = entry;
    }
  }
  return hosts;
};
