// What a container does when nobody says it: it starts in a second, serves its ports, never exits and dies of SIGTERM;
// what its command line, its image or its handlers tell is taken from them.
import { isInitIx, isSidecar, portNumberOf } from "@podsim/core";
import type {
  Behavior,
  Container,
  Duration,
  HookBehavior,
  LifecycleHandler,
  PodSpec,
  Probe,
  ProbeBehavior,
} from "@podsim/core";
import { MILLISECOND, NEVER, SECOND } from "@podsim/core/time";
import { knownImage } from "./known-images.js";
import { scriptOf } from "./shell-script.js";
import type { Script } from "./shell-script.js";
import { stressMemory } from "./stress-arguments.js";

export interface Inferred {
  readonly behavior: Behavior;
  /** What it was concluded from, in a few words each. */
  readonly reasons: readonly string[];
}

const MEBIBYTE = 1024 * 1024;
/** A process that does next to nothing. */
const QUICK_US: Duration = 50 * MILLISECOND;
/** 128 + 15: ended by SIGTERM. */
export const SIGTERM_EXIT_CODE = 143;

const constant = (value: Duration): Behavior["startup"] => ({ kind: "constant", value });

const argvOf = ({ command = [], args = [] }: Container): readonly string[] => [...command, ...args];

const PASSES: ProbeBehavior | null = null;

const failing = (
  failFrom: Duration | null,
  failure: string,
  passAfter: ProbeBehavior["passAfter"] = "startup",
): ProbeBehavior => ({
  passAfter,
  failFrom,
  failure,
});

/** "cat FILE", "test -f FILE" and their kin pass while the script keeps the file. */
const filePassed = (command: readonly string[], script: Script): ProbeBehavior | null => {
  const file = command.at(-1) ?? "";
  const isAboutFile = /^(cat|ls|test|stat|\[)$/.test((command[0] ?? "").replace(/^\/(usr\/)?bin\//, ""));
  const span = isAboutFile ? script.files.get(file) : undefined;
  if (span === undefined) return PASSES;
  const failure = command[0] === "cat" ? `cat: can't open '${file}': No such file or directory\n` : "";
  return failing(span.untilUs === NEVER ? null : span.untilUs, failure, span.fromUs);
};

/**
 * Ports a container answers on: those it declares, and those its image is known for. A container that declares none and
 * whose image says nothing is taken to answer wherever it is asked.
 */
const answersOn = (container: Container): ReadonlySet<number> | null => {
  const declared = container.ports
    .filter(({ protocol }) => protocol === "TCP")
    .map(({ containerPort }) => containerPort);
  const known = argvOf(container).length === 0 ? (knownImage(container.image)?.ports ?? []) : [];
  return declared.length + known.length === 0 ? null : new Set([...declared, ...known]);
};

const isAgnhostLiveness = (container: Container): boolean =>
  /(^|\/)agnhost(:|@|$)/.test(container.image) && argvOf(container).at(-1) === "liveness";

const inferProbe = (probe: Probe | undefined, container: Container, script: Script | null): ProbeBehavior | null => {
  if (probe === undefined) return PASSES;
  if (probe.exec !== undefined) return script === null ? PASSES : filePassed(probe.exec.command, script);
  if (isAgnhostLiveness(container)) return failing(10 * SECOND, "HTTP probe failed with statuscode: 500");
  const { httpGet, tcpSocket, grpc } = probe;
  if ((httpGet?.host ?? tcpSocket?.host) !== undefined) return PASSES;
  const asked = httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
  const number = asked === undefined ? null : portNumberOf(asked, container.ports);
  const ports = answersOn(container);
  const answers = number !== null && (ports === null || ports.has(number));
  return answers ? PASSES : failing(null, "", "never");
};

const hookTime = (handler: LifecycleHandler | undefined): Duration => {
  if (handler === undefined) return 0;
  if (handler.sleep !== undefined) return handler.sleep.seconds * SECOND;
  if (handler.exec === undefined) return QUICK_US;
  const script = scriptOf(handler.exec.command);
  return Math.max(QUICK_US, script?.runUs ?? QUICK_US);
};

const inferHook = (handler: LifecycleHandler | undefined): HookBehavior => ({
  takes: constant(hookTime(handler)),
  fails: handler?.exec !== undefined && (scriptOf(handler.exec.command)?.exitCode ?? 0) !== 0,
});

interface Life {
  readonly run: Behavior["run"];
  readonly exitCode: number;
  readonly startup: Duration;
  readonly onSigterm: Behavior["onSigterm"];
  readonly reason: string | null;
}

const DIES: Behavior["onSigterm"] = {
  exitAfter: { kind: "uniform", min: 50 * MILLISECOND, max: 200 * MILLISECOND },
  exitCode: SIGTERM_EXIT_CODE,
};

const scripted = (script: Script): Life => {
  const runUs = script.runUs === null ? null : Math.max(QUICK_US, script.runUs);
  const ends =
    runUs === null ? "runs until it is killed" : `runs ${String(runUs / SECOND)} s, exits ${String(script.exitCode)}`;
  return {
    run: runUs === null ? null : constant(runUs),
    exitCode: script.exitCode,
    startup: 0,
    // A shell or sleep that is the first process of its container has no handler, and the kernel then drops SIGTERM.
    onSigterm: "ignore",
    reason: `its command ${ends}, ignores SIGTERM`,
  };
};

const inferLife = (container: Container, mustEnd: boolean, script: Script | null): Life => {
  if (script !== null) return scripted(script);
  if (mustEnd) {
    return {
      run: constant(SECOND),
      exitCode: 0,
      startup: 0,
      onSigterm: DIES,
      reason: "an init container works for 1 s",
    };
  }
  if (argvOf(container).length === 0 && knownImage(container.image)?.endsAtOnce === true) {
    const reason = "its image has nothing to do without a command";
    return { run: constant(QUICK_US), exitCode: 0, startup: 0, onSigterm: DIES, reason };
  }
  return { run: null, exitCode: 0, startup: SECOND, onSigterm: DIES, reason: null };
};

/** The built-in behaviour of the container at `ix` of a pod. */
export const inferBehavior = (spec: PodSpec, container: Container, ix: number): Inferred => {
  const script = scriptOf(argvOf(container));
  const mustEnd = isInitIx(spec, ix) && !isSidecar(container);
  const life = inferLife(container, mustEnd, script);
  const probes = {
    startup: inferProbe(container.startupProbe, container, script),
    liveness: inferProbe(container.livenessProbe, container, script),
    readiness: inferProbe(container.readinessProbe, container, script),
  };
  const reasons = life.reason === null ? [] : [life.reason];
  const memory = stressMemory(argvOf(container));
  if (memory !== null) reasons.push("its arguments say how much memory it takes");
  for (const [type, probe] of Object.entries(probes)) {
    if (probe?.passAfter === "never") reasons.push(`nothing listens where its ${type} probe asks`);
    else if (probe?.failFrom != null)
      reasons.push(`its ${type} probe fails from ${String(probe.failFrom / SECOND)} s on`);
  }
  return {
    behavior: {
      name: "default",
      image: { sizeBytes: 80 * MEBIBYTE, pullBytesPerSecond: 60 * MEBIBYTE, missing: false, cached: false },
      startup: constant(life.startup),
      run: life.run,
      exitCode: life.exitCode,
      crash: null,
      ...(memory === null ? {} : { use: { memory, killedAtLimit: true, disk: null, volumes: {}, processes: null } }),
      probes,
      onSigterm: life.onSigterm,
      hooks: {
        postStart: inferHook(container.lifecycle?.postStart),
        preStop: inferHook(container.lifecycle?.preStop),
      },
    },
    reasons,
  };
};
