// The fast scheduler against the slow, obvious one, while the cluster changes under both.
import * as fc from "fast-check";
import { isRight } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import {
  imageStored,
  invariant,
  nodeCordoned,
  nodeRelabelled,
  nodeTainted,
  nodeUncordoned,
  nodeUntainted,
} from "@podsim/core";
import type { NodeIx, PodIx, PodTemplateSpec } from "@podsim/core";
import {
  arbitraryImage,
  arbitraryNode,
  arbitraryNodeLabels,
  arbitraryTaint,
  arbitraryTemplate,
  NAMESPACES,
} from "../../testing/cluster-arbitraries.js";
import { aNode, TestCluster } from "../../testing/cluster-builder.js";
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
class Changing {
  readonly cluster = new TestCluster();
  readonly #profile = everyNode();
  readonly #state = new CycleState();
  readonly #pods: PodIx[] = [];
  #names = 0;

  nodeAt(k: number): NodeIx | undefined {
    const nodes = [...this.cluster.world.nodes.values()];
    return nodes[k % Math.max(1, nodes.length)]?.ix;
  }

  podAt(k: number): PodIx | undefined {
    return this.#pods[k % Math.max(1, this.#pods.length)];
  }

  name(): string {
    return `x${this.#names++}`;
  }

  place(template: PodTemplateSpec, namespace: string, on: NodeIx): void {
    const node = this.cluster.world.nodes.at(on)?.name ?? "";
    this.#pods.push(this.cluster.addPod(this.name(), template, { namespace, on: node }));
  }

  remove(pod: PodIx): void {
    this.#pods.splice(this.#pods.indexOf(pod), 1);
    this.cluster.removePod(pod);
  }

  /** Lets both decide, compares, and does as decided. */
  decide(template: PodTemplateSpec, namespace: string): void {
    const { cluster } = this;
    const pod = cluster.addPod(this.name(), template, { namespace });
    const nameOf = (node: NodeIx): string => cluster.world.nodes.at(node)?.name ?? "";
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
    if (decision.kind === "placed") {
      cluster.bind(pod, nameOf(decision.node));
      this.#pods.push(pod);
    }
  }
}

type Step = (changing: Changing) => void;

const onNode =
  (k: number, act: (node: NodeIx, cluster: TestCluster) => void): Step =>
  (changing) => {
    const node = changing.nodeAt(k);
    if (node !== undefined) act(node, changing.cluster);
  };

const onPod =
  (k: number, act: (pod: PodIx, changing: Changing) => void): Step =>
  (changing) => {
    const pod = changing.podAt(k);
    if (pod !== undefined) act(pod, changing);
  };

const nat = fc.nat({ max: 20 });
const namespace = fc.constantFrom(...NAMESPACES);

const addNode = arbitraryNode.map((options): Step => ({ cluster }) => {
  cluster.addNode(aNode(`n${cluster.world.nodes.nextIx}`, options));
});

const decide = fc.tuple(arbitraryTemplate(true), namespace).map(([template, ns]): Step => (changing) => {
  changing.decide(template, ns);
});

/** Several pods of one template in a row, as a controller makes them. */
const decideMany = fc
  .tuple(arbitraryTemplate(true), namespace, fc.integer({ min: 2, max: 4 }))
  .map(([template, ns, count]): Step => (changing) => {
    for (let i = 0; i < count; i++) changing.decide(template, ns);
  });

const place = fc.tuple(arbitraryTemplate(false), namespace, nat).map(([template, ns, k]): Step => (changing) => {
  const node = changing.nodeAt(k);
  if (node !== undefined) changing.place(template, ns, node);
});

const change: fc.Arbitrary<Step> = fc.oneof(
  nat.map((k) => onNode(k, (node, cluster) => cluster.record(nodeCordoned, node, {}))),
  nat.map((k) => onNode(k, (node, cluster) => cluster.record(nodeUncordoned, node, {}))),
  fc
    .tuple(nat, arbitraryTaint)
    .map(([k, taint]) => onNode(k, (node, cluster) => cluster.record(nodeTainted, node, taint))),
  fc
    .tuple(nat, arbitraryTaint)
    .map(([k, { key, effect }]) => onNode(k, (node, cluster) => cluster.record(nodeUntainted, node, { key, effect }))),
  fc
    .tuple(nat, arbitraryNodeLabels)
    .map(([k, labels]) => onNode(k, (node, cluster) => cluster.record(nodeRelabelled, node, { labels }))),
  fc
    .tuple(nat, arbitraryImage)
    .map(([k, { names, sizeBytes }]) =>
      onNode(k, (node, cluster) => cluster.record(imageStored, node, { image: names[0] ?? "", sizeBytes })),
    ),
  nat.map((k) =>
    onNode(k, (node, cluster) => {
      if (cluster.world.nodes.size > 1) cluster.removeNode(cluster.world.nodes.at(node)?.name ?? "");
    }),
  ),
  nat.map((k) => onPod(k, (pod, changing) => changing.remove(pod))),
  nat.map((k) => onPod(k, (pod, { cluster }) => cluster.startDeleting(pod))),
  fc.tuple(fc.constantFrom("web", "db"), namespace).map(
    ([app, ns]): Step =>
      (changing) =>
        changing.cluster.addService(changing.name(), { app }, ns),
  ),
  namespace.map(
    (name): Step =>
      ({ cluster }) =>
        cluster.addNamespace(name, name === "team-a" ? { team: "a" } : {}),
  ),
);

test(
  "every decision is the naive scheduler's: feasible nodes, reasons, scores and choice",
  { timeout: 120_000 },
  () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 2, arbitrary: addNode },
        { weight: 3, arbitrary: place },
        { weight: 3, arbitrary: change },
        { weight: 4, arbitrary: decide },
        { weight: 2, arbitrary: decideMany },
      ),
      { maxLength: 30, size: "max" },
    );
    const begin = fc.array(addNode, { minLength: 3, maxLength: 7, size: "max" });
    fc.assert(
      fc.property(begin, steps, (first, then) => {
        const changing = new Changing();
        for (const step of [...first, ...then]) step(changing);
      }),
      { numRuns: 300 },
    );
  },
);
