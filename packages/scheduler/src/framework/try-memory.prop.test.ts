// Tries that make use of earlier ones against the slow, obvious scheduler and against tries that start afresh, decision by
// decision, over histories in which the cluster changes in between.
import * as fc from "fast-check";
import { isRight } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import { invariant } from "@podsim/core";
import type { PodTemplateSpec } from "@podsim/core";
import { arbitraryTemplate } from "../../testing/cluster-arbitraries.js";
import {
  arbitraryChange,
  arbitraryNamespace,
  ChangingCluster,
  nodeAdded,
  podPlaced,
} from "../../testing/cluster-changes.js";
import type { Change } from "../../testing/cluster-changes.js";
import { naiveDecision } from "../../testing/naive-scheduler.js";
import { PLUGINS } from "../plugins/index.js";
import { CycleState } from "./cycle-state.js";
import { scheduleOne } from "./cycle.js";
import type { CycleOptions, Decision } from "./cycle.js";
import { buildProfile, DEFAULT_PROFILE } from "./profile.js";
import type { Profile } from "./profile.js";
import { firstName } from "./tie-break.js";

const theProfile = (): Profile => {
  const profile = buildProfile(DEFAULT_PROFILE, PLUGINS);
  invariant(isRight(profile), "the default profile can be built");
  return profile.right;
};

/** Two nodes to a block, so that small clusters have many. */
const BLOCK_BITS = 1;

/** Sets have an order of their own. */
const comparable = (decision: Decision): unknown =>
  decision.kind === "unschedulable" ? { ...decision, rejectedBy: [...decision.rejectedBy].sort() } : decision;

interface Kind {
  readonly template: PodTemplateSpec;
  readonly namespace: string;
}

/** One history: a cluster, a scheduler that remembers its tries, and what the slow ones say to each. */
class History {
  readonly changing = new ChangingCluster();
  readonly state = new CycleState(BLOCK_BITS);
  readonly #profile = theProfile();
  readonly #options: CycleOptions;
  readonly #wanted: number;
  readonly #kinds: readonly Kind[];

  /** `wanted` nodes are enough to choose from. */
  constructor(wanted: number, kinds: readonly Kind[]) {
    this.#wanted = wanted;
    this.#kinds = kinds;
    this.#options = { tieBreak: firstName, enough: () => wanted };
  }

  decide(k: number): void {
    const { template, namespace } = this.#kinds[k % this.#kinds.length] ?? this.#kindless();
    const { cluster } = this.changing;
    const { nodes } = cluster.world;
    const pod = cluster.addPod(this.changing.name(), template, { namespace });
    const view = cluster.podView(pod);
    const start = nodes.size === 0 ? 0 : this.state.nextStart % nodes.size;
    const afresh = new CycleState();
    afresh.nextStart = this.state.nextStart;
    const naive = naiveDecision(cluster.state(pod), cluster.world, {
      order: nodes.order().map((node) => this.changing.nodeName(node)),
      start,
      wanted: this.#wanted,
    });

    const decision = scheduleOne(view, cluster.view, this.#profile, this.state, this.#options);
    const again = scheduleOne(view, cluster.view, this.#profile, afresh, this.#options);

    expect(comparable(decision)).toEqual(comparable(again));
    expect(this.state.nextStart).toBe(afresh.nextStart);
    if (decision.kind === "placed") {
      const { feasibleCount, evaluatedCount } = decision;
      const found = { node: this.changing.nodeName(decision.node), feasibleCount, evaluatedCount };
      const { node, feasible } = naive;
      expect(found).toEqual({ node, feasibleCount: feasible.length, evaluatedCount: naive.evaluatedCount });
      this.changing.bind(pod, decision.node);
    } else expect(naive.node).toBeNull();
  }

  #kindless(): never {
    throw new RangeError("a history has kinds of pods");
  }
}

type Step = (history: History) => void;

const onCluster =
  (change: Change): Step =>
  ({ changing }) => {
    change(changing);
  };

const decide = fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 3 })).map(([k, times]): Step => (history) => {
  for (let i = 0; i < times; i++) history.decide(k);
});

const steps = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: nodeAdded.map(onCluster) },
    { weight: 1, arbitrary: podPlaced.map(onCluster) },
    { weight: 3, arbitrary: arbitraryChange.map(onCluster) },
    { weight: 6, arbitrary: decide },
  ),
  { minLength: 4, maxLength: 14, size: "max" },
);

const kinds = fc.array(fc.record({ template: arbitraryTemplate(true), namespace: arbitraryNamespace }), {
  minLength: 1,
  maxLength: 3,
});

test("over 2,000 histories what is remembered comes to what a look at every node would", { timeout: 240_000 }, () => {
  let tryCount = 0;
  let keptCount = 0;
  const begin = fc.array(nodeAdded.map(onCluster), { minLength: 3, maxLength: 7, size: "max" });
  fc.assert(
    fc.property(begin, steps, fc.integer({ min: 1, max: 9 }), kinds, (first, then, wanted, ofKinds) => {
      const history = new History(wanted, ofKinds);
      for (const step of [...first, ...then]) step(history);
      tryCount += history.state.tryCount;
      keptCount += history.state.keptCount;
    }),
    { numRuns: 2_000 },
  );
  // Most tries are of a kind that was met before.
  expect(keptCount / tryCount).toBeGreaterThan(0.5);
});
