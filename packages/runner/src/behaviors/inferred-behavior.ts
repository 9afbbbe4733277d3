// What a container does when nobody says it: its command is followed where that can be done, and a program serves its
// ports and never exits; what its image or its handlers tell is taken from them.
import { isInitIx, isSidecar } from "@podsim/core";
import type {
  Behavior,
  Container,
  Duration,
  HookBehavior,
  LifecycleHandler,
  PodSpec,
  ScriptSource,
} from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import { inferProbes, probeReasons } from "./inferred-probes.js";
import { baseImage, knownImage, saysItIsMissing } from "./known-images.js";
import type { KnownImage } from "./known-images.js";
import { missingProgram } from "./missing-program.js";
import { isFollowable, isShell } from "./shell/followable.js";
import { isNetworkCommand } from "./shell/network-commands.js";
import { programOf } from "./shell/programs.js";
import { stressMemory } from "./stress-arguments.js";

export interface Inferred {
  readonly behavior: Behavior;
  /** What it was concluded from, in a few words each. */
  readonly reasons: readonly string[];
}

const MEBIBYTE = 1024 * 1024;
/** A process that does next to nothing. */
const QUICK_US: Duration = 50 * MILLISECOND;
/** How long a program nobody knows works where its pod is to finish. */
const INIT_WORK_US: Duration = SECOND;
const JOB_WORK_US: Duration = 10 * SECOND;
/** 128 + 15: ended by SIGTERM. */
export const SIGTERM_EXIT_CODE = 143;

const constant = (value: Duration): Behavior["startup"] => ({ kind: "constant", value });

const DIES: Behavior["onSigterm"] = {
  exitAfter: { kind: "uniform", min: 50 * MILLISECOND, max: 200 * MILLISECOND },
  exitCode: SIGTERM_EXIT_CODE,
};

/** Whether it says that somebody asks it something while it runs. */
const isAsked = ({ ports, livenessProbe, readinessProbe, startupProbe }: Container): boolean =>
  ports.length > 0 || (livenessProbe ?? readinessProbe ?? startupProbe) !== undefined;

/** What its pod expects of a container that nobody knows: to serve for ever (null), or to finish some day. */
const workTime = (
  spec: PodSpec,
  container: Container,
  ix: number,
  image: KnownImage | null,
  isOfJob: boolean,
): Duration | null => {
  if (isInitIx(spec, ix)) return isSidecar(container) ? null : INIT_WORK_US;
  // A Job is there to be completed, and its programs may have probes and metrics as well.
  const serves = !isOfJob && isAsked(container);
  const isServer = serves || (image !== null && !image.endsAtOnce && (container.command ?? []).length === 0);
  return (container.restartPolicy ?? spec.restartPolicy) === "Always" || isServer ? null : JOB_WORK_US;
};

interface Life {
  readonly run: Behavior["run"];
  readonly exitCode: number;
  readonly startup: Duration;
  readonly onSigterm: Behavior["onSigterm"];
  readonly reasons: readonly string[];
}

const endsWith = (run: Duration, exitCode: number, reason: string): Life => ({
  run: constant(run),
  exitCode,
  startup: 0,
  onSigterm: DIES,
  reasons: [reason],
});

const missingVariables = ({ env = [], envFrom = [] }: Container, { needsOneOf }: KnownImage): boolean =>
  needsOneOf.length > 0 && envFrom.length === 0 && !env.some(({ name }) => needsOneOf.includes(name));

const secondsText = (us: Duration): string => `${String(us / SECOND)} s`;

const sigtermOf = (answer: KnownImage["onSigterm"]): Behavior["onSigterm"] =>
  answer === "ignore" ? answer : { exitAfter: constant(answer.afterUs), exitCode: answer.exitCode };

/** A container that runs its image's own program. */
const imageLife = (container: Container, image: KnownImage, worksUs: Duration | null): Life => {
  if (image.endsAtOnce) return endsWith(QUICK_US, 0, "its image has nothing to do without a command");
  if (missingVariables(container, image)) {
    return endsWith(SECOND, 1, `its image ends without ${image.needsOneOf.join(" or ")}`);
  }
  const run = worksUs === null ? null : constant(worksUs);
  const onSigterm = sigtermOf(image.onSigterm);
  return { run, exitCode: 0, startup: image.startupUs, onSigterm, reasons: [] };
};

/** A shell whose input stays open: it waits for words that never come, and does not heed SIGTERM. */
const waitsForInput = ({ stdin }: Container, argv: readonly string[], image: KnownImage | null): boolean => {
  if (stdin !== true) return false;
  const [name = "", ...words] = argv;
  return name === ""
    ? image !== null && image.endsAtOnce && image.tools !== "unknown"
    : isShell(name) && words.length === 0;
};

const WAITING: Life = {
  run: null,
  exitCode: 0,
  startup: 0,
  onSigterm: "ignore",
  reasons: ["its shell waits for input that never comes"],
};

/** A container whose program its image does not hold: what would come after the start never happens. */
const STARTLESS: Life = { ...WAITING, reasons: ["its image does not hold its program: it cannot be started"] };

/** A container that runs a program nobody can follow. */
const programLife = (argv: readonly string[], worksUs: Duration | null, isInit: boolean): Life => {
  const [name = ""] = argv;
  if (name === "") {
    if (worksUs === null) return { run: null, exitCode: 0, startup: SECOND, onSigterm: DIES, reasons: [] };
    return endsWith(
      worksUs,
      0,
      `${isInit ? "an init container" : "a program of a pod that is to finish"} works for ${secondsText(worksUs)}`,
    );
  }
  const program = programOf(name, worksUs);
  const run = program.worksUs;
  const ends = run === null ? "runs until it is stopped" : `works for ${secondsText(run)}`;
  const deaf = program.onSigterm === "ignore" ? ", ignores SIGTERM" : "";
  const isPlain = run === null && deaf === "";
  return {
    run: run === null ? null : constant(run),
    exitCode: 0,
    startup: run === null ? SECOND : 0,
    onSigterm:
      program.onSigterm === "ignore" || program.onSigterm.exitCode !== SIGTERM_EXIT_CODE
        ? sigtermOf(program.onSigterm)
        : DIES,
    reasons: isPlain ? [] : [`${name} ${ends}${deaf}`],
  };
};

const followed = (
  container: Container,
  argv: readonly string[],
  worksUs: Duration | null,
  image: KnownImage | null,
): ScriptSource => {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  const isExec = <K extends string>(handlers: Readonly<Record<K, { exec?: unknown } | undefined>>): readonly K[] =>
    (Object.keys(handlers) as K[]).filter((key) => handlers[key]?.exec !== undefined);
  const follows = argv.length > 0;
  return {
    argv: follows ? argv : null,
    tools: image?.tools ?? "unknown",
    base: baseImage(container.image),
    worksUs,
    ends: follows,
    signals: follows,
    probes: follows ? isExec({ startup: startupProbe, liveness: livenessProbe, readiness: readinessProbe }) : [],
    hooks: lifecycle === undefined ? [] : isExec({ postStart: lifecycle.postStart, preStop: lifecycle.preStop }),
  };
};

/** The life of a followed command is left to it; what stands here is for those who do not follow it. */
const SCRIPTED: Life = {
  run: null,
  exitCode: 0,
  startup: 0,
  onSigterm: "ignore",
  reasons: ["its command is followed in virtual time"],
};

const hookTime = (handler: LifecycleHandler | undefined): Duration => {
  if (handler === undefined) return 0;
  return handler.sleep === undefined ? QUICK_US : handler.sleep.seconds * SECOND;
};

const inferHook = (handler: LifecycleHandler | undefined): HookBehavior => ({
  takes: constant(hookTime(handler)),
  fails: false,
});

const handlerReasons = ({ probes, hooks }: ScriptSource): readonly string[] => {
  const followed = [...probes.map((type) => `${type} probe`), ...hooks];
  return followed.length === 0 ? [] : [`the commands of its ${followed.join(", ")} are run on its files`];
};

/** The built-in behaviour of the container at `ix` of a pod; `isOfJob` tells that a Job waits for the pod to finish. */
export const inferBehavior = (spec: PodSpec, container: Container, ix: number, isOfJob = false): Inferred => {
  const image = knownImage(container.image);
  const { command = [], args = [], lifecycle } = container;
  const isOwnProgram = command.length === 0 && (args.length === 0 || image?.hasEntrypoint === true);
  const argv = [...command, ...args];
  const volumes = spec.volumes ?? [];
  const [first = ""] = argv;
  const own = isOwnProgram ? [] : argv;
  const startError = missingProgram(own, container, volumes);
  const waits = waitsForInput(container, own, image);
  const isLeft = startError === null && !waits;
  const follows = isLeft && !isOwnProgram && (isFollowable(argv, container, volumes) || isNetworkCommand(first));
  const isInit = isInitIx(spec, ix);
  const memory = stressMemory(argv);
  const worksUs = workTime(spec, container, ix, image, isOfJob);
  const life =
    startError !== null
      ? STARTLESS
      : waits
        ? WAITING
        : follows
          ? SCRIPTED
          : isOwnProgram && image !== null
            ? imageLife(container, image, worksUs)
            : programLife(own, worksUs, isInit);
  const probes = inferProbes(container, image, isOwnProgram);
  const script = followed(container, follows ? argv : [], worksUs, image);
  const isMissing = saysItIsMissing(container.image);
  const { sizeMebibytes } = image ?? { sizeMebibytes: 80 };
  return {
    behavior: {
      name: "default",
      image: {
        sizeBytes: sizeMebibytes * MEBIBYTE,
        pullBytesPerSecond: 60 * MEBIBYTE,
        missing: isMissing,
        cached: false,
      },
      ...(startError === null ? {} : { startError }),
      startup: constant(life.startup),
      run: life.run,
      exitCode: life.exitCode,
      crash: null,
      ...(memory === null ? {} : { use: { memory, killedAtLimit: true, disk: null, volumes: {}, processes: null } }),
      probes,
      onSigterm: life.onSigterm,
      hooks: { postStart: inferHook(lifecycle?.postStart), preStop: inferHook(lifecycle?.preStop) },
      ...(follows || script.hooks.length > 0 ? { script } : {}),
    },
    reasons: [
      ...(isMissing ? ["its image says that it does not exist: it cannot be pulled"] : []),
      ...life.reasons,
      ...(isOfJob && worksUs !== null && !isInit && !follows && isAsked(container)
        ? ["its Job expects it to finish, whatever its ports and probes"]
        : []),
      ...handlerReasons(script),
      ...(memory === null ? [] : ["its arguments say how much memory it takes"]),
      ...probeReasons(container, probes, isOwnProgram && (image?.ports ?? []).length > 0),
    ],
  };
};
