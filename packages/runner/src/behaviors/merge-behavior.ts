// One container's behaviour out of what is said of it in several places.
import type { Behavior, ProbeBehavior, ProbeType, ResourceUse, ScriptSource } from "@podsim/core";
import type { Annotated } from "./annotations.js";
import type { BehaviorSpec, HookSpec, ProbeSpec } from "./behavior-spec.js";
import { SIGTERM_EXIT_CODE } from "./inferred-behavior.js";

export const isSaid = (said: Annotated): boolean =>
  said.startup !== null ||
  said.run !== null ||
  said.exitCode !== null ||
  said.imageSizeBytes !== null ||
  said.memory !== null ||
  said.disk !== null;

const mergeProbe = (spec: ProbeSpec | null | undefined, inferred: ProbeBehavior | null): ProbeBehavior | null => {
  if (spec === null || spec === undefined) return inferred;
  const { passAfter, failFrom, failure, takes, flap } = spec;
  const always = { passAfter, failFrom, failure: failure ?? "" };
  return { ...(takes === null ? {} : { takes }), ...(flap === null ? {} : { flap }), ...always };
};

const mergeHook = (
  spec: HookSpec | null | undefined,
  inferred: Behavior["hooks"]["preStop"],
): Behavior["hooks"]["preStop"] =>
  spec === null || spec === undefined ? inferred : { takes: spec.takes ?? inferred.takes, fails: spec.fails };

const mergeSigterm = (spec: BehaviorSpec["onSigterm"], inferred: Behavior["onSigterm"]): Behavior["onSigterm"] => {
  if (spec === null) return inferred;
  return spec === "ignore" ? spec : { exitAfter: spec.exitAfter, exitCode: spec.exitCode ?? SIGTERM_EXIT_CODE };
};

/** Nothing where nobody says anything. */
const usePart = (spec: BehaviorSpec | null, said: Annotated, inferred: Behavior): { readonly use?: ResourceUse } => {
  const memory = spec?.memory?.use ?? said.memory ?? inferred.use?.memory ?? null;
  const disk = spec?.disk ?? said.disk ?? inferred.use?.disk ?? null;
  const volumes = spec?.volumes ?? inferred.use?.volumes ?? {};
  const processes = spec?.processes ?? inferred.use?.processes ?? null;
  if (memory === null && disk === null && processes === null && Object.keys(volumes).length === 0) return {};
  const killedAtLimit = spec?.memory?.killedAtLimit ?? inferred.use?.killedAtLimit ?? true;
  return { use: { memory, killedAtLimit, disk, volumes, processes } };
};

/** What is left to the container's commands once others have spoken; null = nothing. */
const remainingScript = (
  spec: BehaviorSpec | null,
  said: Annotated,
  script: ScriptSource | undefined,
): ScriptSource | null => {
  if (script === undefined) return null;
  const isTimed = (spec?.run ?? said.run ?? spec?.crash ?? spec?.exitCode ?? said.exitCode ?? null) !== null;
  const probes = script.probes.filter((type) => spec?.probes?.[type] == null);
  const hooks = script.hooks.filter((kind) => spec?.hooks?.[kind] == null);
  const ends = script.ends && !isTimed;
  const signals = script.signals && !isTimed && (spec?.onSigterm ?? null) === null;
  const isLeft = ends || signals || probes.length > 0 || hooks.length > 0;
  return isLeft ? { ...script, ends, signals, probes, hooks } : null;
};

/** What the scenario says, and where it is silent what the annotations say, and where they are what was inferred. */
export const mergeBehavior = (
  spec: BehaviorSpec | null,
  said: Annotated,
  inferred: Behavior,
  name: string,
): Behavior => {
  const probe = (type: ProbeType): ProbeBehavior | null => mergeProbe(spec?.probes?.[type], inferred.probes[type]);
  const { image, hooks } = inferred;
  const script = remainingScript(spec, said, inferred.script);
  return {
    name,
    image: {
      sizeBytes: spec?.image?.size ?? said.imageSizeBytes ?? image.sizeBytes,
      pullBytesPerSecond: spec?.image?.pullRate ?? image.pullBytesPerSecond,
      missing: spec?.image?.missing ?? image.missing,
      ...((spec?.image?.denied ?? image.denied) === true ? { denied: true } : {}),
      cached: spec?.image?.cached ?? image.cached,
    },
    ...usePart(spec, said, inferred),
    // Who says what the container does knows that it starts.
    ...(inferred.startError === undefined || spec !== null || isSaid(said) ? {} : { startError: inferred.startError }),
    startup: spec?.startup ?? said.startup ?? inferred.startup,
    run: spec?.run ?? said.run ?? inferred.run,
    exitCode: spec?.exitCode ?? said.exitCode ?? inferred.exitCode,
    crash: spec?.crash ?? inferred.crash,
    probes: { startup: probe("startup"), liveness: probe("liveness"), readiness: probe("readiness") },
    onSigterm: mergeSigterm(spec?.onSigterm ?? null, inferred.onSigterm),
    hooks: {
      postStart: mergeHook(spec?.hooks?.postStart, hooks.postStart),
      preStop: mergeHook(spec?.hooks?.preStop, hooks.preStop),
    },
    ...(script === null ? {} : { script }),
  };
};
