import {
  nodeAdded,
  nodeCordoned,
  nodeFailed,
  nodeReadyChanged,
  nodeRecovered,
  nodeRemoved,
  nodeTainted,
  nodeUncordoned,
  nodeUntainted,
  podDeletionRequested,
  podMarkedNotReady,
} from "@podsim/core";
import type { FailureMode, Labels, Node, Taint } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aDeployment, SmallCluster } from "../../testing/small-cluster.js";
import type { SmallClusterOptions } from "../../testing/small-cluster.js";
import type { ControlPlane } from "../actor.js";
import { nodeLifecycleActor } from "./node-lifecycle.js";
import { taintEvictionActor } from "./taint-eviction.js";

const GRACE_POD_SECONDS = 300;
const SLACK_SECONDS = 0.2;

interface Phases {
  /** Where in the 10 s every node renews its lease, in [0,1); absent = each has its own. */
  readonly lease?: number;
  readonly monitor?: number;
}

const withPhases = (plane: ControlPlane, { lease, monitor }: Phases): ControlPlane => ({
  ...plane,
  draw: (stream, entity, n) => {
    const fixed = stream === "node/lease" ? lease : stream === "node-controller/monitor" ? monitor : undefined;
    return fixed ?? plane.draw(stream, entity, n);
  },
});

const aCluster = (options: SmallClusterOptions & Phases): SmallCluster =>
  new SmallCluster({
    controllers: [],
    ...options,
    actors: (plane) => {
      const phased = withPhases(plane, options);
      return [nodeLifecycleActor(phased), taintEvictionActor(phased)];
    },
  });

const fail = (cluster: SmallCluster, at: number, count: number, mode: FailureMode = "power-off"): SmallCluster =>
  cluster.at(at, (out) => {
    for (let ix = 0; ix < count; ix++) out.record(nodeFailed, ix, { mode });
  });

const recover = (cluster: SmallCluster, at: number, ix: number): SmallCluster =>
  cluster.at(at, (out) => {
    out.record(nodeRecovered, ix, {});
  });

const UNREACHABLE = "node.kubernetes.io/unreachable";
const NOT_READY = "node.kubernetes.io/not-ready";

const noExecuteTimes = (cluster: SmallCluster): readonly number[] =>
  cluster
    .facts(nodeTainted)
    .filter(({ data }) => data.effect === "NoExecute")
    .map(({ at }) => at);

const taintsOf = (cluster: SmallCluster, ix: number): readonly string[] =>
  [...cluster.world.nodes.values()][ix]?.taints.map(({ key, effect }) => `${key}:${effect}`) ?? [];

const tolerating = (key: string, tolerationSeconds: number) => ({
  ...{ key, operator: "Exists" as const, value: "", effect: "NoExecute" as const, tolerationSeconds },
});

/** A Deployment's pods as admission leaves them: lost nodes are tolerated for five minutes. */
const admitted = (replicas: number) => {
  const object = aDeployment({ replicas });
  const { template } = object.spec;
  const tolerations = [tolerating(NOT_READY, GRACE_POD_SECONDS), tolerating(UNREACHABLE, GRACE_POD_SECONDS)];
  return { ...object, spec: { ...object.spec, template: { ...template, spec: { ...template.spec, tolerations } } } };
};

const withControllers = (options: SmallClusterOptions & Phases): SmallCluster => {
  const { controllers: _, ...rest } = options;
  return new SmallCluster({
    ...rest,
    actors: (plane) => [nodeLifecycleActor(withPhases(plane, options)), taintEvictionActor(plane)],
  });
};

describe("a silent node", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) => [100, 104.3].map((died) => [seed, died] as const)))(
    "controllers 1.7, 1.24: seed %d, dead at %d s: NotReady after 40-55 s, its pods deleted after 345-360 s",
    (seed, died) => {
      const cluster = withControllers({ seed, nodes: 3 }).apply(0, admitted(3));
      fail(cluster, died, 1).run(600);
      const lost = cluster.facts(nodeReadyChanged, 0);
      expect(lost.map(({ data }) => data)).toEqual([{ status: "Unknown", reason: "NodeStatusUnknown" }]);
      const [unknown] = lost;
      expect(unknown?.at).toBeGreaterThan(died + 40);
      expect(unknown?.at).toBeLessThanOrEqual(died + 55);
      const [tainted] = noExecuteTimes(cluster);
      expect(tainted).toBeGreaterThanOrEqual((unknown?.at ?? 0) + 5);
      expect(tainted).toBeLessThanOrEqual((unknown?.at ?? 0) + 5 + SLACK_SECONDS);
      const deletions = cluster.facts(podDeletionRequested);
      expect(deletions).toHaveLength(1);
      expect(deletions[0]?.data.by).toBe("taint-eviction-controller");
      expect(deletions[0]?.at).toBeGreaterThan(died + 345);
      expect(deletions[0]?.at).toBeLessThanOrEqual(died + 360 + SLACK_SECONDS);
    },
  );

  test("controllers 1.5, 1.6: the pass 50 s after the one that saw the last renewal gives it up", () => {
    // Renewals at 2, 12 … 102 s, passes at 1, 6 … s: the last renewal before 111 s is seen at 106 s.
    const cluster = fail(aCluster({ nodes: 2, lease: 0.2, monitor: 0.2 }), 111, 1).run(300);
    expect(cluster.facts(nodeReadyChanged).map(({ at }) => at)).toEqual([156]);
  });

  test.each<FailureMode>(["power-off", "kubelet-down", "partition"])("%s is silence all the same", (mode) => {
    const cluster = fail(aCluster({ nodes: 2, lease: 0.2, monitor: 0.2 }), 111, 1, mode).run(300);
    expect(cluster.facts(nodeReadyChanged).map(({ at }) => at)).toEqual([156]);
  });

  test("controllers 1.9: its pods stop being Ready in the same pass, and stay Running", () => {
    const cluster = withControllers({ nodes: 3 }).apply(0, admitted(6));
    fail(cluster, 100, 1).run(200);
    const [unknown] = cluster.facts(nodeReadyChanged);
    const marked = cluster.facts(podMarkedNotReady);
    expect(marked.map(({ at }) => at)).toEqual([unknown?.at, unknown?.at]);
    for (const { subject } of marked) expect(cluster.world.pods.at(subject)?.status.phase).toBe("Running");
  });

  test("controllers 1.11: NoSchedule follows at once, NoExecute with the next pass", () => {
    const cluster = fail(aCluster({ nodes: 2, lease: 0.2, monitor: 0.2 }), 111, 1).run(300);
    const tainted = cluster.facts(nodeTainted).map(({ at, data }) => [at, data.key, data.effect]);
    expect(tainted[0]).toEqual([156.01, UNREACHABLE, "NoSchedule"]);
    expect(tainted[1]?.slice(1)).toEqual([UNREACHABLE, "NoExecute"]);
    expect(tainted).toHaveLength(2);
  });

  test("controllers 1.28: back within its grace, nobody notices", () => {
    const cluster = withControllers({ nodes: 2, lease: 0.2, monitor: 0.2 }).apply(0, admitted(2));
    recover(fail(cluster, 111, 1), 150, 0).run(1_000);
    expect(cluster.facts(nodeReadyChanged)).toEqual([]);
    expect(cluster.facts(nodeTainted)).toEqual([]);
  });

  test("controllers 1.28: back before the pods' time is up, nothing is deleted and every taint goes", () => {
    const cluster = withControllers({ nodes: 3 }).apply(0, admitted(3));
    recover(fail(cluster, 100, 1), 400, 0).run(1_000);
    expect(cluster.facts(podDeletionRequested)).toEqual([]);
    expect(taintsOf(cluster, 0)).toEqual([]);
    const ready = cluster.facts(nodeReadyChanged).at(-1);
    expect(ready?.data).toEqual({ status: "True", reason: "KubeletReady" });
    expect(ready?.at).toBeLessThanOrEqual(401);
    const cleared = cluster.facts(nodeUntainted).at(-1);
    expect(cleared?.at).toBeLessThanOrEqual((ready?.at ?? 0) + 5);
  });

  test("failing again counts from when it came back", () => {
    const cluster = aCluster({ nodes: 2, lease: 0.2, monitor: 0.2 });
    fail(recover(fail(cluster, 111, 1), 150, 0), 151.5, 1).run(400);
    // The lease was renewed again when the kubelet came back, at most a second after 150 s; the pass at 151 s saw it.
    expect(cluster.facts(nodeReadyChanged).map(({ at }) => at)).toEqual([201]);
  });

  test("a node that is removed while silent is not given up", () => {
    const cluster = fail(aCluster({ nodes: 2 }), 100, 1).at(120, (out) => {
      out.record(nodeRemoved, 0, {});
    });
    cluster.run(400);
    expect(cluster.facts(nodeReadyChanged)).toEqual([]);
  });
});

describe("zones", () => {
  test("controllers 1.19: a zone that loses 5 of 20 has one tainted every 10 s", () => {
    const cluster = fail(aCluster({ nodes: 20, lease: 0.5 }), 100, 5).run(600);
    const times = noExecuteTimes(cluster);
    expect(times).toHaveLength(5);
    const [first = 0] = times;
    times.forEach((at, k) => {
      expect(at).toBeCloseTo(first + 10 * k, 6);
    });
  });

  test("controllers 1.16, 1.19: a zone of 10 that loses 6 evicts nobody", () => {
    const cluster = fail(aCluster({ nodes: 10, lease: 0.5 }), 100, 6).run(3_600);
    expect(cluster.facts(nodeReadyChanged)).toHaveLength(6);
    expect(noExecuteTimes(cluster)).toEqual([]);
  });

  test("controllers 1.16, 1.19: a zone of 100 that loses 60 taints one node in 100 s", () => {
    const cluster = fail(aCluster({ nodes: 100, lease: 0.5 }), 100, 60).run(600);
    const times = noExecuteTimes(cluster);
    expect(times.length).toBeGreaterThanOrEqual(4);
    for (let k = 1; k < times.length; k++) expect((times[k] ?? 0) - (times[k - 1] ?? 0)).toBeCloseTo(100, 6);
  });

  test("controllers 1.18: a zone that was stopped goes on with an empty bucket", () => {
    const cluster = fail(aCluster({ nodes: 10, lease: 0.5, monitor: 0 }), 100, 6);
    // With four left the zone is normal again.
    recover(recover(cluster, 300, 0), 300, 1).run(600);
    const [first = 0, second = 0] = noExecuteTimes(cluster);
    const normalAgain = Math.ceil((cluster.facts(nodeReadyChanged, 1).at(-1)?.at ?? 0) / 5) * 5;
    expect(first).toBeGreaterThanOrEqual(normalAgain + 10);
    expect(first).toBeLessThanOrEqual(normalAgain + 10 + SLACK_SECONDS);
    expect(second - first).toBeCloseTo(10, 6);
  });

  test("controllers 1.17: when every zone is lost, the taints go and no pod is evicted", () => {
    const zoneOf = (k: number): Labels => ({ "topology.kubernetes.io/zone": k < 2 ? "a" : "b" });
    const cluster = withControllers({ nodes: 4, lease: 0.5, nodeLabels: zoneOf }).apply(0, admitted(8));
    fail(cluster, 100, 2).at(250, (out) => {
      for (const ix of [2, 3]) out.record(nodeFailed, ix, { mode: "partition" });
    });
    cluster.run(2_000);
    expect(noExecuteTimes(cluster)).toHaveLength(2);
    expect(cluster.facts(nodeUntainted).filter(({ data }) => data.effect === "NoExecute")).toHaveLength(2);
    expect(cluster.facts(podDeletionRequested)).toEqual([]);
    for (const ix of [0, 1, 2, 3]) expect(taintsOf(cluster, ix)).toEqual([`${UNREACHABLE}:NoSchedule`]);
  });

  test("controllers 1.17: when one node returns, the others are tainted again, at first with an empty bucket", () => {
    const cluster = aCluster({ nodes: 3, lease: 0.5, monitor: 0 });
    recover(fail(cluster, 100, 3), 1_000, 1).run(1_100);
    const times = noExecuteTimes(cluster);
    expect(times).toHaveLength(2);
    const returned = cluster.facts(nodeReadyChanged, 1).at(-1)?.at ?? 0;
    expect(times[0]).toBeGreaterThanOrEqual(Math.ceil(returned / 5) * 5 + 10);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeCloseTo(10, 6);
  });

  test("controllers 1.15: nodes excluded from disruption do not count, but are tainted", () => {
    const excluded = (k: number): Labels =>
      k < 6 ? { "node.kubernetes.io/exclude-disruption": "" } : { "topology.kubernetes.io/any": "x" };
    const cluster = fail(aCluster({ nodes: 10, lease: 0.5, nodeLabels: excluded }), 100, 6).run(600);
    expect(noExecuteTimes(cluster)).toHaveLength(6);
  });

  test("controllers 1.14: zones have their own rates", () => {
    const zoneOf = (k: number): Labels => ({ "topology.kubernetes.io/zone": k % 2 === 0 ? "a" : "b" });
    const cluster = fail(aCluster({ nodes: 12, lease: 0.5, nodeLabels: zoneOf }), 100, 4).run(600);
    const [a = 0, b = 0, c = 0, d = 0] = noExecuteTimes(cluster);
    expect([b - a, c - a, d - b]).toEqual([0, 10, 10]);
  });
});

describe("taints", () => {
  test("controllers 1.36: cordoning puts the unschedulable taint, uncordoning takes it off", () => {
    const cluster = aCluster({ nodes: 1 })
      .at(10, (out) => out.record(nodeCordoned, 0, {}))
      .at(20, (out) => out.record(nodeUncordoned, 0, {}));
    cluster.run(15);
    expect(taintsOf(cluster, 0)).toEqual(["node.kubernetes.io/unschedulable:NoSchedule"]);
    cluster.run(100);
    expect(taintsOf(cluster, 0)).toEqual([]);
    expect(cluster.facts(nodeTainted).map(({ at }) => at)).toEqual([10.01]);
  });

  const aTaintedNode = (taints: readonly Taint[]): Node => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "late", namespace: "", labels: {}, annotations: {} },
    spec: { unschedulable: false, taints },
    status: { capacity: { cpu: "1" }, allocatable: { cpu: "1" }, images: [] },
  });

  test("a manifest's stale taints of the controller's own go, others stay", () => {
    const object = aTaintedNode([
      { key: UNREACHABLE, value: "", effect: "NoSchedule" },
      { key: UNREACHABLE, value: "", effect: "NoExecute" },
      { key: "team", value: "a", effect: "NoSchedule" },
    ]);
    const cluster = aCluster({ nodes: 1 }).at(10, (out) => out.record(nodeAdded, 1, { nodeIx: 1, object }));
    cluster.run(100);
    expect(taintsOf(cluster, 1)).toEqual(["team:NoSchedule"]);
  });

  test("controllers 1.13: when the condition flips the NoExecute taints are swapped, without waiting", () => {
    const cluster = aCluster({ nodes: 4, lease: 0.2, monitor: 0.2 }).at(50, (out) => {
      out.record(nodeReadyChanged, 0, { status: "False", reason: "KubeletNotReady" });
    });
    fail(cluster, 111, 1).run(300);
    const swapped = cluster.facts(nodeTainted).filter(({ data }) => data.effect === "NoExecute");
    expect(swapped.map(({ data }) => data.key)).toEqual([NOT_READY, UNREACHABLE]);
    // Unknown at 156 s, seen by the pass after it.
    expect(swapped[1]?.at).toBe(161);
    expect(taintsOf(cluster, 0).toSorted()).toEqual([`${UNREACHABLE}:NoExecute`, `${UNREACHABLE}:NoSchedule`]);
  });

  test("a taint taken off by hand comes back", () => {
    const cluster = fail(aCluster({ nodes: 4 }), 100, 1).at(300, (out) => {
      out.record(nodeUntainted, 0, { key: UNREACHABLE, effect: "NoExecute" });
      out.record(nodeUntainted, 0, { key: UNREACHABLE, effect: "NoSchedule" });
    });
    cluster.run(400);
    expect(taintsOf(cluster, 0).toSorted()).toEqual([`${UNREACHABLE}:NoExecute`, `${UNREACHABLE}:NoSchedule`]);
  });
});

describe("nothing ticks", () => {
  test("controllers 12.2: an idle cluster plans nothing, and a settled one nothing more", () => {
    const idle = aCluster({ nodes: 50 });
    expect(idle.runUntil(100_000)).toBe("agenda-empty");
    const settled = fail(aCluster({ nodes: 50 }), 100, 3);
    expect(settled.runUntil(100_000)).toBe("agenda-empty");
    expect(settled.world.nowUs).toBeLessThan(200_000_000);
  });
});
