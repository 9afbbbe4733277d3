// Runs in which every actor is told only of what it says it goes by, against runs in which everybody is told everything.
import type { EventDefinition, KubernetesObject } from "@podsim/core";
import { EVENTS } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aBehavior } from "../testing/behaviors.js";
import { aBudget, aCronJob, aDaemonSet, aDeployment, aJob, aNode, aService, aStatefulSet } from "../testing/objects.js";
import type { ApiRequest, TimelineEntry } from "./api-server/request.js";
import type { ApplyRequest } from "./api-server/requests/apply.js";
import type { DeleteObjectRequest } from "./api-server/requests/delete-object.js";
import type { DrainNodesRequest } from "./api-server/requests/drain-nodes.js";
import type { FailNodesRequest } from "./api-server/requests/fail-nodes.js";
import { audienceOf, hearsOf, lasting } from "./hearing.js";
import { createCluster, createClusterHearing } from "./model.js";
import type { ClusterParts } from "./model.js";
import { DEFAULT_LATENCIES } from "./settings.js";

const NODES = ["node-0", "node-1", "node-2"];
const UNTIL_US = 15 * MINUTE;

const applying = (object: KubernetesObject): ApplyRequest => ({ verb: "apply", object });

const workload = fc.oneof(
  fc
    .record({ replicas: fc.nat(4), image: fc.nat(1) })
    .map(({ replicas, image }) => [
      aDeployment({ replicas, image: `web:${image}` }),
      aService(),
      aBudget({ minAvailable: 1 }),
    ]),
  fc.nat(3).map((replicas) => [aStatefulSet({ replicas })]),
  fc.constantFrom([aDaemonSet()], [aJob()], [aJob({ ttlSecondsAfterFinished: 20 })], [aCronJob()]),
);

const someNode = fc.constantFrom(...NODES).map((name) => ({ names: [name] }));
const target = fc
  .constantFrom(["Deployment", "web"], ["StatefulSet", "db"], ["DaemonSet", "agent"], ["Job", "pi"], ["Service", "web"])
  .map(([kind = "", name = ""]) => ({ kind, namespace: "default", name }));

const requests: fc.Arbitrary<readonly ApiRequest[]> = fc.oneof(
  { weight: 5, arbitrary: workload.map((objects) => objects.map(applying)) },
  target.map((each): DeleteObjectRequest[] => [{ verb: "delete", target: each, graceSeconds: null }]),
  fc
    .record({ nodes: someNode, mode: fc.constantFrom("power-off" as const, "kubelet-down" as const) })
    .map(({ nodes, mode }): FailNodesRequest[] => [{ verb: "fail-nodes", nodes, mode, forUs: 2 * MINUTE }]),
  someNode.map((nodes): DrainNodesRequest[] => [
    { verb: "drain", nodes, gracePeriodSeconds: null, force: true, respectBudgets: true, timeoutUs: MINUTE },
  ]),
);

const entries = fc.array(fc.record({ second: fc.nat(400), requests }), { minLength: 1, maxLength: 8 });

const partsOf = (later: readonly { readonly second: number; readonly requests: readonly ApiRequest[] }[]) => {
  const namespace: KubernetesObject = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "default", namespace: "", labels: {}, annotations: {} },
  };
  const nodes = NODES.map((name) => aNode(name, { "kubernetes.io/hostname": name }));
  const timeline: TimelineEntry[] = [
    { atUs: 0, name: "cluster", text: "", requests: [namespace, ...nodes].map(applying) },
    ...later
      .toSorted((a, b) => a.second - b.second)
      .map((entry, k) => ({ atUs: entry.second * SECOND, name: `${k}`, text: "", requests: entry.requests })),
  ];
  const parts: ClusterParts = {
    settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: () => aBehavior(),
    timeline,
  };
  return parts;
};

test("who is told only of what it goes by does what it does when it is told everything", () => {
  let factCount = 0;
  fc.assert(
    fc.property(entries, (later) => {
      const parts = partsOf(later);
      const sparing = createCluster(parts);
      const telling = createClusterHearing(parts, (actors) => {
        const everybody = [...actors.keys()];
        return () => everybody;
      });
      for (const { simulation } of [sparing, telling]) simulation.run({ untilUs: UNTIL_US });
      expect(sparing.log.digest()).toBe(telling.log.digest());
      factCount += sparing.log.length;
    }),
    { numRuns: 40 },
  );
  expect(factCount).toBeGreaterThan(1_000);
});

const definitionOf = (type: string): EventDefinition => {
  const found = EVENTS.find((definition) => definition.type === type);
  if (found === undefined) throw new Error(`no fact is called ${type}`);
  return found;
};
const [bound, removed] = [definitionOf("PodBound"), definitionOf("PodRemoved")];

test("listeners keep their order; who says nothing hears everything", () => {
  const audience = audienceOf([{ hears: hearsOf(["PodBound"]) }, {}]);
  expect(audience(bound)).toEqual([0, 1]);
  expect(audience(removed)).toEqual([1]);
});

test("a list of rules that go by the type alone is asked once per type, any other one for each cluster", () => {
  const asked: string[] = [];
  const kept = lasting(({ type }) => {
    asked.push(type);
    return type === "PodBound";
  });
  for (let cluster = 0; cluster < 3; cluster++) {
    const audience = audienceOf([{}, { hears: kept }]);
    for (const [definition, places] of [
      [bound, [0, 1]],
      [removed, [0]],
      [bound, [0, 1]],
    ] as const) {
      expect(audience(definition)).toEqual(places);
    }
  }
  expect(asked).toEqual(["PodBound", "PodRemoved"]);
  // Another list with the same rule has answers of its own.
  expect(audienceOf([{ hears: kept }, {}])(bound)).toEqual([0, 1]);
  expect(audienceOf([{ hears: kept }])(bound)).toEqual([0]);

  let isOpen = false;
  const changing = { hears: () => isOpen };
  expect(audienceOf([{ hears: kept }, changing])(bound)).toEqual([0]);
  isOpen = true;
  expect(audienceOf([{ hears: kept }, changing])(bound)).toEqual([0, 1]);
});
