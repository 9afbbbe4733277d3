// A command that a shell interpreter can follow, and what it was seen to do, as plain data: stamped with virtual time from
// the start of the instance, so that the kubelet can look up what is true at any instant.
import type { ProbeType } from "./pod/pod-state.js";
import type { Duration } from "./time.js";

/** Whose tools are in the image: they word their errors differently. "unknown" = some distribution with GNU tools. */
export type ScriptTools = "busybox" | "debian" | "bash" | "unknown";

/** Images that hold a distribution and nothing besides. */
export type BaseImage = "busybox" | "alpine" | "debian" | "ubuntu";

/** What of a container is left to its commands; the rest of its behaviour is data. */
export interface ScriptSource {
  /** Command and arguments before the container's variables are put in; null = only its hooks and probes are followed. */
  readonly argv: readonly string[] | null;
  readonly tools: ScriptTools;
  /** Whose files and programs are known; null = an image of somebody's own. */
  readonly base: BaseImage | null;
  /** How long a program nobody knows works in it before it ends well; null = for ever. */
  readonly worksUs: Duration | null;
  /** The command says how the instance ends. */
  readonly ends: boolean;
  /** The command says what SIGTERM does. */
  readonly signals: boolean;
  readonly probes: readonly ProbeType[];
  readonly hooks: readonly ("postStart" | "preStop")[];
}

/** Something that happens to a running instance from outside; times count from its start. */
export type ScriptInput =
  | { readonly kind: "signal"; readonly atUs: Duration; readonly signal: string }
  | { readonly kind: "files"; readonly atUs: Duration; readonly changes: readonly ScriptFile[] }
  | { readonly kind: "network"; readonly atUs: Duration; readonly hosts: ScriptHosts }
  | { readonly kind: "command"; readonly atUs: Duration; readonly argv: readonly string[] };

export interface ScriptFile {
  readonly path: string;
  /** null = it is gone. */
  readonly content: string | null;
}

/** Names inside the cluster, each with the TCP ports that somebody answers on. */
export type ScriptHosts = Readonly<Record<string, { readonly address: string; readonly ports: readonly number[] }>>;

export interface ScriptRequest {
  /** null = a program of its own that only its hooks and probes are asked about. */
  readonly argv: readonly string[] | null;
  readonly tools: ScriptTools;
  readonly base: BaseImage | null;
  readonly worksUs: Duration | null;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly workingDir: string;
  /** Of the volumes, by path in the container. */
  readonly files: readonly ScriptFile[];
  readonly directories: readonly string[];
  /** Of the directories: those that hold what nobody knows. */
  readonly strange: readonly string[];
  readonly hosts: ScriptHosts;
  /** When the instance began, in ms since the run did; the follower knows the date of that. */
  readonly startedAtMillis: number;
  /** Names the luck of the instance: what its $RANDOM is drawn from. */
  readonly luck: string;
  readonly terminationMessagePath: string;
  /** Sorted by time. */
  readonly inputs: readonly ScriptInput[];
  /** How far to follow it. */
  readonly untilUs: Duration;
}

export interface ScriptExit {
  readonly atUs: Duration;
  readonly exitCode: number;
  /** The end of what it printed. */
  readonly logs: string;
}

export interface ScriptCommand {
  /** Index among the inputs. */
  readonly input: number;
  readonly atUs: Duration;
  /** null = it had not ended at `untilUs`. */
  readonly exit: ScriptExit | null;
}

export interface ScriptTrace {
  readonly exit: ScriptExit | null;
  /** Known up to here; null = it goes on for ever as it does now. */
  readonly knownUntilUs: Duration | null;
  readonly changes: readonly (ScriptFile & { readonly atUs: Duration })[];
  readonly commands: readonly ScriptCommand[];
  /** Whether what it does depends on who answers in the cluster. */
  readonly asksNetwork: boolean;
  /** What was taken for granted, for people. */
  readonly notes: readonly string[];
}

/** Follows a command; the same request gives the same trace. */
export type FollowScript = (request: ScriptRequest) => ScriptTrace;
