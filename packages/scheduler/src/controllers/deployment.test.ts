import {
  DEFAULT_PROFILE,
  deploymentConditionSet,
  deploymentDeleted,
  nodeFailed,
  nodeRecovered,
  podCreated,
  podDeletionRequested,
  podRemoved,
  replicaSetCreated,
  replicaSetDeleted,
  replicaSetRevised,
  replicaSetScaled,
} from "@podsim/core";
import type { DeploymentState, PodState } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aDeployment, aReplicaSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";

const imageOf = (pod: PodState): string => pod.identity.template.spec.containers[0]?.image ?? "";

/** Pods of the image never get Ready, all others after a second. */
const neverReady =
  (image: string) =>
  (pod: PodState): number | null =>
    imageOf(pod) === image ? null : 1;

/** "new 1", "old 2" …: the sizes ReplicaSets were given from `from` seconds on, as a Deployment's Events tell them. */
const scalings = (cluster: SmallCluster, from: number): readonly string[] => {
  const events: string[] = [];
  cluster.log.forEach(0, cluster.log.length, (fact) => {
    if (fact.at < from * 1e6 || fact.definition.entity !== "replica-set") return;
    for (const { reason, message } of fact.definition.announce?.(
      cluster.world.replicaSets.at(fact.subject),
      fact.data,
      fact.at,
      DEFAULT_PROFILE,
    ) ?? []) {
      if (reason === "ScalingReplicaSet") events.push(message.replace(/^Scaled (up|down) replica set /, ""));
    }
  });
  return events;
};

const only = (cluster: SmallCluster): DeploymentState => {
  const found = cluster.world.deployments.at(0);
  if (found === undefined) throw new Error("the Deployment is gone");
  return found;
};

const conditions = (cluster: SmallCluster): readonly (readonly string[])[] =>
  only(cluster).conditions.map(({ type, status, reason }) => [type, status, reason]);

/** replicas, updated, ready, available. */
const counts = (cluster: SmallCluster): readonly number[] => {
  const { replicas, updatedReplicas, readyReplicas, availableReplicas } = only(cluster).status;
  return [replicas, updatedReplicas, readyReplicas, availableReplicas];
};

const sizes = (cluster: SmallCluster): readonly number[] =>
  [...cluster.world.replicaSets.values()].map((s) => s.replicas);

/** Runs on and returns the least ready, and the most active pods there were between instants. */
const extremes = (cluster: SmallCluster, until: number): readonly [least: number, most: number] => {
  let at = -1;
  let last = { active: 0, ready: Infinity };
  const seen = { active: 0, ready: Infinity };
  cluster.run(until, (fact) => {
    if (fact.at > at) {
      seen.active = Math.max(seen.active, last.active);
      seen.ready = Math.min(seen.ready, last.ready);
      at = fact.at;
    }
    last = { active: 0, ready: 0 };
    for (const { ix } of cluster.world.replicaSets.values()) {
      last.active += cluster.world.pods.countsOf(ix).active;
      last.ready += cluster.world.pods.countsOf(ix).ready;
    }
  });
  return [seen.ready, seen.active];
};

describe("a first rollout", () => {
  test("nginx-deployment of the Deployment page: 0/3 to 3/3 by one ReplicaSet named for the template's hash", () => {
    const cluster = new SmallCluster().apply(1, aDeployment()).run(60);
    const [created, ...more] = cluster.facts(replicaSetCreated);
    expect(more).toEqual([]);
    const { templateHash, name, labels, selector, template, replicas } = created?.data ?? replicaSetCreated.example;
    expect(name).toBe(`web-${templateHash}`);
    expect(templateHash).toMatch(/^[bcdf456789]{1,10}$/);
    expect(replicas).toBe(3);
    expect(labels).toEqual({ app: "web", "pod-template-hash": templateHash });
    expect(selector).toEqual({ matchLabels: { app: "web", "pod-template-hash": templateHash } });
    expect(template.metadata.labels).toEqual(labels);
    expect(counts(cluster)).toEqual([3, 3, 3, 3]);
    expect(only(cluster)).toMatchObject({ revision: 1, status: { observedGeneration: 1 } });
    for (const { data } of cluster.facts(podCreated)) expect(data.name).toMatch(new RegExp(`^${name}-[a-z0-9]{5}$`));
    expect(new Set(cluster.facts(podCreated).map(({ data }) => data.template)).size).toBe(1);
  });

  test("its conditions, in Kubernetes' words", () => {
    const cluster = new SmallCluster().apply(1, aDeployment()).run(60);
    const name = cluster.world.replicaSets.at(0)?.name ?? "";
    const said = cluster
      .facts(deploymentConditionSet)
      .map(({ data }) => `${data.condition}=${data.status} ${data.message}`);
    expect([...new Set(said)]).toEqual([
      `Progressing=True Created new replica set "${name}"`,
      "Available=False Deployment does not have minimum availability.",
      `Progressing=True ReplicaSet "${name}" is progressing.`,
      "Available=True Deployment has minimum availability.",
      `Progressing=True ReplicaSet "${name}" has successfully progressed.`,
    ]);
  });

  test("nothing is written once it is at rest", () => {
    const cluster = new SmallCluster().apply(1, aDeployment()).run(60);
    const before = cluster.log.length;
    expect(cluster.runUntil(86_400)).toBe("agenda-empty");
    expect(cluster.log.length).toBe(before);
  });
});

describe("controllers 2.10-2.14: a rolling update", () => {
  test("the Deployment page's example: new 1, old 2, new 2, old 1, new 3, old 0", () => {
    const cluster = new SmallCluster()
      .apply(1, aDeployment())
      .apply(60, aDeployment({ image: "web:2" }))
      .run(120);
    const [old = "", next = ""] = [...cluster.world.replicaSets.values()].map(({ name }) => name);
    expect(scalings(cluster, 60)).toEqual([
      `${next} from 0 to 1`,
      `${old} from 3 to 2`,
      `${next} from 1 to 2`,
      `${old} from 2 to 1`,
      `${next} from 2 to 3`,
      `${old} from 1 to 0`,
    ]);
    expect(sizes(cluster)).toEqual([0, 3]);
    expect(only(cluster).revision).toBe(2);
  });

  test.each([
    [3, "25%", "25%", 3, 4],
    [10, "25%", "25%", 8, 13],
    [10, 0, 3, 7, 10],
    [10, 5, 0, 10, 15],
    [1, 1, 0, 1, 2],
  ])(
    "%d replicas, surge %s, unavailable %s: never fewer than %d ready, nor more than %d active",
    (replicas, maxSurge, maxUnavailable, least, most) => {
      const strategy = { type: "RollingUpdate" as const, rollingUpdate: { maxSurge, maxUnavailable } };
      const cluster = new SmallCluster({ readyAfter: ({ identity }) => 1 + (identity.ix % 4) })
        .apply(1, aDeployment({ replicas, strategy }))
        .apply(60, aDeployment({ replicas, strategy, image: "web:2" }))
        .run(59);
      const seen = extremes(cluster, 300);
      expect(seen[0]).toBeGreaterThanOrEqual(least);
      expect(seen[1]).toBe(most);
      expect(counts(cluster)).toEqual([replicas, replicas, replicas, replicas]);
    },
  );

  test("controllers 2.13: pods on their way out count nowhere, so there can be more than surge allows", () => {
    const cluster = new SmallCluster({ stopsAfter: 30 })
      .apply(1, aDeployment())
      .apply(60, aDeployment({ image: "web:2" }))
      .run(59);
    let most = 0;
    cluster.run(300, () => {
      most = Math.max(most, cluster.world.pods.size);
    });
    expect(most).toBe(6);
  });

  test("controllers 2.14: a new pod counts when it has been ready for minReadySeconds", () => {
    const cluster = new SmallCluster()
      .apply(1, aDeployment({ replicas: 1, minReadySeconds: 10 }))
      .apply(60, aDeployment({ replicas: 1, minReadySeconds: 10, image: "web:2" }))
      .run(120);
    const readyAt = cluster.facts(podCreated, 1)[0]?.at ?? 0;
    const [old] = cluster.facts(podDeletionRequested, 0);
    expect(old?.at).toBeGreaterThan(readyAt + 1 + 10);
    expect(old?.at).toBeLessThan(readyAt + 1 + 12.1);
  });

  test("a bad image leaves the rollout stuck: 3 old pods serve, 1 new does not", () => {
    const cluster = new SmallCluster({ readyAfter: neverReady("web:bad") })
      .apply(1, aDeployment())
      .apply(60, aDeployment({ image: "web:bad" }))
      .run(600);
    expect(sizes(cluster)).toEqual([3, 1]);
    expect(counts(cluster)).toEqual([4, 1, 3, 3]);
    expect(conditions(cluster)).toEqual([
      ["Available", "True", "MinimumReplicasAvailable"],
      ["Progressing", "True", "ReplicaSetUpdated"],
    ]);
  });

  test("controllers 2.17: the progress deadline, 600 s after the last progress; nothing is rolled back", () => {
    const cluster = new SmallCluster({ readyAfter: neverReady("web:bad") })
      .apply(1, aDeployment())
      .apply(60, aDeployment({ image: "web:bad" }));
    expect(cluster.runUntil(5_000)).toBe("agenda-empty");
    const late = cluster.facts(deploymentConditionSet).filter(({ data }) => data.reason === "ProgressDeadlineExceeded");
    // Last progress: 60.04 s, kept as 60 s; the check comes a second after the deadline.
    expect(late.map(({ at }) => at)).toEqual([661]);
    expect(late[0]?.data.message).toBe(
      `ReplicaSet "${cluster.world.replicaSets.at(1)?.name ?? ""}" has timed out progressing.`,
    );
    expect(sizes(cluster)).toEqual([3, 1]);
  });

  test("controllers 2.12: a broken old version is replaced even with maxUnavailable 0", () => {
    const strategy = { type: "RollingUpdate" as const, rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    const cluster = new SmallCluster({ readyAfter: neverReady("web:bad") })
      .apply(1, aDeployment({ strategy, image: "web:bad" }))
      .apply(60, aDeployment({ strategy, image: "web:2" }))
      .run(120);
    expect(sizes(cluster)).toEqual([0, 3]);
    expect(counts(cluster)).toEqual([3, 3, 3, 3]);
  });

  test("controllers 2.15: a third version during a rollout takes over from both", () => {
    const cluster = new SmallCluster({ readyAfter: neverReady("web:2") })
      .apply(1, aDeployment({ replicas: 10 }))
      .apply(60, aDeployment({ replicas: 10, image: "web:2" }))
      .apply(70, aDeployment({ replicas: 10, image: "web:3" }))
      .run(69);
    expect(sizes(cluster)).toEqual([8, 5]);
    cluster.run(70.011);
    expect(sizes(cluster)).toEqual([8, 0, 0]);
    cluster.run(200);
    expect(sizes(cluster)).toEqual([0, 0, 10]);
  });
});

describe("controllers 2.20: rolling back", () => {
  const back = (): SmallCluster =>
    new SmallCluster({ readyAfter: neverReady("web:bad") })
      .apply(1, aDeployment())
      .apply(60, aDeployment({ image: "web:bad" }))
      .apply(120, aDeployment());

  test("the old template is the old ReplicaSet again, with a new revision", () => {
    const cluster = back().run(200);
    expect(cluster.facts(replicaSetCreated)).toHaveLength(2);
    expect(cluster.facts(replicaSetRevised).map(({ subject, data }) => [subject, data.revision])).toEqual([[0, 3]]);
    expect(sizes(cluster)).toEqual([3, 0]);
    expect(only(cluster).revision).toBe(3);
    expect(conditions(cluster).at(-1)).toEqual(["Progressing", "True", "NewReplicaSetAvailable"]);
  });

  test("no pod of the good version is touched", () => {
    const cluster = back().run(200);
    expect(cluster.facts(podDeletionRequested).map(({ subject }) => subject)).toEqual([3]);
  });
});

describe("controllers 2.16: scaling", () => {
  test("in mid-rollout each ReplicaSet gets its share: 8 and 5 of 10 become 11 and 7 of 15", () => {
    const strategy = { type: "RollingUpdate" as const, rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } };
    const cluster = new SmallCluster({ readyAfter: neverReady("web:bad") })
      .apply(1, aDeployment({ replicas: 10, strategy }))
      .apply(60, aDeployment({ replicas: 10, strategy, image: "web:bad" }))
      .apply(120, aDeployment({ replicas: 15, strategy, image: "web:bad" }))
      .run(119);
    expect(sizes(cluster)).toEqual([8, 5]);
    cluster.run(200);
    expect(sizes(cluster)).toEqual([11, 7]);
  });

  test("at rest it scales the one ReplicaSet, and is no rollout", () => {
    const cluster = new SmallCluster()
      .apply(1, aDeployment())
      .apply(60, aDeployment({ replicas: 5 }))
      .run(120);
    expect(sizes(cluster)).toEqual([5]);
    expect(cluster.facts(replicaSetScaled).map(({ data }) => data)).toEqual([{ from: 3, to: 5 }]);
    expect(only(cluster).revision).toBe(1);
    const zero = new SmallCluster()
      .apply(1, aDeployment())
      .apply(60, aDeployment({ replicas: 0 }))
      .run(120);
    expect(sizes(zero)).toEqual([0]);
    expect(counts(zero)).toEqual([0, 0, 0, 0]);
  });

  test("a new minReadySeconds goes to the ReplicaSet", () => {
    const cluster = new SmallCluster()
      .apply(1, aDeployment())
      .apply(60, aDeployment({ minReadySeconds: 5 }))
      .run(120);
    expect(cluster.world.replicaSets.at(0)?.minReadySeconds).toBe(5);
    expect(cluster.facts(replicaSetCreated)).toHaveLength(1);
  });
});

describe("a paused Deployment", () => {
  test("rolls nothing out, but scales; resumed, it goes on", () => {
    const cluster = new SmallCluster()
      .apply(1, aDeployment())
      .apply(60, aDeployment({ paused: true, image: "web:2" }))
      .apply(80, aDeployment({ paused: true, image: "web:2", replicas: 5 }))
      .apply(2_000, aDeployment({ image: "web:2", replicas: 5 }))
      .run(1_999);
    expect(sizes(cluster)).toEqual([5]);
    expect(conditions(cluster)).toContainEqual(["Progressing", "Unknown", "DeploymentPaused"]);
    cluster.run(3_000);
    expect(sizes(cluster)).toEqual([0, 5]);
    expect(conditions(cluster)).toContainEqual(["Progressing", "True", "NewReplicaSetAvailable"]);
  });

  test("controllers 2.17: its time does not count, and begins anew", () => {
    const cluster = new SmallCluster({ readyAfter: neverReady("web:bad") })
      .apply(1, aDeployment())
      .apply(60, aDeployment({ image: "web:bad" }))
      .apply(600, aDeployment({ image: "web:bad", paused: true }))
      .apply(5_000, aDeployment({ image: "web:bad" }))
      .run(9_000);
    const said = cluster.facts(deploymentConditionSet).map(({ at, data }) => [Math.floor(at), data.reason]);
    expect(said.slice(-3)).toEqual([
      [600, "DeploymentPaused"],
      [5_000, "DeploymentResumed"],
      [5_601, "ProgressDeadlineExceeded"],
    ]);
  });
});

describe("controllers 2.19: Recreate", () => {
  const strategy = { type: "Recreate" as const };

  test("no new pod before the last old one is gone, also those on their way out", () => {
    const cluster = new SmallCluster({ stopsAfter: 20 })
      .apply(1, aDeployment({ strategy }))
      .apply(60, aDeployment({ strategy, image: "web:2" }))
      .run(200);
    const goneAt = Math.max(...cluster.facts(podRemoved).map(({ at }) => at));
    const created = cluster.facts(podCreated).map(({ at }) => at);
    expect(goneAt).toBeGreaterThan(80);
    expect(created.slice(3).every((at) => at > goneAt)).toBe(true);
    expect(counts(cluster)).toEqual([3, 3, 3, 3]);
    expect(sizes(cluster)).toEqual([0, 3]);
  });

  test("controllers 2.19: on a dead node nothing ends, so nothing begins", () => {
    const cluster = new SmallCluster({ nodes: 2 })
      .apply(1, aDeployment({ strategy, replicas: 1 }))
      .at(50, (out) => out.record(nodeFailed, 0, { mode: "power-off" }))
      .apply(60, aDeployment({ strategy, replicas: 1, image: "web:2" }))
      .at(500, (out) => out.record(nodeRecovered, 0, {}))
      .run(499);
    expect(cluster.facts(podDeletionRequested)).toHaveLength(1);
    expect(cluster.facts(podCreated)).toHaveLength(1);
    cluster.run(600);
    expect(cluster.facts(podCreated)).toHaveLength(2);
  });
});

describe("what is kept, and what goes", () => {
  test("controllers 2.10: revisionHistoryLimit ReplicaSets stay, the oldest go once the rollout is complete", () => {
    const cluster = new SmallCluster();
    for (const k of [0, 1, 2, 3, 4])
      cluster.apply(1 + 60 * k, aDeployment({ image: `web:${k}`, revisionHistoryLimit: 2 }));
    cluster.run(400);
    expect([...cluster.world.replicaSets.values()].map(({ revision }) => revision)).toEqual([3, 4, 5]);
    const deleted = cluster.facts(replicaSetDeleted);
    expect(deleted.map(({ subject }) => subject)).toEqual([0, 1]);
    const firstComplete = cluster
      .facts(deploymentConditionSet)
      .find(({ at, data }) => at > 181 && data.reason === "NewReplicaSetAvailable");
    expect(deleted[0]?.at).toBeGreaterThan(firstComplete?.at ?? Infinity);
  });

  test("a Deployment made anew under its old name gets ReplicaSets and pods with UIDs of their own", () => {
    const cluster = new SmallCluster({ stopsAfter: 30 })
      .apply(1, aDeployment())
      .at(60, (out) => out.record(deploymentDeleted, 0, {}))
      .apply(61, aDeployment())
      .run(200);
    const created = cluster.facts(replicaSetCreated).map(({ data }) => data);
    expect(created).toHaveLength(2);
    expect(new Set(created.map(({ uid }) => uid)).size).toBe(2);
    const pods = cluster.facts(podCreated).map(({ data }) => data);
    expect(pods).toHaveLength(6);
    expect(new Set(pods.map(({ name }) => name)).size).toBe(6);
    expect(new Set(pods.map(({ uid }) => uid)).size).toBe(6);
    expect(cluster.world.pods.size).toBe(3);
  });

  test("a name that is taken by a ReplicaSet of another owner is avoided by another hash", () => {
    const name = new SmallCluster().apply(1, aDeployment()).run(10).world.replicaSets.at(0)?.name ?? "";
    const cluster = new SmallCluster()
      .apply(1, aReplicaSet({ name, replicas: 0 }))
      .apply(2, aDeployment())
      .run(60);
    const [, owned] = [...cluster.world.replicaSets.values()];
    expect(owned?.name).toMatch(/^web-[a-z0-9]+$/);
    expect(owned?.name).not.toBe(name);
    expect(owned?.template.metadata.labels["pod-template-hash"]).toBe(owned?.templateHash);
    expect(counts(cluster)).toEqual([3, 3, 3, 3]);
  });
});

test("a sync's facts do not grow with the number of pods", () => {
  const facts = (replicas: number): number => {
    const cluster = new SmallCluster({ latencies: { apiRoundTrip: { kind: "constant", value: 1 } } });
    cluster.apply(1, aDeployment({ replicas })).run(60);
    let count = 0;
    cluster.log.forEach(0, cluster.log.length, ({ definition }) => {
      if (definition.entity === "deployment") count += 1;
    });
    return count;
  };
  expect(facts(400)).toBe(facts(40));
});
