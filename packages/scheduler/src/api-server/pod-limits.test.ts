import { podCreated, replicaSetCreateFailed, requestRefused } from "@podsim/core";
import type { LimitRange, PodSpec, ResourceList, ResourceQuota } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { aDeployment, aReplicaSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { requestDeletion } from "./request-deletion.js";

const meta = (name: string) => ({ name, namespace: "default", labels: {}, annotations: {} });

type Item = LimitRange["spec"]["limits"][number];

const aLimitRange = (item: Partial<Item>): LimitRange => ({
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: meta("bounds"),
  spec: {
    limits: [
      { type: "Container", max: {}, min: {}, default: {}, defaultRequest: {}, maxLimitRequestRatio: {}, ...item },
    ],
  },
});

const aQuota = (hard: ResourceList, over: Partial<ResourceQuota["spec"]> = {}): ResourceQuota => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: meta("compute"),
  spec: { hard, scopes: [], ...over },
});

const asking = (requests: ResourceList, limits: ResourceList = {}): PodSpec =>
  aSpec({ containers: [aContainer({ requests, limits })] });

/** What the server says to a ReplicaSet of one pod with this spec, without the pod's name; "" = it takes it. */
const answer = (spec: PodSpec, ...policies: readonly (LimitRange | ResourceQuota)[]): string => {
  const set = aReplicaSet({ replicas: 1 });
  const template = { ...set.spec.template, spec };
  const cluster = new SmallCluster();
  for (const policy of policies) cluster.apply(0, policy);
  cluster.apply(0, { ...set, spec: { ...set.spec, template } }).run(0.02);
  const message = cluster.facts(replicaSetCreateFailed)[0]?.data.message ?? "";
  return message.replace(/^pods "web-[a-z0-9]{5}" is forbidden: /, "");
};

describe("a LimitRange", () => {
  test("controllers 6.2 and 6.3: fills in what a container does not say; a limit alone has become a request", () => {
    const defaults = aLimitRange({ default: { cpu: "500m", memory: "512Mi" }, defaultRequest: { cpu: "100m" } });
    const resourcesOf = (spec: PodSpec): unknown => {
      const set = aReplicaSet({ replicas: 1 });
      const template = { ...set.spec.template, spec };
      const cluster = new SmallCluster()
        .apply(0, defaults)
        .apply(0, { ...set, spec: { ...set.spec, template } })
        .run(1);
      return cluster.facts(podCreated)[0]?.data.template.spec.containers[0]?.resources;
    };
    expect(resourcesOf(asking({}))).toEqual({
      limits: { cpu: "500m", memory: "512Mi" },
      requests: { cpu: "100m" },
    });
    expect(resourcesOf(asking({}, { cpu: "2" }))).toEqual({
      limits: { cpu: "2", memory: "512Mi" },
      requests: { cpu: "2" },
    });
  });

  test.each<[string, PodSpec, Partial<Item>, string]>([
    [
      "too much",
      asking({}, { cpu: "1500m" }),
      { max: { cpu: "800m" } },
      "maximum cpu usage per Container is 800m, but limit is 1500m",
    ],
    [
      "no limit",
      asking({ cpu: "1" }),
      { max: { cpu: "800m" } },
      "maximum cpu usage per Container is 800m.  No limit is specified",
    ],
    [
      "too little",
      asking({ memory: "50Mi" }),
      { min: { memory: "100Mi" } },
      "minimum memory usage per Container is 100Mi, but request is 50Mi",
    ],
    [
      "no request",
      asking({}),
      { min: { memory: "100Mi" } },
      "minimum memory usage per Container is 100Mi.  No request is specified",
    ],
    [
      "too far apart",
      asking({ memory: "100Mi" }, { memory: "300Mi" }),
      { maxLimitRequestRatio: { memory: "2" } },
      "memory max limit to request ratio per Container is 2, but provided ratio is 3.000000",
    ],
    [
      "two things",
      asking({ cpu: "10m" }, { cpu: "2" }),
      { min: { cpu: "100m" }, max: { cpu: "1" } },
      "[minimum cpu usage per Container is 100m, but request is 10m, maximum cpu usage per Container is 1, but limit is 2]",
    ],
  ])("controllers 6.3: %s is refused", (_, spec, item, text) => {
    expect(answer(spec, aLimitRange(item))).toBe(text);
  });

  test("controllers 6.3: of type Pod it is about the containers together", () => {
    const two = aSpec({ containers: ["a", "b"].map((name) => aContainer({ name, limits: { cpu: "600m" } })) });
    expect(answer(two, aLimitRange({ type: "Pod", max: { cpu: "1" } }))).toBe(
      "maximum cpu usage per Pod is 1, but limit is 1200m",
    );
  });
});

describe("a ResourceQuota", () => {
  test("controllers 6.5: counts pods and what they ask for", () => {
    const used = "used: pods=0, limited: pods=0";
    expect(answer(asking({}), aQuota({ pods: "0" }))).toBe(`exceeded quota: compute, requested: pods=1, ${used}`);
    expect(answer(asking({ cpu: "1", memory: "2Gi" }), aQuota({ "requests.cpu": "500m", memory: "1Gi" }))).toBe(
      "exceeded quota: compute, requested: memory=2Gi,requests.cpu=1, used: memory=0,requests.cpu=0, " +
        "limited: memory=1Gi,requests.cpu=500m",
    );
  });

  test("controllers 6.5: what is limited has to be said by every container", () => {
    expect(answer(asking({ cpu: "1" }), aQuota({ "limits.cpu": "4", "requests.memory": "4Gi" }))).toBe(
      "failed quota: compute: must specify limits.cpu for: app; requests.memory for: app",
    );
  });

  test.each<[string, PodSpec, Partial<ResourceQuota["spec"]>, boolean]>([
    ["BestEffort", asking({}), { scopes: ["BestEffort"] }, true],
    ["BestEffort", asking({ cpu: "1" }), { scopes: ["BestEffort"] }, false],
    ["NotTerminating", asking({}), { scopes: ["NotTerminating"] }, true],
    ["Terminating", asking({}), { scopes: ["Terminating"] }, false],
    [
      "PriorityClass In",
      aSpec({ priorityClassName: "system-node-critical" }),
      {
        scopeSelector: {
          matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["system-node-critical"] }],
        },
      },
      true,
    ],
    [
      "PriorityClass Exists",
      asking({}),
      { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "Exists" }] } },
      false,
    ],
  ])("controllers 6.5: scope %s", (_, spec, over, isCounted) => {
    expect(answer(spec, aQuota({ pods: "0" }, over)) !== "").toBe(isCounted);
  });

  test("controllers 6.6: a ReplicaSet stops where the quota ends, tries again later each time, and goes on", () => {
    const cluster = new SmallCluster({ stopsAfter: 1 })
      .apply(0, aQuota({ pods: "2" }))
      .apply(0, aDeployment({ replicas: 4 }))
      .run(60);
    expect(cluster.world.pods.size).toBe(2);
    // What its pods report makes it try at once; after that it is left to itself.
    const tries = cluster
      .facts(replicaSetCreateFailed)
      .map(({ at }) => at)
      .filter((at) => at > 2);
    const gaps = tries.slice(1).map((at, k) => Math.round((at - (tries[k] ?? 0)) * 1_000));
    expect(gaps.length).toBeGreaterThan(2);
    expect(gaps.every((gap, k) => k === 0 || gap === 2 * (gaps[k - 1] ?? 0))).toBe(true);
    expect(cluster.facts(replicaSetCreateFailed)[0]?.data.message).toMatch(
      /^pods "web-[a-z0-9]+-[a-z0-9]{5}" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=2, limited: pods=2$/,
    );
  });

  test("controllers 6.5: a pod on its way out is charged, one that ended is not", () => {
    const cluster = new SmallCluster({ stopsAfter: 20 })
      .apply(0, aQuota({ pods: "1" }))
      .apply(0, aReplicaSet({ replicas: 1 }))
      .at(10, (out, world, now) => {
        const pod = world.pods.at(0);
        if (pod !== undefined) requestDeletion(pod, now, "user", out);
      })
      .run(100);
    const times = cluster.facts(podCreated).map(({ at }) => at);
    expect(times).toHaveLength(2);
    expect(times[1]).toBeGreaterThan(30);
    expect(cluster.facts(requestRefused)).toEqual([]);
  });
});
