// What the commands of a pod's containers come to when nobody disturbs them: told without running the pod.
import { containerAt, invariant, isInitIx, isSidecar, podCreated, specOf } from "@podsim/core";
import type { Behavior, Duration, FollowScript, PodState, PodTemplateSpec, SimTime } from "@podsim/core";
import type { WorldView } from "../../cluster/world.js";
import { PodScripts } from "./pod-scripts.js";

/**
 * "ends": by itself, counted from its start. "runs": until somebody stops it, or for longer than anybody looked. "asks": it depends on who answers in the
 * cluster. "waits": a container before it does not end well, so that it never starts.
 */
export type CommandOutcome =
  | { readonly kind: "ends"; readonly afterUs: Duration; readonly exitCode: number }
  | { readonly kind: "runs"; readonly seenForUs: Duration | null }
  | { readonly kind: "asks" }
  | { readonly kind: "waits" };

export interface OutcomeSource {
  readonly world: WorldView;
  readonly follow: FollowScript;
  readonly behaviorOf: (template: PodTemplateSpec, container: number) => Behavior;
}

const podOf = (namespace: string, name: string, template: PodTemplateSpec): PodState => {
  const owner = { ownerKind: null, ownerName: null, ownerIx: null };
  const pod = podCreated.evolve(undefined, { podIx: 0, namespace, name, uid: name, template, ...owner }, 0);
  invariant(pod !== undefined, "a pod that is created exists");
  return pod;
};

/** Times the look ahead is doubled: commands are followed for two hours. */
const LOOKS = 2;

const outcomeOf = (scripts: PodScripts, container: number, startUs: SimTime): CommandOutcome => {
  if (scripts.asks(container, 0)) return { kind: "asks" };
  for (let look = 0; scripts.knownUntil(container, 0) !== null && look < LOOKS; look += 1) {
    scripts.lookFurther(container, 0);
  }
  const exit = scripts.exit(container, 0);
  if (exit !== null) return { kind: "ends", afterUs: exit.atUs - startUs, exitCode: exit.exitCode };
  const knownUntilUs = scripts.knownUntil(container, 0);
  return { kind: "runs", seenForUs: knownUntilUs === null ? null : knownUntilUs - startUs };
};

/** By container index; only of those whose command is followed to its end. */
export const commandOutcomes = (
  { world, follow, behaviorOf }: OutcomeSource,
  namespace: string,
  name: string,
  template: PodTemplateSpec,
): ReadonlyMap<number, CommandOutcome> => {
  const pod = podOf(namespace, name, template);
  const spec = specOf(pod);
  const scripts = new PodScripts(follow, world);
  const outcomes = new Map<number, CommandOutcome>();
  const followed: number[] = [];
  let now: SimTime = 0;
  let isReached = true;
  const count = spec.initContainers.length + spec.containers.length;
  for (let ix = 0; ix < count; ix += 1) {
    const { script } = behaviorOf(template, ix);
    if (script?.ends !== true) continue;
    if (!isReached) {
      outcomes.set(ix, { kind: "waits" });
      continue;
    }
    scripts.start(pod, ix, 0, script, now);
    followed.push(ix);
    if (!isInitIx(spec, ix)) continue;
    const outcome = outcomeOf(scripts, ix, now);
    outcomes.set(ix, outcome);
    if (isSidecar(containerAt(spec, ix))) continue;
    if (outcome.kind === "ends" && outcome.exitCode === 0) {
      now += outcome.afterUs;
      scripts.end(ix, 0, now);
    } else if (outcome.kind !== "asks") isReached = false;
  }
  // Containers that share a volume have all to be there before it is known what each of them does.
  for (const ix of followed) if (!isInitIx(spec, ix)) outcomes.set(ix, outcomeOf(scripts, ix, now));
  return outcomes;
};
