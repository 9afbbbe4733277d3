import {
  autoscalerApplied,
  autoscalerFailed,
  autoscalerRescaled,
  autoscalerStatusUpdated,
  deploymentApplied,
  loadSet,
} from "@podsim/core";
import type { HorizontalPodAutoscalerSpec, LoadSet, MetricSpec, ResourceList } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import { aContainer } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { aDeployment, SmallCluster } from "../../testing/small-cluster.js";
import type { SmallClusterOptions } from "../../testing/small-cluster.js";
import { horizontalPodAutoscalerActor } from "./horizontal-pod-autoscaler.js";

const cpuAt = (averageUtilization: number): MetricSpec => ({
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
});

const constant = (amount: number): Pick<LoadSet, "points" | "periodUs"> => ({
  points: [{ atUs: 0, amount, until: "step" }],
  periodUs: null,
});

interface Options extends SmallClusterOptions, Partial<HorizontalPodAutoscalerSpec> {
  readonly replicas?: number;
  readonly requests?: ResourceList;
  readonly limits?: ResourceList;
}

const aCluster = ({ replicas = 2, requests = { cpu: "500m" }, limits, ...options }: Options): SmallCluster => {
  const containers = [aContainer({ requests, ...(limits === undefined ? {} : { limits }) })];
  const { template } = aDeployment().spec;
  const deployment = aDeployment({ replicas, template: { ...template, spec: { ...template.spec, containers } } });
  return new SmallCluster({ ...options, actors: (plane) => [horizontalPodAutoscalerActor(plane)] })
    .apply(0, deployment)
    .at(0.5, (out) => {
      out.record(autoscalerApplied, 0, {
        autoscalerIx: 0,
        uid: "u",
        object: {
          apiVersion: "autoscaling/v2",
          kind: "HorizontalPodAutoscaler",
          metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
          spec: {
            scaleTargetRef: { kind: "Deployment", name: "web" },
            minReplicas: options.minReplicas ?? 1,
            maxReplicas: options.maxReplicas ?? 20,
            metrics: options.metrics ?? [cpuAt(50)],
            ...(options.behavior === undefined ? {} : { behavior: options.behavior }),
          },
        },
      });
    });
};

const load = (cluster: SmallCluster, at: number, change: Partial<LoadSet>): SmallCluster =>
  cluster.at(at, (out) => {
    const target = { kind: "Deployment", namespace: "default", name: "web" };
    const given = { metric: "cpu", container: null, spread: "shared" as const, ...constant(0) };
    out.record(loadSet, 0, { ...target, ...given, ...change });
  });

const sizes = (cluster: SmallCluster): readonly (readonly [at: number, to: number])[] =>
  cluster.facts(autoscalerRescaled).map(({ at, data }) => [at, data.to]);

describe("controllers 4.1: when an autoscaler is looked at", () => {
  test("15 s after it was created, then every 15 s", () => {
    const cluster = load(aCluster({}), 0.6, {
      points: [
        { atUs: 0, amount: 500, until: "ramp" },
        { atUs: 60 * MINUTE, amount: 400, until: "step" },
      ],
    }).run(120);
    const at = cluster.facts(autoscalerStatusUpdated).map((fact) => fact.at);
    expect(at.slice(0, 2)).toEqual([15.5, 30.5]);
    expect(at.every((seconds) => (seconds - 0.5) % 15 === 0)).toBe(true);
  });

  test("where load and pods stay as they are, nothing happens any more", () => {
    const cluster = load(aCluster({}), 1, constant(500));
    cluster.run(1_200);
    const { length } = cluster.log;
    expect(cluster.runUntil(100_000)).toBe("agenda-empty");
    expect(cluster.log.length).toBe(length);
  });
});

test("an autoscaler at rest is not woken by what is asked of others", () => {
  const points = [{ atUs: 0, amount: 1, until: "ramp" as const }];
  const cluster = load(load(aCluster({}), 1, constant(500)), 1_201, { name: "other", points, periodUs: MINUTE });
  cluster.run(1_200);
  const { length } = cluster.log;
  expect(cluster.runUntil(100_000)).toBe("agenda-empty");
  expect(cluster.log.length).toBe(length + 1);
});

describe("controllers 4.5-4.7, 4.16: from load to replicas", () => {
  test("a sample of before and after a change of load is the mean of both", () => {
    const cluster = load(load(aCluster({ replicas: 4 }), 1, constant(1_000)), 400, constant(2_000)).run(450);
    const readings = cluster
      .facts(autoscalerStatusUpdated)
      .filter(({ at }) => at > 390)
      .map(({ data }) => data.currentMetrics[0]?.averageUtilization ?? 0);
    expect(readings.length).toBeGreaterThan(0);
    expect(Math.min(...readings)).toBeGreaterThanOrEqual(50);
  });

  test("the load is shared: 2 cores at 50 % of 500m ask for 8 pods, at most doubling or four at a time", () => {
    const cluster = load(load(aCluster({}), 1, constant(500)), 400, constant(2_000)).run(600);
    expect(sizes(cluster).map(([, to]) => to)).toEqual([4, 7, 8]);
    const [first] = sizes(cluster);
    expect(first?.[0]).toBeGreaterThan(400);
    expect(first?.[0]).toBeLessThanOrEqual(445);
    expect(cluster.world.deployments.at(0)?.object.spec.replicas).toBe(8);
  });

  test("nobody uses more than the limit", () => {
    const cluster = load(aCluster({ limits: { cpu: "300m" } }), 1, constant(2_000)).run(100);
    expect(cluster.world.autoscalers.at(0)?.status.currentMetrics[0]?.averageUtilization).toBe(60);
  });

  test("controllers 4.10: down 300 s after the load went", () => {
    const cluster = load(load(aCluster({ replicas: 4 }), 1, constant(1_000)), 400, constant(250)).run(1_000);
    const [down] = sizes(cluster);
    // The last look before the load went was at 390.5 s.
    expect(down?.[0]).toBeGreaterThan(690.5);
    expect(down?.[0]).toBeLessThanOrEqual(745);
    expect(sizes(cluster).at(-1)?.[1]).toBe(1);
  });
});

describe("controllers 4.10, 4.12: a look that came to no recommendation leaves none behind", () => {
  const policies = [{ type: "Percent" as const, value: 100, periodSeconds: 15 }];
  const behavior = {
    scaleUp: { stabilizationWindowSeconds: 300, selectPolicy: "Max" as const, policies },
    scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: "Max" as const, policies },
  };

  test.each<[string, number, Options, number]>([
    ["up", 2_000, { behavior }, 8],
    ["down", 250, { behavior }, 1],
    ["down without rules", 250, {}, 1],
  ])("%s: while nobody measured no window filled up", (_, amount, options, to) => {
    const cluster = load(aCluster({ replicas: 4, ...options }), 600, constant(amount)).run(700);
    const [first] = sizes(cluster);
    expect(first?.[0]).toBeLessThanOrEqual(645);
    expect(first?.[1]).toBe(to);
  });

  test("nor while the target had no replicas", () => {
    const cluster = load(aCluster({ replicas: 4, behavior }), 1, constant(1_000));
    const scaleTo = (at: number, replicas: number): SmallCluster =>
      cluster.at(at, (out, world) => {
        const found = world.deployments.at(0);
        if (found === undefined) return;
        const object = { ...found.object, spec: { ...found.object.spec, replicas } };
        out.record(deploymentApplied, 0, { deploymentIx: 0, uid: found.uid, object });
      });
    scaleTo(200, 0);
    scaleTo(800, 8);
    load(cluster, 801, constant(250)).run(900);
    expect(sizes(cluster)[0]).toEqual([825.5, 1]);
  });
});

describe("controllers 4.3: without asking any metric", () => {
  test.each([
    [30, 20, "Current number of replicas above Spec.MaxReplicas"],
    [1, 3, "Current number of replicas below Spec.MinReplicas"],
  ])("%i replicas become %i: %s", (replicas, to, reason) => {
    const cluster = aCluster({ replicas, minReplicas: 3 }).run(16);
    expect(cluster.facts(autoscalerRescaled).map(({ data }) => [data.to, data.reason])).toEqual([[to, reason]]);
  });

  test("a target of 0 replicas is left alone", () => {
    const cluster = load(aCluster({ replicas: 0 }), 1, constant(1_000)).run(100);
    expect(sizes(cluster)).toEqual([]);
    expect(cluster.world.autoscalers.at(0)?.conditions.at(-1)?.reason).toBe("ScalingDisabled");
  });
});

describe("controllers 4.4: several metrics", () => {
  const rps = (averageValue: string): MetricSpec => ({
    type: "Pods",
    pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue } },
  });

  test("the one that asks for most counts", () => {
    const cluster = load(aCluster({ metrics: [cpuAt(50), rps("10")] }), 1, constant(500));
    load(cluster, 1, { metric: "rps", ...constant(40_000) }).run(60);
    expect(cluster.world.deployments.at(0)?.object.spec.replicas).toBe(4);
    expect(cluster.facts(autoscalerRescaled)[0]?.data.reason).toBe("pods metric rps above target");
  });

  test("one that cannot be read stops the way down, not the way up", () => {
    const down = load(aCluster({ replicas: 4, metrics: [cpuAt(50), rps("10")] }), 1, constant(100)).run(600);
    expect(sizes(down)).toEqual([]);
    expect(down.world.autoscalers.at(0)?.conditions.find(({ type }) => type === "ScalingActive")).toMatchObject({
      status: "False",
      reason: "FailedGetPodsMetric",
    });
    const up = load(aCluster({ metrics: [cpuAt(50), rps("10")] }), 1, constant(1_000)).run(60);
    expect(up.world.deployments.at(0)?.object.spec.replicas).toBe(4);
  });
});

describe("controllers 4.9: metrics that belong to no pod", () => {
  test("an external one, divided among the replicas", () => {
    const metric: MetricSpec = {
      type: "External",
      external: { metric: { name: "queue" }, target: { type: "AverageValue", averageValue: "30" } },
    };
    const cluster = load(aCluster({ metrics: [metric] }), 1, {
      kind: "",
      namespace: "",
      name: "queue",
      metric: "queue",
      ...constant(100_000),
    });
    expect(sizes(cluster.run(60)).map(([, to]) => to)).toEqual([4]);
  });
});

describe("what is said when nothing can be read", () => {
  const failed = "failed to get cpu utilization: ";
  test.each<[string, Options, boolean, string]>([
    [
      "nobody measures",
      {},
      false,
      "unable to get metrics for resource cpu: no metrics returned from resource metrics API",
    ],
    ["nothing is requested", { requests: {} }, true, "missing request for cpu in container app of Pod web-"],
    [
      "no pod runs",
      { readyAfter: () => null },
      true,
      "unable to get metrics for resource cpu: no metrics returned from resource metrics API",
    ],
  ])("%s", (_, options, isLoaded, why) => {
    const cluster = aCluster(options);
    if (isLoaded) load(cluster, 1, constant(500));
    const told = cluster
      .run(200)
      .facts(autoscalerFailed)
      .filter(({ at }) => at > 31);
    expect(cluster.world.autoscalers.at(0)?.conditions.find(({ type }) => type === "ScalingActive")?.message).toContain(
      `the HPA was unable to compute the replica count: ${failed}${why}`,
    );
    // What was said once is not said again.
    expect(told.length).toBeLessThanOrEqual(2);
  });
});

test("controllers 4.17: what the autoscaler sets holds in the middle of a rollout", () => {
  const cluster = load(load(aCluster({ replicas: 4, readyAfter: () => 20 }), 1, constant(1_000)), 200, constant(2_000));
  cluster.at(205, (out, world) => {
    const found = world.deployments.at(0);
    if (found === undefined) return;
    const { template } = found.object.spec;
    const next = { ...template, metadata: { ...template.metadata, annotations: { release: "2" } } };
    out.record(deploymentApplied, 0, {
      deploymentIx: 0,
      uid: found.uid,
      object: { ...found.object, spec: { ...found.object.spec, template: next } },
    });
  });
  cluster.run(700);
  expect(cluster.world.deployments.at(0)?.object.spec.replicas).toBe(8);
  expect(cluster.world.deployments.at(0)?.status).toMatchObject({ replicas: 8, updatedReplicas: 8, readyReplicas: 8 });
});
