// What probes find where nobody says it: a server answers wherever it is asked once it has started, declared or not; only
// of images whose ports are known is it known that nobody listens on others.
import { portNumberOf } from "@podsim/core";
import type { Behavior, Container, Duration, Probe, ProbeBehavior, ProbeType } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { KnownImage } from "./known-images.js";

const PASSES: ProbeBehavior | null = null;

const failing = (
  failFrom: Duration | null,
  failure: string,
  passAfter: ProbeBehavior["passAfter"] = "startup",
): ProbeBehavior => ({ passAfter, failFrom, failure });

const declaredOn = ({ ports }: Container): readonly number[] =>
  ports.filter(({ protocol }) => protocol === "TCP").map(({ containerPort }) => containerPort);

/** null = nothing is known of what it listens on: it is taken to answer wherever it is asked. */
const answersOn = (
  container: Container,
  image: KnownImage | null,
  isOwnProgram: boolean,
): ReadonlySet<number> | null => {
  const known = isOwnProgram ? (image?.ports ?? []) : [];
  return known.length === 0 ? null : new Set([...declaredOn(container), ...known]);
};

const askedPort = ({ httpGet, tcpSocket, grpc }: Probe, container: Container): number | null => {
  const asked = httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
  return asked === undefined ? null : portNumberOf(asked, container.ports);
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
  const { httpGet, tcpSocket } = probe;
  if ((httpGet?.host ?? tcpSocket?.host) !== undefined) return PASSES;
  const number = askedPort(probe, container);
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

/** What is taken for granted of a probe that asks a port its container says nothing of. */
const assumed = (container: Container, probes: Behavior["probes"]): readonly string[] => {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const declared = declaredOn(container);
  if (declared.length === 0) return [];
  const given = { startup: startupProbe, liveness: livenessProbe, readiness: readinessProbe };
  return Object.entries(given).flatMap(([type, probe]) => {
    const port = probe === undefined ? null : askedPort(probe, container);
    const isAssumed = port !== null && probes[type as ProbeType] === null && !declared.includes(port);
    const host = probe?.httpGet?.host ?? probe?.tcpSocket?.host;
    if (!isAssumed || host !== undefined) return [];
    return [`its ${type} probe asks port ${String(port)}, which it does not declare: taken to answer`];
  });
};

/** @param isKnown whether it is known what the container listens on */
export const probeReasons = (container: Container, probes: Behavior["probes"], isKnown: boolean): readonly string[] => [
  ...Object.entries(probes).flatMap(([type, probe]: [string, ProbeBehavior | null]) => {
    if (probe?.passAfter === "never") return [`nothing listens where its ${type} probe asks`];
    return probe?.failFrom == null ? [] : [`its ${type} probe fails from ${String(probe.failFrom / SECOND)} s on`];
  }),
  ...(isKnown ? [] : assumed(container, probes)),
];
