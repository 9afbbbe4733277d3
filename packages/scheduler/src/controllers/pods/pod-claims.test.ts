import { podAdopted, podCreated, podReleased, statefulSetCreateFailed } from "@podsim/core";
import type { KubernetesObject, PodState } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aDaemonSet, aDeployment, aJob, aStatefulSet } from "../../../testing/objects.js";
import { SmallCluster } from "../../../testing/small-cluster.js";
import { patch } from "../../api-server/requests/patch.js";

/** Gives pod `ix` another label "app" at `seconds`. */
const relabel = (cluster: SmallCluster, seconds: number, ix: number, labels: Readonly<Record<string, string>>) =>
  cluster.at(seconds, (out, world, now) => {
    const pod = world.pods.at(ix);
    if (pod === undefined) throw new Error("there is no such pod");
    const target = { kind: "Pod", namespace: "default", name: pod.identity.name };
    const set = Object.entries(labels).map(([key, value]) => ({
      at: `metadata.labels.${key}`,
      steps: ["metadata", "labels", key],
      value,
    }));
    const context = { plane: cluster.plane, name: "t", later: () => undefined, drain: () => undefined };
    patch.perform({ verb: "patch", target, subresource: "", set }, context, now, out);
  });

const owners = ({ world }: SmallCluster): readonly string[] =>
  [...world.pods.values()].map(({ identity: { owner } }: PodState) => owner?.kind ?? "nobody");

const labelOf = (object: KubernetesObject): readonly [string, string] => {
  if (object.kind === "Job") return ["job", "own"];
  return ["app", object.metadata.name];
};

const KINDS = [
  ["a ReplicaSet", aDeployment({ replicas: 2 }), "ReplicaSet"],
  ["a StatefulSet", aStatefulSet({ replicas: 2 }), "StatefulSet"],
  ["a DaemonSet", aDaemonSet(), "DaemonSet"],
] as const;

describe("controllers 1.1, a pod that is given other labels", () => {
  test.each(KINDS)("is let go by %s", (_, object, kind) => {
    const cluster = relabel(new SmallCluster({ nodes: 2 }).apply(0, object), 30, 0, { app: "debug" }).run(60);
    expect(cluster.facts(podReleased).map(({ subject }) => subject)).toEqual([0]);
    expect(owners(cluster)[0]).toBe("nobody");
    // A StatefulSet's successor would have the name that is taken still.
    const successors = kind === "StatefulSet" ? [] : [kind];
    expect(owners(cluster).slice(1)).toEqual([kind, ...successors]);
  });

  test.each(KINDS)("and taken over again by %s once it has its labels back", (_, object, kind) => {
    const [key, value] = labelOf(object);
    const cluster = new SmallCluster({ nodes: 2 }).apply(0, object);
    relabel(relabel(cluster, 30, 0, { [key]: "debug" }), 50, 0, { [key]: value }).run(100);
    expect(cluster.facts(podAdopted).map(({ subject }) => subject)).toEqual([0]);
    // What is too much then goes.
    const staying = [...cluster.world.pods.values()].filter(({ deletion }) => deletion === null);
    expect(staying.map(({ identity }) => identity.owner?.kind)).toEqual([kind, kind]);
  });

  test("is let go by a Job, which makes another and does not count it", () => {
    const job = aJob({ parallelism: 1, completions: 1 });
    const cluster = new SmallCluster({ ends: ({ identity }) => ({ after: identity.ix === 0 ? 60 : 20, exitCode: 0 }) });
    cluster.apply(0, job);
    relabel(cluster, 30, 0, { "batch.kubernetes.io/controller-uid": "none" }).run(200);
    expect(cluster.facts(podReleased).map(({ subject }) => subject)).toEqual([0]);
    expect(cluster.facts(podCreated)).toHaveLength(2);
    expect(cluster.world.jobs.at(0)?.status).toMatchObject({ succeeded: 1, failed: 0 });
  });
});

describe("a StatefulSet", () => {
  test("waits for a pod that has the name of its own, and says nothing", () => {
    const cluster = relabel(new SmallCluster({ nodes: 2 }).apply(0, aStatefulSet({ replicas: 2 })), 30, 1, {
      app: "x",
    });
    cluster.run(600);
    expect(cluster.facts(podCreated).map(({ data }) => data.name)).toEqual(["db-0", "db-1"]);
    expect(cluster.facts(statefulSetCreateFailed)).toEqual([]);
    expect(cluster.world.statefulSets.at(0)?.status.replicas).toBe(1);
  });

  test("takes over none whose name is not one of its own", () => {
    const set = aStatefulSet({ replicas: 1 });
    const stranger = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "other-0", namespace: "default", labels: set.spec.template.metadata.labels, annotations: {} },
      spec: set.spec.template.spec,
    } as const;
    const cluster = new SmallCluster().apply(0, stranger).apply(1, set).run(30);
    expect(cluster.facts(podAdopted)).toEqual([]);
    expect(owners(cluster)).toEqual(["nobody", "StatefulSet"]);
  });
});
