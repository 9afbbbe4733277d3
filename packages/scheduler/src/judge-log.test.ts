// The view of the cluster before a fact, held against its slow twin: a world folded up to there.
import { EVENTS, INVARIANTS, profileOf } from "@podsim/core";
import type { Invariant, KubernetesObject, PodState } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import { HOUR, SECOND } from "@podsim/core/time";
import { expect, test } from "vitest";
import { aBehavior } from "../testing/behaviors.js";
import { aDeployment, aNode } from "../testing/objects.js";
import type { TimelineEntry } from "./api-server/request.js";
import type { ApplyRequest } from "./api-server/requests/apply.js";
import { applyFact } from "./cluster/apply-fact.js";
import { createWorld } from "./cluster/world.js";
import { judgeLog } from "./judge-log.js";
import { createCluster } from "./model.js";
import { DEFAULT_LATENCIES } from "./settings.js";

const circumstances = { profile: profileOf("1.34"), backOff: { initialUs: 10 * SECOND, maxUs: 300 * SECOND } };

const entry = (atUs: number, name: string, objects: readonly KubernetesObject[]): TimelineEntry => ({
  atUs,
  name,
  text: "",
  requests: objects.map((object): ApplyRequest => ({ verb: "apply", object })),
});

const namespace: KubernetesObject = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "default", namespace: "", labels: {}, annotations: {} },
};

const run = () => {
  const nodes = ["n1", "n2", "n3"].map((name) => aNode(name, {}));
  const cluster = createCluster({
    settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: () => aBehavior(),
    timeline: [
      entry(0, "start", [namespace, ...nodes]),
      entry(SECOND, "up", [aDeployment({ replicas: 4 })]),
      entry(20 * SECOND, "down", [aDeployment({ replicas: 2 })]),
    ],
  });
  cluster.simulation.run({ untilUs: 120 * SECOND });
  return cluster;
};

const names = (pods: Iterable<PodState>): readonly string[] => [...pods].map(({ identity }) => identity.name).sort();

test("a law sees the cluster as it was before each fact, in every table", () => {
  const { log } = run();
  const world = createWorld();
  let seen = 0;
  const twin: Invariant = {
    id: "twin.agrees",
    title: "the cluster before a fact is the cluster after the fact before it",
    page: "",
    observe: () => ({
      see: (fact, before) => {
        expect(before.nowUs).toBe(world.nowUs);
        expect(names(before.pods.values())).toEqual(names(world.pods.values()));
        for (const pod of world.pods.values()) expect(before.pods.at(pod.identity.ix)).toEqual(pod);
        expect([...before.nodes.values()]).toEqual([...world.nodes.values()]);
        expect([...before.replicaSets.values()]).toEqual([...world.replicaSets.values()]);
        expect([...before.deployments.values()]).toEqual([...world.deployments.values()]);
        for (const { ix } of world.nodes.values()) {
          const bound = [...world.pods.onNode(ix)].flatMap((pod) => world.pods.at(pod) ?? []);
          expect(names(before.podsOn(ix))).toEqual(names(bound));
        }
        for (const { ix } of world.replicaSets.values()) {
          const owned = [...world.pods.ownedBy("ReplicaSet", ix)].flatMap((pod) => world.pods.at(pod) ?? []);
          expect(names(before.podsOf("ReplicaSet", ix))).toEqual(names(owned));
        }
        applyFact(world, fact);
        seen += 1;
        return true;
      },
    }),
  };
  expect(judgeLog({ log, endUs: HOUR, circumstances }, [twin])).toEqual({ breaches: [], failures: [] });
  expect(seen).toBe(log.length);
  expect(names(world.pods.values())).toHaveLength(2);
});

test("a history that keeps every law is told so", () => {
  const { log } = run();
  expect(judgeLog({ log, endUs: log.endUs, circumstances }, INVARIANTS)).toEqual({ breaches: [], failures: [] });
});

test("a damaged history is caught: a pod that is bound twice", () => {
  const { log } = run();
  const damaged = createColumnLog(EVENTS);
  log.forEach(0, log.length, ({ at, definition, subject, causedBy, data }) => {
    damaged.append(at, definition, subject, causedBy, data);
    if (definition.type === "PodBound") damaged.append(at, definition, subject, causedBy, data);
  });
  const { breaches } = judgeLog({ log: damaged, endUs: damaged.endUs, circumstances }, INVARIANTS);
  expect(breaches.map(({ invariant }) => invariant.id)).toContain("pod.boundOnce");
});
