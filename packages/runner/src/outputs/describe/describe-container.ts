// The blocks of describe about containers: what was asked for, what became of it.
import type { Container, ContainerState, ContainerStatus, Probe, ResourceList } from "@podsim/core";
import type { IndentedWriter } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";
import type { WallClock } from "../view/wall-clock.js";

const truth = (value: boolean): string => (value ? "True" : "False");

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Fields of a container that are kept as they were written: environment and mounts. */
const listAt = (container: Container, field: string): readonly Readonly<Record<string, unknown>>[] => {
  const value: unknown = (container as unknown as Readonly<Record<string, unknown>>)[field];
  return Array.isArray(value) ? value.filter(isFields) : [];
};

const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";

const attributes = (probe: Probe): string =>
  `delay=${probe.initialDelaySeconds}s timeout=${probe.timeoutSeconds}s period=${probe.periodSeconds}s ` +
  `#success=${probe.successThreshold} #failure=${probe.failureThreshold}`;

/** "http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3" */
const probeText = (probe: Probe): string => {
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec !== undefined) return `exec [${exec.command.join(" ")}] ${attributes(probe)}`;
  if (httpGet !== undefined) {
    const url = `${httpGet.scheme.toLowerCase()}://${httpGet.host ?? ""}:${httpGet.port}${httpGet.path}`;
    return `http-get ${url} ${attributes(probe)}`;
  }
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ""}:${tcpSocket.port} ${attributes(probe)}`;
  if (grpc !== undefined) return `grpc <pod>:${grpc.port} ${grpc.service} ${attributes(probe)}`;
  return `unknown ${attributes(probe)}`;
};

/** When the runtime says that something was started which never was. */
const EPOCH = "Thu, 01 Jan 1970 00:00:00 +0000";

const describeState = (title: string, state: ContainerState, clock: WallClock, out: IndentedWriter): void => {
  switch (state.kind) {
    case "running":
      out.line(2, `${title}:`, "Running");
      out.line(3, "Started:", clock.rfc1123(state.startedAtUs));
      return;
    case "waiting":
      out.line(2, `${title}:`, "Waiting");
      if (state.reason !== "") out.line(3, "Reason:", state.reason);
      return;
    case "terminated":
      out.line(2, `${title}:`, "Terminated");
      if (state.reason !== "") out.line(3, "Reason:", state.reason);
      if (state.message !== "") out.line(3, "Message:", state.message);
      out.line(3, "Exit Code:", String(state.exitCode));
      if (state.signal > 0) out.line(3, "Signal:", String(state.signal));
      out.line(3, "Started:", state.reason === "StartError" ? EPOCH : timeText(state.startedAtUs, clock));
      out.line(3, "Finished:", timeText(state.finishedAtUs, clock));
  }
};

/** A time that is not known is printed as Go's zero time is. */
const timeText = (at: number, clock: WallClock): string =>
  at < 0 ? "Mon, 01 Jan 0001 00:00:00 +0000" : clock.rfc1123(at);

const describePorts = ({ ports }: Container, out: IndentedWriter): void => {
  const joined = (numberOf: (port: Container["ports"][number]) => number): string =>
    ports
      .map((port) => `${numberOf(port)}/${port.protocol}${port.name === undefined ? "" : ` (${port.name})`}`)
      .join(", ");
  const plural = ports.length > 1 ? "s" : "";
  out.line(2, `Port${plural}:`, orNone(joined((port) => port.containerPort)));
  out.line(2, `Host Port${plural}:`, orNone(joined((port) => port.hostPort ?? 0)));
};

const describeWords = (title: string, words: readonly string[] | undefined, out: IndentedWriter): void => {
  if (words === undefined || words.length === 0) return;
  out.line(2, `${title}:`);
  for (const word of words) for (const line of word.split("\n")) out.line(3, line);
};

const describeResources = (title: string, list: ResourceList, out: IndentedWriter): void => {
  const names = Object.keys(list).sort();
  if (names.length === 0) return;
  out.line(2, `${title}:`);
  for (const name of names) out.line(3, `${name}:`, list[name] ?? "");
};

const fromText = (entry: Readonly<Record<string, unknown>>): string => {
  const from = entry["valueFrom"];
  if (!isFields(from)) return text(entry["value"]);
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = from;
  if (isFields(fieldRef)) return ` (${text(fieldRef["apiVersion"]) || "v1"}:${text(fieldRef["fieldPath"])})`;
  if (isFields(resourceFieldRef)) return ` (${text(resourceFieldRef["resource"])})`;
  const keyed = (kind: string, ref: Readonly<Record<string, unknown>>): string =>
    `<set to the key '${text(ref["key"])}' ${kind} '${text(ref["name"])}'>`;
  if (isFields(secretKeyRef)) return keyed("in secret", secretKeyRef);
  return isFields(configMapKeyRef) ? keyed("of config map", configMapKeyRef) : "";
};

const describeEnvironment = (container: Container, out: IndentedWriter): void => {
  const entries = listAt(container, "env");
  if (entries.length === 0) {
    out.line(2, "Environment:", "<none>");
    return;
  }
  out.line(2, "Environment:");
  for (const entry of entries) {
    const [first = "", ...more] = fromText(entry).split("\n");
    out.line(3, `${text(entry["name"])}:`, first);
    for (const line of more) out.line(3, "", line);
  }
};

const describeMounts = (container: Container, out: IndentedWriter): void => {
  const mounts = listAt(container, "volumeMounts");
  if (mounts.length === 0) {
    out.line(2, "Mounts:", "<none>");
    return;
  }
  out.line(2, "Mounts:");
  const byPath = [...mounts].sort((a, b) => (text(a["mountPath"]) < text(b["mountPath"]) ? -1 : 1));
  for (const mount of byPath) {
    const flags = [mount["readOnly"] === true ? "ro" : "rw"];
    if (text(mount["subPath"]) !== "") flags.push(`path=${JSON.stringify(mount["subPath"])}`);
    out.line(3, `${text(mount["mountPath"])} from ${text(mount["name"])} (${flags.join(",")})`);
  }
};

const describeStatus = (status: ContainerStatus, clock: WallClock, out: IndentedWriter): void => {
  describeState("State", status.state, clock, out);
  if (status.lastState !== null) describeState("Last State", status.lastState, clock, out);
  out.line(2, "Ready:", truth(status.ready));
  out.line(2, "Restart Count:", String(status.restartCount));
};

const describeContainer = (
  container: Container,
  status: ContainerStatus | undefined,
  clock: WallClock,
  space: string,
  out: IndentedWriter,
): void => {
  // In a template names stand one column further in, as kubectl has them.
  out.line(1, `${space === "" ? "" : " "}${container.name}:`);
  if (status !== undefined) out.line(2, "Container ID:", status.containerId);
  out.line(2, "Image:", container.image);
  if (status !== undefined) out.line(2, "Image ID:", "");
  describePorts(container, out);
  describeWords("Command", container.command, out);
  describeWords("Args", container.args, out);
  if (status !== undefined) describeStatus(status, clock, out);
  describeResources("Limits", container.resources.limits, out);
  describeResources("Requests", container.resources.requests, out);
  if (container.livenessProbe !== undefined) out.line(2, "Liveness:", probeText(container.livenessProbe));
  if (container.readinessProbe !== undefined) out.line(2, "Readiness:", probeText(container.readinessProbe));
  if (container.startupProbe !== undefined) out.line(2, "Startup:", probeText(container.startupProbe));
  describeEnvironment(container, out);
  describeMounts(container, out);
};

/** "Containers:" or "Init Containers:" with a block each. `space` is the indentation of a template. */
export const describeContainers = (
  title: string,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[],
  clock: WallClock,
  out: IndentedWriter,
  space = "",
): void => {
  out.line(0, `${space}${title}:${containers.length === 0 ? " <none>" : ""}`);
  const byName = new Map(statuses.map((status) => [status.name, status]));
  for (const container of containers) describeContainer(container, byName.get(container.name), clock, space, out);
};
