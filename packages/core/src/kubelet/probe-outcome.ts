// What a probe of a container finds at an instant, and for how long it goes on finding it.
import type { ContainerPort, HttpGetAction, Probe } from "../api/pod.js";
import type { ProbeBehavior } from "../behavior.js";
import type { Duration, SimTime } from "../time.js";
import { NEVER } from "../time.js";

export interface ProbeOutcome {
  readonly passes: boolean;
  /** First instant at which the outcome may differ; NEVER if it does not change while the instance runs. */
  readonly untilUs: SimTime;
  /** What the probe prints; absent = what probes of its kind print. */
  readonly output?: string;
}

/** @param startupUs how long this instance takes until it serves. */
export const probeOutcome = (
  behavior: ProbeBehavior | null,
  startupUs: Duration,
  startedAtUs: SimTime,
  atUs: SimTime,
): ProbeOutcome => {
  const passAfter = behavior?.passAfter ?? "startup";
  const failFrom = behavior?.failFrom ?? null;
  const passesFromUs = passAfter === "never" ? NEVER : startedAtUs + (passAfter === "startup" ? startupUs : passAfter);
  const failsFromUs = failFrom === null ? NEVER : startedAtUs + failFrom;
  if (atUs >= failsFromUs) return { passes: false, untilUs: NEVER };
  if (atUs < passesFromUs) return { passes: false, untilUs: passesFromUs };
  return { passes: true, untilUs: failsFromUs };
};

/** The number of a port given by number or by the name of one of the container's ports; null if no port has the name. */
export const portNumberOf = (port: number | string, ports: readonly ContainerPort[]): number | null => {
  if (typeof port === "number") return port;
  return ports.find((p) => p.name === port)?.containerPort ?? null;
};

/**
 * Why the probe cannot even be tried: it asks a port by a name that no port of the container has. Null if it can. Such an
 * error is neither a success nor a failure, so it never reaches a threshold.
 */
export const probeError = (probe: Probe, ports: readonly ContainerPort[]): string | null => {
  const port = probe.httpGet?.port ?? probe.tcpSocket?.port;
  if (port === undefined || portNumberOf(port, ports) !== null) return null;
  return `strconv.Atoi: parsing "${port}": invalid syntax`;
};

const httpAddress = (httpGet: HttpGetAction, ports: readonly ContainerPort[], podIP: string): string =>
  `${httpGet.host ?? podIP}:${portNumberOf(httpGet.port, ports)}`;

const httpUrl = (httpGet: HttpGetAction, ports: readonly ContainerPort[], podIP: string): string =>
  `${httpGet.scheme.toLowerCase()}://${httpAddress(httpGet, ports, podIP)}${httpGet.path}`;

/** What a probe prints whose answer did not come within its timeout. */
export const lateAnswerText = (probe: Probe, ports: readonly ContainerPort[], podIP: string): string => {
  if (probe.httpGet !== undefined) {
    const url = httpUrl(probe.httpGet, ports, podIP);
    return `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  }
  if (probe.tcpSocket !== undefined) {
    const { host, port } = probe.tcpSocket;
    return `dial tcp ${host ?? podIP}:${portNumberOf(port, ports)}: i/o timeout`;
  }
  if (probe.grpc !== undefined) return `timeout: health rpc did not complete within ${probe.timeoutSeconds}s`;
  return `command "${probe.exec?.command.join(" ") ?? ""}" timed out`;
};

/** What a failing probe prints when the container does not answer at all. */
export const noAnswerText = (probe: Probe, ports: readonly ContainerPort[], podIP: string): string => {
  if (probe.httpGet !== undefined) {
    const { httpGet } = probe;
    const address = httpAddress(httpGet, ports, podIP);
    return `Get "${httpUrl(httpGet, ports, podIP)}": dial tcp ${address}: connect: connection refused`;
  }
  if (probe.tcpSocket !== undefined) {
    const { host, port } = probe.tcpSocket;
    return `dial tcp ${host ?? podIP}:${portNumberOf(port, ports)}: connect: connection refused`;
  }
  if (probe.grpc !== undefined) {
    const seconds = probe.timeoutSeconds;
    return `timeout: failed to connect service "${podIP}:${probe.grpc.port}" within ${seconds}s: context deadline exceeded`;
  }
  return "";
};
