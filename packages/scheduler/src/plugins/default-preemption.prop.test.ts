// Victims chosen by trying out against victims chosen by a slow, obvious look at plain lists.
import * as fc from "fast-check";
import { budgetApplied, budgetStatusUpdated, invariant } from "@podsim/core";
import type { PodTemplateSpec } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import { arbitraryNode, arbitraryTemplate } from "../../testing/cluster-arbitraries.js";
import { aNode, TestCluster } from "../../testing/cluster-builder.js";
import { naiveSacrifice } from "../../testing/naive/naive-preemption.js";
import { aBudget } from "../../testing/objects.js";
import { CycleState } from "../framework/cycle-state.js";
import { scheduleOne } from "../framework/cycle.js";
import { buildProfile, DEFAULT_PROFILE } from "../framework/profile.js";
import { firstName } from "../framework/tie-break.js";
import { PLUGINS } from "./index.js";

const built = buildProfile({ ...DEFAULT_PROFILE, percentageOfNodesToScore: 100 }, PLUGINS);

const withPriority = (template: PodTemplateSpec, priority: number): PodTemplateSpec => ({
  ...template,
  spec: { ...template.spec, priority },
});

const arbitraryPlaced = fc.record({
  template: arbitraryTemplate(false),
  priority: fc.nat({ max: 3 }),
  node: fc.nat({ max: 4 }),
});

const arbitraryBudgets = fc.array(
  fc.record({ app: fc.constantFrom("web", "db", "job"), allowed: fc.nat({ max: 2 }) }),
  { maxLength: 2 },
);

interface Scene {
  readonly nodes: readonly Parameters<typeof aNode>[1][];
  readonly placed: readonly { readonly template: PodTemplateSpec; readonly priority: number; readonly node: number }[];
  readonly budgets: readonly { readonly app: string; readonly allowed: number }[];
  readonly incoming: PodTemplateSpec;
}

const clusterOf = ({ nodes, placed, budgets }: Scene): TestCluster => {
  const cluster = new TestCluster();
  for (const [k, options] of nodes.entries()) cluster.addNode(aNode(`n${k}`, options));
  for (const [k, { template, priority, node }] of placed.entries()) {
    const ix = cluster.addPod(`p${k}`, withPriority(template, priority), { on: `n${node % nodes.length}` });
    const state = cluster.state(ix);
    // Everybody started at a time of their own, in an order unlike that of the list.
    const startTimeUs = ((k * 7) % 31) * 1_000_000;
    cluster.world.pods.put({ ...state, status: { ...state.status, startTimeUs } });
  }
  for (const [k, { app, allowed }] of budgets.entries()) {
    const object = aBudget({ selector: { matchLabels: { app } }, minAvailable: 1 }, `b${k}`);
    cluster.record(budgetApplied, k, { budgetIx: k, object });
    const status = { expectedPods: 0, currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: allowed };
    cluster.record(budgetStatusUpdated, k, status);
  }
  return cluster;
};

test("scheduler 6.3-6.13: whom a dry run takes off is whom the plain lists say", () => {
  invariant(isRight(built), "the default profile can be built");
  const profile = built.right;
  let promised = 0;
  const scenes = fc.record({
    nodes: fc.array(arbitraryNode, { minLength: 1, maxLength: 4 }),
    placed: fc.array(arbitraryPlaced, { minLength: 4, maxLength: 14 }),
    budgets: arbitraryBudgets,
    incoming: arbitraryTemplate(true),
  });
  fc.assert(
    fc.property(scenes, (scene) => {
      const cluster = clusterOf(scene);
      const pod = cluster.addPod("x", withPriority(scene.incoming, 3));
      const decision = scheduleOne(cluster.podView(pod), cluster.view, profile, new CycleState(), {
        tieBreak: firstName,
      });
      if (decision.kind !== "unschedulable") return;
      const expected = naiveSacrifice(cluster.state(pod), cluster.world);
      const { nomination } = decision;
      if (nomination.kind !== "promise") {
        expect(expected).toBeNull();
        return;
      }
      promised++;
      const node = cluster.world.nodes.at(nomination.node)?.name;
      expect({ node, victims: nomination.victims.map(({ identity }) => identity.name) }).toEqual(expected);
    }),
    { numRuns: 400, seed: 20261128 },
  );
  expect(promised).toBeGreaterThan(40);
});
