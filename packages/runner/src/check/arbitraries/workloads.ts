// Objects that make pods, and what protects or exposes them.
import fc from "fast-check";
import type { JsonMap } from "../json-map.js";
import { namedPod, podSpec } from "./pods.js";
import { said, seldom } from "./seldom.js";

const template = (app: string, restartPolicies: readonly string[] = ["Always"]): fc.Arbitrary<JsonMap> =>
  podSpec(app, restartPolicies).map((spec) => ({ metadata: { labels: { app } }, spec }));

const selecting = (app: string): JsonMap => ({ matchLabels: { app } });

const share = fc.constantFrom<number | string>(0, 1, 2, "0%", "25%", "50%", "100%");

/** Not both nothing, which a server refuses. */
const rollingUpdate = fc
  .record({ maxSurge: share, maxUnavailable: share })
  .map(({ maxSurge, maxUnavailable }) =>
    /^0%?$/.test(String(maxSurge)) && /^0%?$/.test(String(maxUnavailable))
      ? { maxSurge: 1, maxUnavailable: 0 }
      : { maxSurge, maxUnavailable },
  );

const replicas = fc.integer({ min: 0, max: 5 });

/** A Deployment manifest of that name; its pods carry app=name. */
const namedDeployment = (name: string): fc.Arbitrary<JsonMap> =>
  fc
    .record({
      replicas,
      template: template(name),
      minReadySeconds: fc.constantFrom(0, 0, 5),
      strategy: fc.oneof(
        { weight: 4, arbitrary: rollingUpdate.map((given) => ({ type: "RollingUpdate", rollingUpdate: given })) },
        { weight: 1, arbitrary: fc.constant({ type: "Recreate" }) },
      ),
    })
    .map((spec) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name },
      spec: { selector: selecting(name), ...spec },
    }));

const namedStatefulSet = (name: string): fc.Arbitrary<JsonMap> =>
  fc
    .record({
      replicas: fc.integer({ min: 0, max: 4 }),
      template: template(name),
      podManagementPolicy: fc.constantFrom("OrderedReady", "OrderedReady", "Parallel"),
    })
    .map((spec) => ({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name },
      spec: { selector: selecting(name), serviceName: name, ...spec },
    }));

const namedDaemonSet = (name: string): fc.Arbitrary<JsonMap> =>
  template(name).map((made) => ({
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name },
    spec: { selector: selecting(name), template: made },
  }));

/** Never makes a pod for every try, OnFailure a container. */
const jobSpec = (name: string): fc.Arbitrary<JsonMap> =>
  fc.record({
    parallelism: fc.integer({ min: 1, max: 3 }),
    completions: fc.integer({ min: 1, max: 4 }),
    backoffLimit: fc.integer({ min: 0, max: 3 }),
    completionMode: fc.constantFrom("NonIndexed", "Indexed"),
    template: template(name, ["Never", "OnFailure"]),
  });

const namedJob = (name: string): fc.Arbitrary<JsonMap> =>
  jobSpec(name).map((spec) => ({ apiVersion: "batch/v1", kind: "Job", metadata: { name }, spec }));

const namedCronJob = (name: string): fc.Arbitrary<JsonMap> =>
  fc
    .record({ spec: jobSpec(name), concurrencyPolicy: fc.constantFrom("Allow", "Forbid", "Replace") })
    .map(({ spec, concurrencyPolicy }) => ({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name },
      spec: { schedule: "*/5 * * * *", concurrencyPolicy, jobTemplate: { spec } },
    }));

/** A workload manifest of that name, of any kind. */
export const namedWorkload = (name: string): fc.Arbitrary<JsonMap> =>
  fc.oneof(
    { weight: 5, arbitrary: namedDeployment(name) },
    { weight: 4, arbitrary: namedPod(name) },
    { weight: 2, arbitrary: namedStatefulSet(name) },
    { weight: 2, arbitrary: namedJob(name) },
    { weight: 1, arbitrary: namedDaemonSet(name) },
    { weight: 1, arbitrary: namedCronJob(name) },
  );

/** Any Deployment. */
export const deployment: fc.Arbitrary<JsonMap> = fc.constantFrom("web", "db").chain(namedDeployment);

/** A budget for the pods of an app. */
export const budgetFor = (app: string): fc.Arbitrary<JsonMap> =>
  fc
    .oneof(
      fc.record({ minAvailable: fc.constantFrom<number | string>(0, 1, 2, "50%", "100%") }),
      fc.record({ maxUnavailable: fc.constantFrom<number | string>(0, 1, "50%") }),
    )
    .map((limit) => ({
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: app },
      spec: { selector: selecting(app), ...limit },
    }));

/** An autoscaler of an app by what its pods use of cpu, which needs no requests. */
export const autoscalerFor = (kind: string, app: string): fc.Arbitrary<JsonMap> =>
  fc
    .record({ maxReplicas: fc.integer({ min: 2, max: 5 }), window: seldom(fc.constantFrom(0, 60), 3) })
    .map(({ maxReplicas, window }) => ({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: app },
      spec: said({
        scaleTargetRef: { apiVersion: "apps/v1", kind, name: app },
        maxReplicas,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "AverageValue", averageValue: "100m" } } },
        ],
        behavior: window === null ? null : { scaleDown: { stabilizationWindowSeconds: window } },
      }),
    }));

export const serviceFor = (app: string): JsonMap => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: app },
  spec: { selector: { app }, ports: [{ port: 80, targetPort: 8080 }] },
});
