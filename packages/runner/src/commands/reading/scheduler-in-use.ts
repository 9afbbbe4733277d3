// The scheduler that a question is put to: its profiles by name, its tie break, and where its words come from.
import type { PodView, Profile, SchedulerConfiguration, TieBreak } from "@podsim/scheduler";
import { DEFAULT_CONFIGURATION, profilesFor, tieBreakOf } from "@podsim/scheduler";
import { registryWith } from "../../scenario/scheduler-choice.js";
import type { TieBreakPolicy, UserPlugin } from "../../scenario/scheduler-choice.js";

export class SchedulerInUse {
  readonly tieBreak: TieBreak;
  /** "at random (stream scheduler/tie, seed 14)" */
  readonly tieBreakText: string;
  readonly #profiles: ReadonlyMap<string, Profile>;

  constructor(
    configuration: SchedulerConfiguration | null,
    plugins: readonly UserPlugin[],
    policy: TieBreakPolicy,
    seed: number,
  ) {
    const profiles = profilesFor(configuration ?? DEFAULT_CONFIGURATION, registryWith(plugins));
    this.#profiles = new Map(profiles.map((profile) => [profile.schedulerName, profile]));
    this.tieBreak = tieBreakOf(policy, seed);
    this.tieBreakText =
      policy === "first-name" ? "by the first name" : `at random (stream scheduler/tie, seed ${seed})`;
  }

  get names(): readonly string[] {
    return [...this.#profiles.keys()];
  }

  /** Null: no profile has the name the pod asks for. */
  profileOf({ spec }: PodView): Profile | null {
    return this.#profiles.get(spec.schedulerName) ?? null;
  }

  /** Some profile, for a pod that is not there yet. */
  profileNamed(name: string): Profile | null {
    return this.#profiles.get(name) ?? null;
  }
}
