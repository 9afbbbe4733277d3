// What probes find where nobody says it: ports that the container declares, or its image is known for, answer once it has
// started; others refuse.
import { portNumberOf } from "@podsim/core";
import type { Behavior, Container, Duration, Probe, ProbeBehavior } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { KnownImage } from "./known-images.js";

const PASSES: ProbeBehavior | null = null;

const failing = (
  failFrom: Duration | null,
  failure: string,
  passAfter: ProbeBehavior["passAfter"] = "startup",
): ProbeBehavior => ({ passAfter, failFrom, failure });

/** null = nothing is known of what it listens on: it is taken to answer wherever it is asked. */
const answersOn = (
  container: Container,
  image: KnownImage | null,
  isOwnProgram: boolean,
): ReadonlySet<number> | null => {
  const declared = container.ports
    .filter(({ protocol }) => protocol === "TCP")
    .map(({ containerPort }) => containerPort);
  const known = isOwnProgram ? (image?.ports ?? []) : [];
  return declared.length + known.length === 0 ? null : new Set([...declared, ...known]);
};

/** The documentation's image for liveness probes: it answers well for ten seconds only. */
const isFailingServer = ({ image, command = [], args = [] }: Container): boolean =>
  /(^|\/)(agnhost|liveness)(:|@|$)/.test(image) && /(^|\/)(liveness|server)$/.test([...command, ...args].at(-1) ?? "");

const inferProbe = (
  probe: Probe | undefined,
  container: Container,
  ports: ReadonlySet<number> | null,
): ProbeBehavior | null => {
  if (probe === undefined || probe.exec !== undefined) return PASSES;
  if (isFailingServer(container)) return failing(10 * SECOND, "HTTP probe failed with statuscode: 500");
  const { httpGet, tcpSocket, grpc } = probe;
  if ((httpGet?.host ?? tcpSocket?.host) !== undefined) return PASSES;
  const asked = httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
  const number = asked === undefined ? null : portNumberOf(asked, container.ports);
  const answers = number !== null && (ports === null || ports.has(number));
  return answers ? PASSES : failing(null, "", "never");
};

export const inferProbes = (
  container: Container,
  image: KnownImage | null,
  isOwnProgram: boolean,
): Behavior["probes"] => {
  const ports = answersOn(container, image, isOwnProgram);
  const { startupProbe, livenessProbe, readinessProbe } = container;
  return {
    startup: inferProbe(startupProbe, container, ports),
    liveness: inferProbe(livenessProbe, container, ports),
    readiness: inferProbe(readinessProbe, container, ports),
  };
};

export const probeReasons = (probes: Behavior["probes"]): readonly string[] => {
  if ((probes.startup ?? probes.liveness ?? probes.readiness) === null) return [];
  return Object.entries(probes).flatMap(([type, probe]: [string, ProbeBehavior | null]) => {
    if (probe?.passAfter === "never") return [`nothing listens where its ${type} probe asks`];
    return probe?.failFrom == null ? [] : [`its ${type} probe fails from ${String(probe.failFrom / SECOND)} s on`];
  });
};
