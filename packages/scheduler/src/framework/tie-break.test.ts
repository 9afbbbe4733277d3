import { describe, expect, test } from "vitest";
import type { NodeIx } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { highestMix, tieSalt } from "../engine/draw.js";
import { firstName, rendezvous } from "./tie-break.js";
import type { TieBreak } from "./tie-break.js";

const clusterOf = (names: readonly string[]): TestCluster => {
  const cluster = new TestCluster();
  for (const name of names) cluster.addNode(aNode(name));
  return cluster;
};

const pick = (tieBreak: TieBreak, cluster: TestCluster, nodes: readonly NodeIx[], pod = "pod"): string => {
  const view = cluster.podView(cluster.addPod(pod, aTemplate()));
  return cluster.world.nodes.at(tieBreak.pick(view, nodes, nodes.length, cluster.world.nodes))?.name ?? "";
};

test("the first name, in the order of code units", () => {
  const cluster = clusterOf(["n10", "n9", "N", "é"]);
  expect(pick(firstName, cluster, cluster.world.nodes.order())).toBe("N");
});

describe("rendezvous", () => {
  const seeded = (seed: number): TieBreak =>
    rendezvous({
      saltOfChoice: ({ key }) => tieSalt(seed, "tie", key),
      saltOfNode: (name) => tieSalt(seed, "node", name),
      highest: highestMix,
    });
  const names = Array.from({ length: 8 }, (_, i) => `n${i}`);

  test("the same node wins in whatever order, and under whatever numbers, they stand", () => {
    const cluster = clusterOf(names);
    const winner = pick(seeded(1), cluster, cluster.world.nodes.order());
    const reversed = clusterOf([...names].reverse());
    expect(pick(seeded(1), reversed, reversed.world.nodes.order())).toBe(winner);
  });

  test("a node that did not win is not missed", () => {
    const cluster = clusterOf(names);
    const all = cluster.world.nodes.order();
    const winner = pick(seeded(3), cluster, all);
    const loser = all.find((node) => cluster.world.nodes.at(node)?.name !== winner);
    const again = clusterOf(names);
    expect(
      pick(
        seeded(3),
        again,
        all.filter((node) => node !== loser),
      ),
    ).toBe(winner);
  });

  test("over many pods every node gets about its share", () => {
    const cluster = clusterOf(names);
    const tieBreak = seeded(7);
    const wins = new Map<string, number>();
    for (let i = 0; i < 4_000; i++) {
      const name = pick(tieBreak, cluster, cluster.world.nodes.order(), `pod-${i}`);
      wins.set(name, (wins.get(name) ?? 0) + 1);
    }
    expect(wins.size).toBe(8);
    for (const count of wins.values()) expect(Math.abs(count - 500)).toBeLessThan(100);
  });
});
