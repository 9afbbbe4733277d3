// What a probe does and how often, in one line.
import type { HttpGetAction, Probe } from "@podsim/core";

const attributes = (probe: Probe): string =>
  `delay=${probe.initialDelaySeconds}s timeout=${probe.timeoutSeconds}s period=${probe.periodSeconds}s ` +
  `#success=${probe.successThreshold} #failure=${probe.failureThreshold}`;

/** What a URL's path may hold as it is; everything else, a question mark too, is written as the hex of its bytes. */
const PLAIN = /[\w.~$&+,/:;=@-]/;

const escapedPath = (path: string): string =>
  [...new TextEncoder().encode(path)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return byte < 0x80 && PLAIN.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");

const urlOf = ({ scheme, host = "", port, path }: HttpGetAction): string => {
  const address = host.includes(":") ? `[${host}]` : host;
  return `${scheme.toLowerCase()}://${address}:${port}${path.startsWith("/") ? "" : "/"}${escapedPath(path)}`;
};

/** "http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3" */
export const probeText = (probe: Probe): string => {
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec !== undefined) return `exec [${exec.command.join(" ")}] ${attributes(probe)}`;
  if (httpGet !== undefined) return `http-get ${urlOf(httpGet)} ${attributes(probe)}`;
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ""}:${tcpSocket.port} ${attributes(probe)}`;
  if (grpc !== undefined) return `grpc <pod>:${grpc.port} ${grpc.service} ${attributes(probe)}`;
  return `unknown ${attributes(probe)}`;
};
