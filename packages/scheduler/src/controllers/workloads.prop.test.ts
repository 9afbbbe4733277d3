import {
  completionIndex,
  daemonPlaces,
  daemonTemplate,
  isActive,
  isJobFinished,
  isOfRevision,
  isReady,
  nodeTainted,
  nodeUntainted,
  ordinalOf,
  targetNode,
} from "@podsim/core";
import type { PodState } from "@podsim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aDaemonSet, aJob, aStatefulSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { pinningScheduler } from "../../testing/stand-ins.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { World } from "../cluster/world.js";

/** Somebody deletes a pod, whichever it is then. */
const deletions = fc.array(
  fc.record({ at: fc.integer({ min: 1, max: 300 }), pick: fc.nat(20), grace: fc.constantFrom(null, 0, 5) }),
  { maxLength: 5 },
);
type Deletions = readonly { readonly at: number; readonly pick: number; readonly grace: number | null }[];

const deletePods = (cluster: SmallCluster, all: Deletions): SmallCluster => {
  for (const { at, pick, grace } of all) {
    cluster.at(at, (out, world, now) => {
      const pods = [...world.pods.values()];
      const pod = pods[pick % Math.max(1, pods.length)];
      if (pod !== undefined) requestDeletion(pod, now, "user", out, grace);
    });
  }
  return cluster;
};

const podsOf = (world: World): readonly PodState[] => [...world.pods.values()];

const lives = fc.array(fc.record({ after: fc.integer({ min: 1, max: 40 }), exitCode: fc.constantFrom(0, 0, 1) }), {
  minLength: 1,
  maxLength: 12,
});

test("whatever becomes of its pods, a Job ends, counts each pod once, and never runs more than it may", () => {
  const spec = fc.record({
    completions: fc.integer({ min: 1, max: 6 }),
    parallelism: fc.integer({ min: 1, max: 4 }),
    backoffLimit: fc.nat(4),
    completionMode: fc.constantFrom("NonIndexed" as const, "Indexed" as const),
    podReplacementPolicy: fc.constantFrom("TerminatingOrFailed" as const, "Failed" as const),
  });
  fc.assert(
    fc.property(spec, lives, deletions, (options, ends, gone) => {
      const cluster = new SmallCluster({
        ends: ({ identity }) => ends[identity.ix % ends.length] ?? null,
        stopsAfter: 3,
      }).apply(0, aJob(options));
      let most = 0;
      deletePods(cluster, gone).run(20_000, (fact) => {
        if (fact.definition.type !== "PodCreated") return;
        most = Math.max(most, podsOf(cluster.world).filter(isActive).length);
      });
      const job = cluster.world.jobs.at(0);
      expect(job !== undefined && isJobFinished(job)).toBe(true);
      expect(most).toBeLessThanOrEqual(options.parallelism);
      const isComplete = (job?.completedAtUs ?? -1) >= 0;
      const { succeeded = 0, failed = 0, active } = job?.status ?? {};
      expect(active).toBe(0);
      if (isComplete) expect(succeeded).toBe(options.completions);
      else expect(failed).toBeGreaterThan(options.backoffLimit);
      expect(podsOf(cluster.world).filter(isActive)).toEqual([]);
      expect(cluster.world.trackedPods.of(0).size).toBe(0);
      if (!isComplete || options.completionMode !== "Indexed") return;
      const indexes = podsOf(cluster.world)
        .filter((pod) => pod.status.phase === "Succeeded")
        .map(completionIndex);
      expect(new Set(indexes).size).toBeLessThanOrEqual(options.completions);
    }),
    { numRuns: 60 },
  );
});

test("whatever is asked of it, a StatefulSet ends with its ordinals, each of the newest revision", () => {
  const steps = fc.array(fc.record({ at: fc.integer({ min: 1, max: 300 }), replicas: fc.nat(5), image: fc.nat(2) }), {
    minLength: 1,
    maxLength: 5,
  });
  const policy = fc.constantFrom("OrderedReady" as const, "Parallel" as const);
  fc.assert(
    fc.property(steps, policy, deletions, (applied, podManagementPolicy, gone) => {
      const cluster = new SmallCluster({ readyAfter: ({ identity }) => 1 + (identity.ix % 3), stopsAfter: 2 });
      const inOrder = applied.toSorted((a, b) => a.at - b.at);
      for (const { at, replicas, image } of inOrder) {
        cluster.apply(at, aStatefulSet({ replicas, podManagementPolicy, image: `db:${String(image)}` }));
      }
      deletePods(cluster, gone).run(2_000, (fact) => {
        if (fact.definition.type !== "PodCreated" || podManagementPolicy === "Parallel") return;
        const set = cluster.world.statefulSets.at(0);
        const pod = cluster.world.pods.at(fact.subject);
        if (set === undefined || pod === undefined) return;
        const below = ordinalOf(pod.identity.name, set.object);
        const ready = podsOf(cluster.world).filter(
          (one) => ordinalOf(one.identity.name, set.object) < below && isReady(one) && one.deletion === null,
        );
        expect(ready).toHaveLength(below);
      });
      const set = cluster.world.statefulSets.at(0);
      const last = inOrder.at(-1);
      const names = podsOf(cluster.world).map(({ identity }) => identity.name);
      expect(names.sort()).toEqual(Array.from({ length: last?.replicas ?? 0 }, (_, n) => `db-${String(n)}`));
      expect(set?.status.currentRevision).toBe(set?.status.updateRevision);
      for (const { identity } of podsOf(cluster.world)) {
        expect(identity.template.spec.containers[0]?.image).toBe(`db:${String(last?.image ?? 0)}`);
      }
    }),
    { numRuns: 40 },
  );
});

test("whatever happens to nodes, a DaemonSet ends with one pod of the newest template where it belongs", () => {
  const taints = fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: 300 }),
      node: fc.nat(4),
      effect: fc.constantFrom("NoSchedule" as const, "NoExecute" as const),
      isPut: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const surge = fc.boolean();
  fc.assert(
    fc.property(taints, surge, fc.nat(3), deletions, (changes, surges, updates, gone) => {
      const rollingUpdate = surges ? { maxUnavailable: 0, maxSurge: 2 } : { maxUnavailable: 2, maxSurge: 0 };
      const updateStrategy = { type: "RollingUpdate" as const, rollingUpdate };
      const cluster = new SmallCluster({
        nodes: 5,
        schedules: false,
        actors: (plane) => [pinningScheduler(plane.world)],
        stopsAfter: 2,
      });
      for (let k = 0; k <= updates; k++) {
        cluster.apply(1 + 60 * k, aDaemonSet({ updateStrategy, image: `agent:${String(k)}` }));
      }
      for (const { at, node, effect, isPut } of changes) {
        cluster.at(at, (out) => {
          if (isPut) out.record(nodeTainted, node, { key: "busy", value: "", effect });
          else out.record(nodeUntainted, node, { key: "busy", effect });
        });
      }
      deletePods(cluster, gone).run(1_500);
      const set = cluster.world.daemonSets.at(0);
      if (set === undefined) throw new Error("there is no DaemonSet");
      const template = daemonTemplate(set.object, set.templateGeneration);
      const places = daemonPlaces(template);
      for (const node of cluster.world.nodes.values()) {
        const pods = podsOf(cluster.world).filter((pod) => targetNode(pod) === node.name);
        const { shouldRun, mayStay } = places(node);
        if (shouldRun) expect(pods.map((pod) => isOfRevision(pod, template))).toEqual([true]);
        else if (!mayStay) expect(pods).toEqual([]);
        else expect(pods.length).toBeLessThanOrEqual(2);
      }
    }),
    { numRuns: 40 },
  );
});
