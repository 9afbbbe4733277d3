// What the filters of a try would say of a node if other pods were on it: kube-scheduler's dry run, and the count of pods
// for which room is being made.
import type { NodeIx } from "@podsim/core";
import type { ClusterView, PlacedPod } from "../cluster/cluster-view.js";
import { TrialView } from "../cluster/trial-view.js";
import type { NominatedPods } from "./nominations.js";
import { perCluster } from "./per-cluster.js";
import type { Candidates, NodeFilter } from "./plugin.js";
import type { PodView } from "./pod-view.js";
import type { BuiltPlugin, Profile } from "./profile.js";
import type { DryRun, Objection } from "./rescue.js";
import type { Verdict } from "./verdict.js";

class OneCandidate implements Candidates {
  readonly size = 1;
  rejection = 0;

  constructor(readonly node: NodeIx) {}

  at(): NodeIx {
    return this.node;
  }

  keep(test: (node: NodeIx) => number): void {
    if (this.rejection === 0) this.rejection = test(this.node);
  }
}

const verdictOn = (filter: NodeFilter, node: NodeIx): Verdict | null => {
  const candidate = new OneCandidate(node);
  filter.narrow(candidate);
  return candidate.rejection === 0 ? null : filter.verdictOf(candidate.rejection);
};

const trialOf = perCluster((cluster) => new TrialView(cluster));

/** Plugins that have a part in the pod's placement: those that said they have none stay out of it, whatever moves. */
const activePlugins = (pod: PodView, cluster: ClusterView, { filter }: Profile): readonly BuiltPlugin[] =>
  filter.filter(({ hooks }) => {
    const filtering = hooks.filter?.(pod, cluster);
    return filtering !== undefined && (filtering.kind !== "nothing" || filtering.mayMatter === true);
  });

/** Counts how often filters are asked about a node. */
interface FilterCount {
  filteredCount: number;
}

export class FilterTrial implements DryRun {
  readonly #pod: PodView;
  readonly #trial: TrialView;
  readonly #nominated: NominatedPods;
  readonly plugins: readonly BuiltPlugin[];
  readonly #count: FilterCount;
  #node = -1 as NodeIx;

  constructor(
    pod: PodView,
    cluster: ClusterView,
    profile: Profile,
    nominated: NominatedPods,
    count: FilterCount = { filteredCount: 0 },
  ) {
    this.#count = count;
    this.#pod = pod;
    this.#trial = trialOf(cluster);
    this.#nominated = nominated;
    this.plugins = activePlugins(pod, cluster, profile);
  }

  begin(node: NodeIx): void {
    this.#node = node;
    this.#trial.begin(node);
  }

  remove(placed: PlacedPod): void {
    this.#trial.remove(placed);
  }

  add(placed: PlacedPod): void {
    this.#trial.add(placed);
  }

  /** First with the pods that room is being made for, then without them: they may never come. */
  objection(): Objection | null {
    const guests = this.#nominated.respectedBy(this.#pod, this.#node);
    return (guests.length === 0 ? null : this.withGuests(guests)) ?? this.#ask();
  }

  /** What is said with these pods on the node besides. */
  withGuests(guests: readonly PlacedPod[]): Objection | null {
    for (const guest of guests) this.#trial.add(guest);
    const objection = this.#ask();
    for (const guest of guests) this.#trial.remove(guest);
    return objection;
  }

  #ask(): Objection | null {
    this.#count.filteredCount++;
    for (const { name, hooks } of this.plugins) {
      const filtering = hooks.filter?.(this.#pod, this.#trial);
      if (filtering === undefined || filtering.kind === "nothing") continue;
      const verdict = filtering.kind === "refusal" ? filtering.verdict : verdictOn(filtering, this.#node);
      if (verdict !== null) return { plugin: name, verdict };
    }
    return null;
  }
}
