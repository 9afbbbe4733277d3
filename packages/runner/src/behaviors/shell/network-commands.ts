// Commands that ask others over the network: names and ports of the simulated cluster answer as they would, the world
// outside always answers.
import type { ScriptHosts } from "@podsim/core";

export interface NetworkAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** Where the answer is to be kept; null = it is printed. */
  readonly file: string | null;
}

type Asked = "answers" | "refuses" | "unknown";

const hostIn = (hosts: ScriptHosts, name: string): ScriptHosts[string] | null =>
  Object.hasOwn(hosts, name) ? (hosts[name] ?? null) : null;

const isAddress = (name: string): boolean => /^\d+(\.\d+){3}$/.test(name);

/** A name with dots that is not the cluster's own is somebody outside. */
const isOutside = (name: string): boolean =>
  name.includes(".") && !/\.(svc|local|cluster\.local)$/.test(name) && !isAddress(name);

const ask = (hosts: ScriptHosts, name: string, port: number): Asked => {
  const local = /^(localhost|127\.)/.test(name);
  if (local) return "answers";
  const host = hostIn(hosts, name) ?? Object.values(hosts).find(({ address }) => address === name) ?? null;
  if (host !== null) return host.ports.includes(port) ? "answers" : "refuses";
  return isOutside(name) || isAddress(name) ? "answers" : "unknown";
};

const answer = (exitCode: number, stdout = "", stderr = "", file: string | null = null): NetworkAnswer => ({
  stdout,
  stderr,
  exitCode,
  file,
});

const plain = (args: readonly string[], withValue: readonly string[]): readonly string[] => {
  const rest: string[] = [];
  for (let ix = 0; ix < args.length; ix += 1) {
    const arg = args[ix] ?? "";
    if (withValue.includes(arg)) ix += 1;
    else if (!arg.startsWith("-")) rest.push(arg);
  }
  return rest;
};

const valueOf = (args: readonly string[], ...names: readonly string[]): string | null => {
  for (let ix = 0; ix < args.length; ix += 1) {
    const arg = args[ix] ?? "";
    if (names.includes(arg)) return args[ix + 1] ?? null;
    const joined = names.find((name) => (name.startsWith("--") ? arg.startsWith(`${name}=`) : arg.startsWith(name)));
    if (joined !== undefined) return arg.slice(joined.length + (joined.startsWith("--") ? 1 : 0));
  }
  return null;
};

const splitUrl = (url: string): { host: string; port: number; path: string } => {
  const [, scheme = "http", host = "", port, path = "/"] =
    /^(?:(\w+):\/\/)?([^/:]+)(?::(\d+))?(\/.*)?$/.exec(url) ?? [];
  return { host, port: port === undefined ? (scheme === "https" ? 443 : 80) : Number(port), path };
};

/** Stands for whatever a server says: nobody knows it. */
export const PAGE = "<html><body>It works</body></html>\n";

const addressOf = (hosts: ScriptHosts, name: string): string | null =>
  hostIn(hosts, name)?.address ?? (isOutside(name) ? "203.0.113.10" : null);

const lookUp = (hosts: ScriptHosts, name: string): NetworkAnswer => {
  const found = addressOf(hosts, name);
  if (found === null) return answer(1, "", `** server can't find ${name}: NXDOMAIN\n`);
  return answer(0, `Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\t${name}\nAddress: ${found}\n`);
};

/** One line per name, as /etc/hosts has them. */
const getent = (hosts: ScriptHosts, name: string): NetworkAnswer => {
  const found = addressOf(hosts, name);
  return found === null ? answer(2) : answer(0, `${found.padEnd(15)} ${name}\n`);
};

const CURL_VALUES =
  "-o --output -m --max-time -H --header -X --request -d --data --data-raw --data-binary -w --write-out -u --user " +
  "--connect-timeout -A -b -c -e -F -T --cacert --cert --key --retry --retry-delay --retry-max-time";

/** "-sLo FILE" is "-sL -o FILE". */
const apart = (arg: string): readonly string[] =>
  /^-[a-zA-Z]+[omHXdwuAbceFT]$/.test(arg) ? [arg.slice(0, -1), `-${arg.slice(-1)}`] : [arg];

const curl = (hosts: ScriptHosts, given: readonly string[]): NetworkAnswer => {
  const args = given.flatMap(apart);
  const withValue = CURL_VALUES.split(" ");
  const url = plain(args, withValue)[0] ?? "";
  const { host, port, path } = splitUrl(url);
  const asked = ask(hosts, host, port);
  if (asked === "unknown") return answer(6, "", `curl: (6) Could not resolve host: ${host}\n`);
  if (asked === "refuses") return answer(7, "", `curl: (7) Failed to connect to ${host} port ${String(port)}\n`);
  const format = valueOf(args, "-w", "--write-out");
  const kept = valueOf(args, "-o", "--output");
  const toName = args.includes("-O") ? (path.split("/").at(-1) ?? "index.html") : null;
  const status = format === null ? "" : format.replace("%{http_code}", "200").replaceAll("\\n", "\n");
  const file = kept ?? toName;
  return answer(0, (file === null ? PAGE : "") + status, "", file);
};

const wget = (hosts: ScriptHosts, args: readonly string[]): NetworkAnswer => {
  const url = plain(args, ["-O", "-o", "-T", "-t", "--timeout", "--tries"])[0] ?? "";
  const { host, port, path } = splitUrl(url);
  const asked = ask(hosts, host, port);
  if (asked === "unknown") return answer(1, "", `wget: bad address '${host}'\n`);
  if (asked === "refuses") return answer(1, "", `wget: can't connect to remote host: Connection refused\n`);
  const isSpider = args.includes("--spider") || args.includes("-s");
  const joined = args.find((arg) => /^-[a-z]*O/.test(arg));
  const kept =
    joined === undefined
      ? null
      : joined.endsWith("O")
        ? (args[args.indexOf(joined) + 1] ?? null)
        : joined.slice(joined.indexOf("O") + 1);
  const headers = args.some((arg) => arg === "-S" || arg === "--server-response") ? "  HTTP/1.1 200 OK\n" : "";
  if (isSpider) return answer(0, "", headers);
  if (kept === "-" || kept === "/dev/stdout") return answer(0, PAGE, headers);
  return answer(0, "", headers, kept ?? (path === "/" ? "index.html" : (path.split("/").at(-1) ?? "index.html")));
};

const connect = (hosts: ScriptHosts, host: string, port: number, what: string): NetworkAnswer => {
  const asked = ask(hosts, host, port);
  if (asked === "answers") return answer(0, "", `${what}: ${host} ${String(port)} open\n`);
  const why = asked === "unknown" ? "bad address" : "Connection refused";
  return answer(1, "", `${what}: ${host} ${String(port)}: ${why}\n`);
};

const netcat = (hosts: ScriptHosts, args: readonly string[]): NetworkAnswer => {
  const [host = "", port = "0"] = plain(args, ["-w", "-i", "-s", "-p"]);
  return connect(hosts, host, Number(port), "nc");
};

const ping = (hosts: ScriptHosts, args: readonly string[]): NetworkAnswer => {
  const host = plain(args, ["-c", "-w", "-W", "-i"])[0] ?? "";
  const known = hostIn(hosts, host) !== null || isOutside(host) || isAddress(host) || host === "localhost";
  return known ? answer(0, `PING ${host}\n`) : answer(1, "", `ping: bad address '${host}'\n`);
};

/** Clients of databases: they connect to the host and port they are told, by default their own on this machine. */
const client =
  (port: number) =>
  (hosts: ScriptHosts, args: readonly string[]): NetworkAnswer => {
    const host = valueOf(args, "--host", "-h") ?? "localhost";
    return connect(hosts, host, Number(valueOf(args, "--port", "-p", "-P") ?? port), "client");
  };

export const NETWORK_COMMANDS: Readonly<
  Record<string, (hosts: ScriptHosts, args: readonly string[]) => NetworkAnswer>
> = {
  nslookup: (hosts, args) => lookUp(hosts, plain(args, [])[0] ?? ""),
  host: (hosts, args) => lookUp(hosts, plain(args, [])[0] ?? ""),
  dig: (hosts, args) => ({ ...lookUp(hosts, plain(args, [])[0] ?? ""), exitCode: 0 }),
  getent: (hosts, args) => getent(hosts, args[1] ?? ""),
  curl,
  wget,
  nc: netcat,
  netcat,
  ping,
  "redis-cli": client(6379),
  pg_isready: client(5432),
  psql: client(5432),
  mysqladmin: client(3306),
  mysql: client(3306),
};

export const isNetworkCommand = (name: string): boolean => Object.hasOwn(NETWORK_COMMANDS, name);

const ASKING = new RegExp(
  `\\b(${Object.keys(NETWORK_COMMANDS)
    .map((name) => name.replace("-", "\\-"))
    .join("|")})\\b`,
);

/** Whether a text may ask the network at all. */
export const mayAskNetwork = (text: string): boolean => ASKING.test(text);
