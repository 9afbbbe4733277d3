// What one instance of a container will do, drawn from its behaviour: the same for the same pod, container and attempt,
// whatever else happens in the run.
import { firstAbove } from "@podsim/core";
import type {
  Behavior,
  BehaviorChange,
  Container,
  Distribution,
  Duration,
  PodTemplateSpec,
  SimTime,
  Usage,
  UsagePoint,
} from "@podsim/core";
import { NEVER } from "@podsim/core/time";
import { sample } from "../engine/distribution.js";
import type { PodScripts } from "./scripts/pod-scripts.js";

export type Draw = (stream: string, entity: string, n: number) => number;

/** Which behaviour a container of a template has while `changes` are in force; the same answer for the same every time. */
export type BehaviorOf = (
  template: PodTemplateSpec,
  container: number,
  changes?: readonly BehaviorChange[],
) => Behavior;

export interface OwnExit {
  readonly afterUs: Duration;
  readonly exitCode: number;
  /** The kernel ended it because its memory went over the limit. */
  readonly outOfMemory?: true;
}

const OUT_OF_MEMORY_EXIT_CODE = 137;

const durationOf = (distribution: Distribution, draw: () => number): Duration =>
  distribution.kind === "constant" ? distribution.value : sample(distribution, draw());

const pickExitCode = (codes: readonly (readonly [number, number])[], u: number): number => {
  const total = codes.reduce((sum, [, weight]) => sum + weight, 0);
  let left = u * total;
  for (const [code, weight] of codes) {
    left -= weight;
    if (left < 0) return code;
  }
  return codes.at(-1)?.[0] ?? 1;
};

/** Where the commands of an instance are followed. */
export interface Followed {
  readonly scripts: PodScripts;
  readonly container: number;
  readonly spec: Container;
}

const followedScript = (followed: Followed | null, { script }: Behavior, attempt: number) => {
  if (followed === null || script === undefined) return null;
  const { scripts, container, spec } = followed;
  if (!scripts.has(container, attempt)) return null;
  return {
    scripts,
    container,
    source: script,
    commandOf: (kind: "postStart" | "preStop") =>
      script.hooks.includes(kind) ? spec.lifecycle?.[kind]?.exec?.command : undefined,
  };
};

export class ContainerLife {
  readonly #draw: Draw;
  readonly #behavior: Behavior;
  /** namespace/pod/container */
  readonly #entity: string;
  readonly #attempt: number;
  readonly #memoryLimitBytes: number;

  readonly #followed: Followed | null;

  /** @param memoryLimitBytes Infinity = no limit */
  constructor(
    draw: Draw,
    behavior: Behavior,
    entity: string,
    attempt: number,
    memoryLimitBytes = Infinity,
    followed: Followed | null = null,
  ) {
    this.#followed = followed;
    this.#memoryLimitBytes = memoryLimitBytes;
    this.#draw = draw;
    this.#behavior = behavior;
    this.#entity = entity;
    this.#attempt = attempt;
  }

  /** The instance's commands, if they are followed. */
  #script(): ReturnType<typeof followedScript> {
    return followedScript(this.#followed, this.#behavior, this.#attempt);
  }

  #sample(stream: string, distribution: Distribution): Duration {
    return durationOf(distribution, () => this.#draw(stream, this.#entity, this.#attempt));
  }

  /** Container started -> it serves. */
  startupUs(): Duration {
    return this.#sample("behavior/startup", this.#behavior.startup);
  }

  /** How a use of something goes over the life of the instance; null = nothing is said of it. */
  curve(of: string, usage: Usage | null | undefined): readonly UsagePoint[] | null {
    if (usage === null || usage === undefined) return null;
    if (usage.kind === "curve") return usage.points;
    const amount = this.#sample(`behavior/${of}`, usage.amount);
    return [{ atUs: 0, amount, until: "step" }];
  }

  memory(): readonly UsagePoint[] | null {
    return this.curve("memory", this.#behavior.use?.memory);
  }

  /** When and how the instance ends if nobody stops it; null = it does not, or as its followed command does. */
  ownExit(): OwnExit | null {
    const ends = this.#endOfWork();
    const memory = this.#behavior.use?.killedAtLimit === true ? this.memory() : null;
    const afterUs = memory === null ? NEVER : firstAbove(memory, this.#memoryLimitBytes, 0);
    if (afterUs >= NEVER || (ends !== null && ends.afterUs <= afterUs)) return ends;
    return { afterUs, exitCode: OUT_OF_MEMORY_EXIT_CODE, outOfMemory: true };
  }

  #endOfWork(): OwnExit | null {
    if (this.#script()?.source.ends === true) return null;
    const { run, crash, exitCode } = this.#behavior;
    const runs = run === null ? null : { afterUs: this.#sample("behavior/run", run), exitCode };
    if (crash === null) return runs;
    const crashes = crash.chance >= 1 || this.#draw("behavior/crash", this.#entity, this.#attempt) < crash.chance;
    if (!crashes) return runs;
    const afterUs = this.#sample("behavior/crash-after", crash.after);
    if (runs !== null && runs.afterUs <= afterUs) return runs;
    const u = crash.exitCodes.length > 1 ? this.#draw("behavior/crash-exit-code", this.#entity, this.#attempt) : 0;
    return { afterUs, exitCode: pickExitCode(crash.exitCodes, u) };
  }

  /** From SIGTERM at `at` to the exit; null = it ignores the signal. */
  onSigterm(at: SimTime): OwnExit | null {
    const script = this.#script();
    if (script?.source.signals === true) return script.scripts.sigterm(script.container, this.#attempt, at);
    const { onSigterm } = this.#behavior;
    if (onSigterm === "ignore") return null;
    return { afterUs: this.#sample("behavior/sigterm", onSigterm.exitAfter), exitCode: onSigterm.exitCode };
  }

  /** A hook that begins at `at`. */
  hook(kind: "postStart" | "preStop", at: SimTime): { readonly takesUs: Duration; readonly fails: boolean } {
    const script = this.#script();
    const command = script?.commandOf(kind);
    if (script != null && command !== undefined) {
      return script.scripts.hook(script.container, this.#attempt, kind, command, at);
    }
    const hook = this.#behavior.hooks[kind];
    return { takesUs: this.#sample(`behavior/${kind}`, hook.takes), fails: hook.fails };
  }
}
