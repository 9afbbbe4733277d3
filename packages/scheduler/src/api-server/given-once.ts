// What the server gives to one object only: node ports and addresses of Services, the default among PriorityClasses.
import type { PriorityClass, Service } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";

const addressesOf = ({ clusterIP, clusterIPs }: Service["spec"]): readonly string[] =>
  (clusterIPs ?? (clusterIP === undefined ? [] : [clusterIP])).filter((ip) => ip !== "None");

/** Why the server refuses a Service whose ports or addresses another one has, in its words; "" = nobody has them. */
export const takenRefusal = ({ metadata, spec }: Service, world: WorldView): string => {
  const ports = spec.ports.map(({ nodePort }) => nodePort);
  const addresses = addressesOf(spec);
  if (addresses.length === 0 && ports.every((port) => port === undefined)) return "";
  const invalid = `Service "${metadata.name}" is invalid: `;
  for (const { object } of world.services.values()) {
    if (object.metadata.namespace === metadata.namespace && object.metadata.name === metadata.name) continue;
    const ip = addressesOf(object.spec).find((each) => addresses.includes(each));
    if (ip !== undefined) {
      const taken = `failed to allocate IP ${ip}: provided IP is already allocated`;
      return `${invalid}spec.clusterIPs: Invalid value: ${JSON.stringify(addresses)}: ${taken}`;
    }
    const theirs = new Set(object.spec.ports.map(({ nodePort }) => nodePort));
    const i = ports.findIndex((port) => port !== undefined && theirs.has(port));
    if (i < 0) continue;
    return `${invalid}spec.ports[${i}].nodePort: Invalid value: ${ports[i] ?? ""}: provided port is already allocated`;
  }
  return "";
};

/** Why the server forbids a second default, in its words; "" = there is none before it. */
export const secondDefaultRefusal = ({ metadata, globalDefault }: PriorityClass, world: WorldView): string => {
  if (!globalDefault) return "";
  const other = world.cluster.priorityClasses.find(
    (each) => each.globalDefault && each.metadata.name !== metadata.name,
  );
  if (other === undefined) return "";
  const taken = `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`;
  return `priorityclasses.scheduling.k8s.io "${metadata.name}" is forbidden: ${taken}`;
};
