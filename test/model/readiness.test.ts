// Readiness shows in the pod's status as soon as a probe passes, without a report of the kubelet; whoever goes by
// readiness has to hear of it.
import { SECOND } from "@podsim/core/time";
import { aBehavior } from "@podsim/scheduler/testing";
import { createCluster, DEFAULT_LATENCIES } from "@podsim/scheduler";
import { expect, test } from "vitest";
import { applying, deploymentManifest, nodeManifest } from "../determinism/small-cluster.js";

test("kubelet 6.16, controllers 6.14, 7.2: a passing probe reaches ReplicaSet, Deployment, Service and budget", () => {
  const slow = aBehavior({ startup: { kind: "constant", value: 30 * SECOND } });
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web" },
    spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
  };
  const budget = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web" },
    spec: { minAvailable: 2, selector: { matchLabels: { app: "web" } } },
  };
  const { simulation, world } = createCluster({
    settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: () => slow,
    timeline: [
      applying(
        "all",
        0,
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "default" } },
        nodeManifest("node-1", "a"),
        service,
        budget,
        deploymentManifest("web", 3),
      ),
    ],
  });
  const readings = () => ({
    set: [...world.replicaSets.values()].map((s) => s.status.readyReplicas),
    deployment: [...world.deployments.values()].map((d) => d.status.availableReplicas),
    endpoints: [...world.services.values()].map((s) => world.endpoints.readyCount(s.ix)),
    budget: [...world.budgets.values()].map((b) => b.status.disruptionsAllowed),
  });
  simulation.run({ untilUs: 25 * SECOND });
  expect(readings()).toEqual({ set: [0], deployment: [0], endpoints: [0], budget: [0] });
  simulation.run({ untilUs: 60 * SECOND });
  expect(readings()).toEqual({ set: [3], deployment: [3], endpoints: [3], budget: [1] });
});
