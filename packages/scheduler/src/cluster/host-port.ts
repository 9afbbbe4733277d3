// Ports that pods claim on their nodes.
import { isSidecar } from "@podsim/core";
import type { Container, PodSpec } from "@podsim/core";

export interface HostPort {
  /** "0.0.0.0" = every address of the node. */
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

const ANY_ADDRESS = "0.0.0.0";
const NO_PORTS: readonly HostPort[] = [];

const portsOf = (container: Container): readonly HostPort[] =>
  container.ports.flatMap(({ hostPort = 0, hostIP = "", protocol }) =>
    hostPort > 0 ? [{ ip: hostIP === "" ? ANY_ADDRESS : hostIP, protocol, port: hostPort }] : [],
  );

const portsBySpec = new WeakMap<PodSpec, readonly HostPort[]>();

/** The host ports of containers and sidecars; an init container that ends frees its own before they matter. */
export const hostPortsOf = (spec: PodSpec): readonly HostPort[] => {
  const known = portsBySpec.get(spec);
  if (known !== undefined) return known;
  const found = [...spec.containers, ...spec.initContainers.filter(isSidecar)].flatMap(portsOf);
  const ports = found.length === 0 ? NO_PORTS : found;
  portsBySpec.set(spec, ports);
  return ports;
};

export const samePort = (a: HostPort, b: HostPort): boolean =>
  a.port === b.port && a.protocol === b.protocol && a.ip === b.ip;

export const portsConflict = (a: HostPort, b: HostPort): boolean =>
  a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === ANY_ADDRESS || b.ip === ANY_ADDRESS);
