// The blocks of describe about containers: what was asked for, what became of it.
import type { Container, ContainerState, ContainerStatus, ResourceList } from "@podsim/core";
import { fieldsOf, listOf, textOf } from "../objects/as-written.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";
import type { WallClock } from "../view/wall-clock.js";
import { describeEnvironment } from "./describe-environment.js";
import type { FieldLookup } from "./describe-environment.js";
import { probeText } from "./probe-text.js";

const truth = (value: boolean): string => (value ? "True" : "False");

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

const describeList = (title: string, list: ResourceList, level: number, out: IndentedWriter): void => {
  const names = Object.keys(list).sort();
  if (names.length === 0) return;
  out.line(level, `${title}:`);
  for (const name of names) out.line(level + 1, `${name}:`, list[name] ?? "");
};

/** "Limits:" and "Requests:", those that there are. */
export const describeResources = (
  { limits, requests }: Container["resources"],
  level: number,
  out: IndentedWriter,
): void => {
  describeList("Limits", limits, level, out);
  describeList("Requests", requests, level, out);
};

/** Which system calls a pod or container may make, where its security context says so. */
export const describeSeccomp = (
  securityContext: unknown,
  levels: readonly [number, number],
  out: IndentedWriter,
): void => {
  const { type, localhostProfile } = fieldsOf(fieldsOf(securityContext)["seccompProfile"]);
  if (type === undefined) return;
  out.line(levels[0], "SeccompProfile:", textOf(type));
  if (type === "Localhost") out.line(levels[1], "LocalhostProfile:", textOf(localhostProfile));
};

const describeMounts = ({ volumeMounts = [] }: Container, out: IndentedWriter): void => {
  if (volumeMounts.length === 0) return out.line(2, "Mounts:", "<none>");
  out.line(2, "Mounts:");
  const byPath = [...volumeMounts].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
  for (const mount of byPath) {
    const { mountPath, name, subPath = "" } = mount;
    const flags = [fieldsOf(mount)["readOnly"] === true ? "ro" : "rw"];
    if (subPath !== "") flags.push(`path=${JSON.stringify(subPath)}`);
    out.line(3, `${mountPath} from ${name} (${flags.join(",")})`);
  }
};

const describeDevices = (container: Container, out: IndentedWriter): void => {
  const devices = listOf(fieldsOf(container)["volumeDevices"]);
  if (devices.length === 0) return;
  // kubectl says whether there are mounts here.
  out.line(2, "Devices:", ...(container.volumeMounts === undefined ? ["<none>"] : []));
  const texts = devices.map(({ devicePath, name }) => [textOf(devicePath), textOf(name)] as const);
  for (const [path, name] of texts.sort(([a], [b]) => (a < b ? -1 : 1))) out.line(3, `${path} from ${name}`);
};

const describeStatus = (status: ContainerStatus, clock: WallClock, out: IndentedWriter): void => {
  describeState("State", status.state, clock, out);
  if (status.lastState !== null) describeState("Last State", status.lastState, clock, out);
  out.line(2, "Ready:", truth(status.ready));
  out.line(2, "Restart Count:", String(status.restartCount));
};

/** What is known of containers besides what was asked for. */
export interface Surroundings {
  readonly statuses: readonly ContainerStatus[];
  readonly fieldOf: FieldLookup;
  readonly clock: WallClock;
  /** How far a template's containers are indented; "" for a pod's. */
  readonly space: string;
}

const describeContainer = (
  container: Container,
  { statuses, fieldOf, clock, space }: Surroundings,
  out: IndentedWriter,
): void => {
  const status = statuses.find(({ name }) => name === container.name);
  // In a template names stand one column further in, as kubectl has them.
  out.line(1, `${space === "" ? "" : " "}${container.name}:`);
  if (status !== undefined) out.line(2, "Container ID:", status.containerId);
  out.line(2, "Image:", container.image);
  if (status !== undefined) out.line(2, "Image ID:", "");
  describePorts(container, out);
  describeSeccomp(fieldsOf(container)["securityContext"], [2, 3], out);
  describeWords("Command", container.command, out);
  describeWords("Args", container.args, out);
  if (status !== undefined) describeStatus(status, clock, out);
  describeResources(container.resources, 2, out);
  if (container.livenessProbe !== undefined) out.line(2, "Liveness:", probeText(container.livenessProbe));
  if (container.readinessProbe !== undefined) out.line(2, "Readiness:", probeText(container.readinessProbe));
  if (container.startupProbe !== undefined) out.line(2, "Startup:", probeText(container.startupProbe));
  describeEnvironment(container, fieldOf, out);
  describeMounts(container, out);
  describeDevices(container, out);
};

/** "Containers:" or "Init Containers:" with a block each. */
export const describeContainers = (
  title: string,
  containers: readonly Container[],
  around: Surroundings,
  out: IndentedWriter,
): void => {
  out.line(0, `${around.space}${title}:${containers.length === 0 ? " <none>" : ""}`);
  for (const container of containers) describeContainer(container, around, out);
};
