// What a probe of a container finds at an instant, and for how long it goes on finding it.
import type { ContainerPort, Probe } from "../api/pod.js";
import type { ProbeBehavior } from "../behavior.js";
import type { Duration, SimTime } from "../time.js";
import { NEVER } from "../time.js";

export interface ProbeOutcome {
  readonly passes: boolean;
  /** First instant at which the outcome may differ; NEVER if it does not change while the instance runs. */
  readonly untilUs: SimTime;
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

/** What a failing probe prints when the container does not answer at all. */
export const noAnswerText = (probe: Probe, ports: readonly ContainerPort[], podIP: string): string => {
  if (probe.httpGet !== undefined) {
    const { httpGet } = probe;
    const port = portNumberOf(httpGet.port, ports);
    if (port === null) return `couldn't find port: ${httpGet.port}`;
    const address = `${httpGet.host ?? podIP}:${port}`;
    return `Get "${httpGet.scheme.toLowerCase()}://${address}${httpGet.path}": dial tcp ${address}: connect: connection refused`;
  }
  if (probe.tcpSocket !== undefined) {
    const port = portNumberOf(probe.tcpSocket.port, ports);
    if (port === null) return `couldn't find port: ${probe.tcpSocket.port}`;
    return `dial tcp ${probe.tcpSocket.host ?? podIP}:${port}: connect: connection refused`;
  }
  if (probe.grpc !== undefined) {
    const seconds = probe.timeoutSeconds;
    return `timeout: failed to connect service "${podIP}:${probe.grpc.port}" within ${seconds}s: context deadline exceeded`;
  }
  return "";
};
