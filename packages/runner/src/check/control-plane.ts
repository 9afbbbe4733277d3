// A cluster to send commands to, one after the other: for model-based tests of a controller of one's own. It is a case that
// grows; what has come of it is simulated when somebody looks.
import { parseDuration } from "@podsim/core";
import type { Findings, Invariant, KubernetesVersion } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { lawfulView } from "@podsim/scheduler";
import type { Reconciler } from "@podsim/scheduler";
import { isLeft } from "fp-ts/lib/Either.js";
import type { CaseScenario, CaseStep } from "./case-scenario.js";
import type { JsonMap } from "./json-map.js";
import { judgePlayed } from "./judge-played.js";
import { KubernetesView } from "./kubernetes-view.js";
import { circumstancesOf } from "../run/circumstances.js";
import { loadCase } from "./load-case.js";
import { eachManifest } from "./manifests.js";
import { playCase } from "./simulate-case.js";
import type { PlayedCase } from "./simulate-case.js";

export interface ControlPlaneOptions {
  /** Manifests of what the cluster begins with, nodes included. */
  readonly objects?: readonly JsonMap[];
  /** Entries of a scenario's spec.behaviors. */
  readonly behaviors?: readonly JsonMap[];
  readonly controllers?: readonly Reconciler[];
  /** The luck of the run; 1 unless given. */
  readonly seed?: number;
  readonly kubernetes?: KubernetesVersion;
}

/** Throws TypeError of a time that is none, or none of whole seconds. */
const secondsOf = (time: string): number => {
  const parsed = parseDuration(time);
  if (isLeft(parsed)) throw new TypeError(`"${time}": ${parsed.left.reason}`);
  const seconds = parsed.right / SECOND;
  if (!Number.isInteger(seconds)) throw new TypeError(`"${time}": commands come at whole seconds`);
  return seconds;
};

export class ControlPlane {
  readonly #start: CaseScenario;
  readonly #steps: CaseStep[] = [];
  #nowSeconds = 0;
  #lastStepSeconds = 0;
  #played: PlayedCase | null = null;

  /** Throws UnusableCase of objects that are none. */
  constructor({ objects = [], behaviors = [], controllers, seed = 1, kubernetes = "1.34" }: ControlPlaneOptions = {}) {
    const manifests = eachManifest(objects);
    const common = { name: "case", seed, kubernetes, horizonSeconds: 1, objects: manifests, behaviors, steps: [] };
    this.#start = controllers === undefined ? common : { ...common, controllers };
    loadCase(this.#start);
  }

  /** Everything that was done up to now: it can be played, judged, told and written down. */
  get case(): CaseScenario {
    return this.#caseOf([...this.#steps]);
  }

  #caseOf(steps: readonly CaseStep[]): CaseScenario {
    return { ...this.#start, horizonSeconds: Math.max(1, this.#nowSeconds), steps };
  }

  /**
   * One verb of a scenario's timeline with its parameters: { scale: { target: "deployment/web", replicas: 2 } }. Throws
   * UnusableCase of what cannot be done: nothing has happened then.
   */
  perform(act: JsonMap): void {
    const step = { gapSeconds: this.#nowSeconds - this.#lastStepSeconds, act };
    loadCase(this.#caseOf([...this.#steps, step]));
    this.#steps.push(step);
    this.#lastStepSeconds = this.#nowSeconds;
    this.#played = null;
  }

  /** Lets virtual time go by: "5m". */
  advance(time: string): void {
    this.#nowSeconds += secondsOf(time);
    this.#played = null;
  }

  /** What has come of it. Throws what a controller threw. */
  get played(): PlayedCase {
    this.#played ??= playCase(this.case);
    const { thrown } = this.#played;
    if (thrown !== null) throw thrown;
    return this.#played;
  }

  /** The cluster as it is now. */
  get view(): KubernetesView {
    const { cluster, prepared, endUs } = this.played;
    return new KubernetesView(lawfulView(cluster.world), circumstancesOf(prepared), endUs);
  }

  /** What laws find of everything up to now. */
  judge(laws: readonly Invariant[]): Findings {
    return judgePlayed(this.played, laws);
  }
}
