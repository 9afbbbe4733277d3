// The fast scheduler against the slow, obvious one, while the cluster changes under both.
import * as fc from "fast-check";
import { isRight } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import { invariant } from "@podsim/core";
import type { NodeIx, PodTemplateSpec } from "@podsim/core";
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
import { explainOne } from "./explain.js";
import { buildProfile, DEFAULT_PROFILE } from "./profile.js";
import type { Profile } from "./profile.js";
import { firstName } from "./tie-break.js";

const everyNode = (): Profile => {
  const profile = buildProfile({ ...DEFAULT_PROFILE, percentageOfNodesToScore: 100 }, PLUGINS);
  invariant(isRight(profile), "the default profile can be built");
  return profile.right;
};

/** A cluster that changes, with one profile whose plugins remember it. */
class Compared {
  readonly changing = new ChangingCluster();
  readonly #profile = everyNode();
  readonly #state = new CycleState();

  /** Lets both decide, compares, and does as decided. */
  decide(template: PodTemplateSpec, namespace: string): void {
    const { changing } = this;
    const { cluster } = changing;
    const pod = cluster.addPod(changing.name(), template, { namespace });
    const nameOf = (node: NodeIx): string => changing.nodeName(node);
    const naive = naiveDecision(cluster.state(pod), cluster.world);
    const view = cluster.podView(pod);
    const { feasible, rejected, scores } = explainOne(view, cluster.view, this.#profile, { tieBreak: firstName });
    const decision = scheduleOne(view, cluster.view, this.#profile, this.#state, { tieBreak: firstName });

    expect(feasible.map(nameOf).sort()).toEqual([...naive.feasible].sort());
    for (const { plugin, verdict, nodes } of rejected) {
      for (const node of nodes) {
        const expected = naive.rejected.get(nameOf(node));
        const isResolvable = verdict.code === "Unschedulable";
        expect({ plugin, reasons: verdict.reasons, isResolvable }).toEqual(expected);
      }
    }
    for (const { plugin, scores: expected } of naive.scores) {
      const found = scores.find((each) => each.plugin === plugin);
      const byName = (values: readonly number[], names: readonly string[]) =>
        Object.fromEntries(names.map((name, k) => [name, values[k] ?? 0]));
      const ours = feasible.map((_, k) => found?.scores[k] ?? 0);
      expect([plugin, byName(ours, feasible.map(nameOf))]).toEqual([plugin, byName(expected, naive.feasible)]);
    }
    expect(decision.kind === "placed" ? nameOf(decision.node) : null).toEqual(naive.node);
    if (decision.kind === "placed") changing.bind(pod, decision.node);
  }
}

type Step = (compared: Compared) => void;

const onCluster =
  (change: Change): Step =>
  ({ changing }) => {
    change(changing);
  };

const decide = fc.tuple(arbitraryTemplate(true), arbitraryNamespace).map(([template, ns]): Step => (compared) => {
  compared.decide(template, ns);
});

/** Several pods of one template in a row, as a controller makes them. */
const decideMany = fc
  .tuple(arbitraryTemplate(true), arbitraryNamespace, fc.integer({ min: 2, max: 4 }))
  .map(([template, ns, count]): Step => (compared) => {
    for (let i = 0; i < count; i++) compared.decide(template, ns);
  });

test(
  "every decision is the naive scheduler's: feasible nodes, reasons, scores and choice",
  { timeout: 120_000 },
  () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 2, arbitrary: nodeAdded.map(onCluster) },
        { weight: 3, arbitrary: podPlaced.map(onCluster) },
        { weight: 3, arbitrary: arbitraryChange.map(onCluster) },
        { weight: 4, arbitrary: decide },
        { weight: 2, arbitrary: decideMany },
      ),
      { maxLength: 30, size: "max" },
    );
    const begin = fc.array(nodeAdded.map(onCluster), { minLength: 3, maxLength: 7, size: "max" });
    fc.assert(
      fc.property(begin, steps, (first, then) => {
        const compared = new Compared();
        for (const step of [...first, ...then]) step(compared);
      }),
      { numRuns: 300 },
    );
  },
);
