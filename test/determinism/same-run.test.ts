// The same seed gives the same run, whole or in pieces; another seed another run; strangers change nobody's luck.
import { createWorld, applyFact } from "@podsim/scheduler";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { applying, historiesOf, nodeManifest, runSmallCluster, smallCluster } from "./small-cluster.js";

describe("determinism", () => {
  test("the same seed gives the same digest, another seed another", () => {
    const digest = runSmallCluster(1).log.digest();
    expect(runSmallCluster(1).log.digest()).toBe(digest);
    expect(runSmallCluster(2).log.digest()).not.toBe(digest);
  });

  test("paused and resumed, it is the same run", () => {
    const whole = runSmallCluster(3).log.digest();
    const pieces = smallCluster(3);
    for (let s = 7; s <= 400; s += 7) pieces.simulation.run({ untilUs: s * SECOND, maxEntries: 1_000_000 });
    pieces.simulation.run({ untilUs: 400 * SECOND });
    expect(pieces.log.digest()).toBe(whole);
  });

  test("folding the log alone gives the same world", () => {
    const { log, world } = runSmallCluster(4);
    const folded = createWorld();
    log.forEach(0, log.length, (fact) => {
      applyFact(folded, fact);
    });
    expect([...folded.pods.values()]).toEqual([...world.pods.values()]);
    expect([...folded.nodes.values()]).toEqual([...world.nodes.values()]);
    expect([...folded.deployments.values()]).toEqual([...world.deployments.values()]);
    expect([...folded.replicaSets.values()]).toEqual([...world.replicaSets.values()]);
  });
});

describe("common random numbers", () => {
  const stranger = nodeManifest("zz-stranger", "z", {
    metadata: { name: "zz-stranger", labels: { pool: "other", "kubernetes.io/hostname": "zz-stranger" } },
    spec: { taints: [{ key: "dedicated", value: "strangers", effect: "NoSchedule" }] },
  });
  const strangePod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "aa-stranger" },
    spec: {
      nodeSelector: { pool: "other" },
      tolerations: [{ operator: "Exists" }],
      containers: [{ name: "app", image: "registry.example/stranger:1" }],
    },
  };

  test("an unrelated node and an unrelated pod leave every other pod's history as it was", () => {
    for (const seed of [1, 2, 3]) {
      const alone = historiesOf(runSmallCluster(seed));
      const extra = [applying("strange-node", 0, stranger), applying("strange-pod", 1, strangePod)];
      const beside = historiesOf(runSmallCluster(seed, extra));
      expect(beside.has("default/aa-stranger")).toBe(true);
      expect(beside.size).toBe(alone.size + 1);
      for (const [name, history] of alone) expect(beside.get(name), `${name}, seed ${seed}`).toEqual(history);
    }
  });
});
