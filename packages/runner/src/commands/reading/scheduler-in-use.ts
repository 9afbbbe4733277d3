// The scheduler that a question is put to: its profiles by name, its tie break, and where its words come from.
import type { CycleOptions, PodView, Profile, SchedulerConfiguration, StillCluster, TieBreak } from "@podsim/scheduler";
import { DEFAULT_CONFIGURATION, drawnOffset, profilesFor, promisedPods, tieBreakOf } from "@podsim/scheduler";
import { registryWith } from "../../scenario/scheduler-choice.js";
import type { TieBreakPolicy, UserPlugin } from "../../scenario/scheduler-choice.js";

export class SchedulerInUse {
  readonly tieBreak: TieBreak;
  /** "at random (stream scheduler/tie, seed 14)" */
  readonly tieBreakText: string;
  readonly #offset: ReturnType<typeof drawnOffset>;
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
    this.#offset = drawnOffset(seed);
    this.tieBreakText =
      policy === "first-name" ? "by the first name" : `at random (stream scheduler/tie, seed ${seed})`;
  }

  /** To decide in the cluster as the run did: with its draws, and the nodes that were promised by then. */
  optionsIn(cluster: StillCluster): CycleOptions {
    return { tieBreak: this.tieBreak, nominated: promisedPods(cluster), offset: this.#offset };
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
