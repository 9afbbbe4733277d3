import {
  containerExited,
  nodeReadyChanged,
  nodeRemoved,
  nodeTainted,
  podCreated,
  podDeletionRequested,
  podRemoved,
  podStatusReported,
} from "@podsim/core";
import type { FailureMode } from "@podsim/core";
import { describe, expect, test } from "vitest";
import type { ApiRequest } from "../api-server/request.js";
import { aNodeOf, aWorkload, WholeCluster } from "../../testing/whole-cluster.js";
import type { WorkloadParts } from "../../testing/whole-cluster.js";

const DIED = 100;

interface Loss {
  readonly seed?: number;
  readonly forUs?: number | null;
  readonly parts?: WorkloadParts;
  readonly untilS?: number;
}

/** A workload of one pod on two nodes, of which the one that has the pod is lost at 100 s. */
const lose = (mode: FailureMode, { seed = 1, forUs = null, parts = {}, untilS = 900 }: Loss = {}): WholeCluster => {
  const cluster = new WholeCluster({ seed, nodes: [aNodeOf("node-1", "4")] })
    .apply(1, aWorkload(parts))
    .apply(50, aNodeOf("node-2", "4"))
    .ask(DIED, { verb: "fail-nodes", nodes: { names: ["node-1"] }, mode, forUs } as ApiRequest);
  return cluster.run(untilS);
};

const SEEDS = [1, 2, 3, 4, 5, 6];

describe("how long it takes until a lost node's pod has a successor", () => {
  test.each(SEEDS)(
    "controllers 1.24, seed %i: a node that hangs is NotReady after 40-55 s, its pod deleted after 345-360 s",
    (seed) => {
      const cluster = lose("hang", { seed });
      const [silent] = cluster.facts(nodeReadyChanged);
      expect((silent?.at ?? 0) - DIED).toBeGreaterThan(40);
      expect((silent?.at ?? 0) - DIED).toBeLessThan(55);
      const [deleted] = cluster.facts(podDeletionRequested);
      expect((deleted?.at ?? 0) - DIED).toBeGreaterThan(345);
      expect((deleted?.at ?? 0) - DIED).toBeLessThan(361);
      const successor = cluster.facts(podCreated)[1]?.at ?? 0;
      expect(successor - (deleted?.at ?? 0)).toBeLessThan(1);
      // The old object stays until somebody takes it away.
      expect(cluster.facts(podRemoved)).toEqual([]);
    },
  );

  test.each(SEEDS)("controllers 1.35, seed %i: of a machine that the provider no longer has after 85-140 s", (seed) => {
    const cluster = lose("vm-gone", { seed });
    const [removed] = cluster.facts(nodeRemoved);
    expect((removed?.at ?? 0) - DIED).toBeGreaterThan(40);
    expect((removed?.at ?? 0) - DIED).toBeLessThanOrEqual(60);
    const successor = (cluster.facts(podCreated)[1]?.at ?? 0) - DIED;
    expect(successor).toBeGreaterThan(80);
    expect(successor).toBeLessThan(140);
  });

  test("controllers 1.26: a StatefulSet makes no successor while the old pod is on its way out", () => {
    const hung = lose("hang", { parts: { kind: "StatefulSet" }, untilS: 3_000 });
    expect(hung.facts(podCreated)).toHaveLength(1);
    const gone = lose("vm-gone", { parts: { kind: "StatefulSet" } });
    expect(gone.facts(podCreated)).toHaveLength(2);
  });
});

describe("a node that is cut off", () => {
  const MINUTES_2 = 120_000_000;

  test("its pods stop being Ready and go on running; back in time, they are Ready again and nobody was replaced", () => {
    const cluster = lose("partition", { forUs: MINUTES_2 });
    expect(cluster.facts(podCreated)).toHaveLength(1);
    expect(cluster.facts(containerExited)).toEqual([]);
    expect(cluster.facts(nodeReadyChanged).map(({ data }) => data.status)).toEqual(["Unknown", "True"]);
    expect(cluster.world.deployments.at(0)?.status.readyReplicas).toBe(1);
    expect(cluster.facts(nodeTainted).length).toBeGreaterThan(0);
  });

  test("its kubelet does not hear of a deletion before it is back", () => {
    const cluster = lose("partition", { forUs: 500_000_000 });
    const [removed] = cluster.facts(podRemoved);
    expect(removed?.at).toBeGreaterThan(DIED + 500);
    expect(removed?.at).toBeLessThan(DIED + 505);
    expect(cluster.facts(containerExited)).toHaveLength(1);
    expect(cluster.facts(containerExited)[0]?.at).toBeGreaterThan(DIED + 500);
  });

  test("containers are restarted there as ever, and the API server learns of it afterwards", () => {
    const during = lose("partition", { forUs: MINUTES_2, untilS: 215 });
    expect(during.facts(podStatusReported).filter(({ at }) => at > DIED)).toEqual([]);
    const after = lose("partition", { forUs: MINUTES_2 });
    expect(after.facts(podStatusReported).some(({ at }) => at >= DIED + 120)).toBe(true);
  });
});
