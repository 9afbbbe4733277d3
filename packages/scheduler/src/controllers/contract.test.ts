import { claimDeletionRequested, completionIndex, deploymentDeleted, nodeTainted } from "@podsim/core";
import type { DeploymentState, ReplicaSetState } from "@podsim/core";
import { test } from "vitest";
import type { ControllerTrial } from "../../testing/controller-contract.js";
import { keepsControllerContract } from "../../testing/controller-contract.js";
import { aClaim, aStorageClass, aVolume } from "../../testing/storage-objects.js";
import { aBudget, aDaemonSet, aDeployment, aJob, aService, aStatefulSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { pinningScheduler } from "../../testing/stand-ins.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { World } from "../cluster/world.js";
import type { PacedControllerDefinition } from "../controller-actor.js";
import { claimProtection } from "./claim-protection.js";
import { daemonSet } from "./daemon-set.js";
import { deployment } from "./deployment.js";
import { disruption } from "./disruption.js";
import { endpoints } from "./endpoints.js";
import { garbageCollector, garbageKey } from "./garbage-collector.js";
import { CONTROLLERS } from "./index.js";
import { job } from "./job.js";
import { persistentVolume } from "./persistent-volume.js";
import { replicaSet } from "./replica-set.js";
import { statefulSet } from "./stateful-set.js";

const service = aService();
const budget = aBudget({ maxUnavailable: "25%" });

/** A rollout in the middle of which somebody scales, a Deployment that is deleted, and a pod that is. */
const busyCluster = (definition: PacedControllerDefinition): SmallCluster =>
  new SmallCluster({
    controllers: CONTROLLERS.map((each) => (each.name === definition.name ? definition : each)),
    readyAfter: (pod) => 2 + (pod.identity.ix % 3),
  })
    .apply(1, service)
    .apply(1, budget)
    .apply(1, aDeployment({ replicas: 8, minReadySeconds: 2 }))
    .apply(1, aDeployment({ name: "other", replicas: 2 }))
    .apply(4, service)
    .apply(40, aDeployment({ replicas: 8, minReadySeconds: 2, image: "web:2" }))
    .apply(44, aDeployment({ replicas: 12, minReadySeconds: 2, image: "web:2" }))
    .at(50, (out, world) => {
      const pod = world.pods.at([...world.pods.ofReplicaSet(0)].at(-1) ?? -1);
      if (pod !== undefined) requestDeletion(pod, 50_000_000, "user", out);
    })
    .at(120, (out, world) => {
      const ix = world.deployments.ixOf("default", "other");
      if (ix !== undefined) out.record(deploymentDeleted, ix, {});
    })
    .apply(130, service);

const indexesOf = (states: Iterable<{ readonly ix: number }>): readonly number[] => [...states].map(({ ix }) => ix);

/** Names and sizes, but not the names of pods: they depend on how many were made on the way. */
const workloads = (world: World): unknown => ({
  deployments: [...world.deployments.values()].map(({ object, status, revision, conditions }: DeploymentState) => [
    object.metadata.name,
    status,
    revision,
    conditions.map(({ type, status: value, reason, message }) => [type, value, reason, message]).sort(),
  ]),
  replicaSets: [...world.replicaSets.values()].map(({ name, replicas, status }: ReplicaSetState) => [
    name,
    replicas,
    status,
  ]),
  pods: world.pods.size,
});

/** Claims that bind at once, wait, have volumes made, and are deleted again. */
const storageCluster = (definition: PacedControllerDefinition): SmallCluster =>
  new SmallCluster({ controllers: CONTROLLERS.map((each) => (each.name === definition.name ? definition : each)) })
    .apply(0, aStorageClass())
    .apply(0, aVolume("small", { storageClassName: "hand" }))
    .apply(1, aClaim("a", { storageClassName: "hand" }))
    .apply(1, aClaim("b"))
    .apply(1, aClaim("c", { storageClassName: "hand" }))
    .apply(6, service)
    .at(20, (out) => {
      for (const ix of [0, 1]) out.record(claimDeletionRequested, ix, {});
    })
    .apply(30, aVolume("later", { storageClassName: "hand" }))
    .apply(45, service);

const storage = (world: World): unknown => ({
  claims: [...world.claims.values()].map(({ object, phase }) => [object.metadata.name, phase, object.spec.volumeName]),
  volumes: [...world.volumes.values()].map(({ object, phase }) => [object.metadata.name, phase]),
});

const trials: readonly ControllerTrial[] = [
  {
    definition: persistentVolume,
    cluster: storageCluster,
    seconds: 60,
    keys: (world) => [
      ...indexesOf(world.claims.values()).map((ix) => 2 * ix),
      ...indexesOf(world.volumes.values()).map((ix) => 2 * ix + 1),
    ],
    outcome: storage,
    deaf: [
      [0, 5],
      [15, 25],
      [19, 40],
    ],
  },
  {
    definition: claimProtection,
    cluster: storageCluster,
    seconds: 60,
    keys: (world) => indexesOf(world.claims.values()),
    outcome: storage,
    deaf: [
      [0, 5],
      [15, 25],
    ],
  },
  {
    definition: replicaSet,
    cluster: busyCluster,
    seconds: 200,
    keys: (world) => indexesOf(world.replicaSets.values()),
    outcome: workloads,
    deaf: [
      [0, 5],
      [3, 41],
      [42, 60],
      [45, 119],
    ],
  },
  {
    definition: deployment,
    cluster: busyCluster,
    seconds: 200,
    keys: (world) => indexesOf(world.deployments.values()),
    outcome: workloads,
    deaf: [
      [0, 3],
      [2, 41],
      [42, 60],
    ],
  },
  {
    definition: endpoints,
    cluster: busyCluster,
    seconds: 200,
    keys: (world) => indexesOf(world.services.values()),
    outcome: (world) => [world.endpoints.readyCount(0), world.endpoints.of(0).size],
    deaf: [
      [0, 3],
      [2, 41],
      [42, 60],
    ],
  },
  {
    definition: disruption,
    cluster: busyCluster,
    seconds: 200,
    keys: (world) => indexesOf(world.budgets.values()),
    outcome: (world) => [...world.budgets.values()].map(({ status }) => status),
    deaf: [
      [0, 3],
      [2, 41],
      [42, 60],
    ],
  },
  {
    definition: garbageCollector,
    cluster: busyCluster,
    seconds: 200,
    keys: (world) => [
      ...[0, 1].map((ix) => garbageKey("Deployment", ix)),
      ...[0, 1, ...indexesOf(world.replicaSets.values())].map((ix) => garbageKey("ReplicaSet", ix)),
    ],
    outcome: workloads,
    deaf: [[100, 125]],
  },
];

const jobTrial: ControllerTrial = {
  definition: job,
  cluster: (definition) =>
    new SmallCluster({
      controllers: CONTROLLERS.map((each) => (each.name === definition.name ? definition : each)),
      ends: (pod) => ({ after: 3 + (pod.identity.ix % 4), exitCode: completionIndex(pod) === 1 ? 1 : 0 }),
    })
      .apply(1, aJob({ completions: 9, parallelism: 4 }))
      .apply(1, aJob({ name: "indexed", completionMode: "Indexed", completions: 4, parallelism: 4, backoffLimit: 2 }))
      .at(8, (out, world) => {
        const pod = world.pods.at(0);
        if (pod !== undefined) requestDeletion(pod, 8_000_000, "user", out);
      })
      // Something that happens at the end of each time it is deaf.
      .apply(4, service)
      .apply(31, service),
  seconds: 400,
  keys: (world) => indexesOf(world.jobs.values()),
  outcome: (world) =>
    [...world.jobs.values()].map(({ status, conditions }) => [
      status.succeeded,
      status.completedIndexes,
      conditions.map(({ type, reason }) => [type, reason]),
    ]),
  deaf: [
    [0, 3],
    [5, 30],
  ],
};

const daemonSetTrial: ControllerTrial = {
  definition: daemonSet,
  cluster: (definition) =>
    new SmallCluster({
      controllers: CONTROLLERS.map((each) => (each.name === definition.name ? definition : each)),
      schedules: false,
      actors: (plane) => [pinningScheduler(plane.world)],
      nodes: 5,
    })
      .apply(1, aDaemonSet())
      .apply(40, aDaemonSet({ image: "agent:2", minReadySeconds: 2 }))
      .at(44, (out) => {
        out.record(nodeTainted, 2, { key: "gone", value: "", effect: "NoExecute" });
      })
      .apply(4, service)
      .apply(60, service),
  seconds: 200,
  keys: (world) => indexesOf(world.daemonSets.values()),
  outcome: (world) => [[...world.daemonSets.values()].map(({ status }) => status), world.pods.size],
  deaf: [
    [0, 3],
    [2, 41],
    [42, 60],
  ],
};

const statefulSetTrial: ControllerTrial = {
  definition: statefulSet,
  cluster: (definition) =>
    new SmallCluster({
      controllers: CONTROLLERS.map((each) => (each.name === definition.name ? definition : each)),
    })
      .apply(1, aStatefulSet({ replicas: 4 }))
      .apply(40, aStatefulSet({ replicas: 3, image: "db:2" }))
      .apply(4, service)
      .apply(60, service),
  seconds: 200,
  keys: (world) => indexesOf(world.statefulSets.values()),
  outcome: (world) => [[...world.statefulSets.values()].map(({ status }) => status), world.pods.size],
  deaf: [
    [0, 3],
    [2, 41],
    [42, 60],
  ],
};

test.each(
  [...trials, jobTrial, daemonSetTrial, statefulSetTrial].map((trial) => [trial.definition.name, trial] as const),
)("%s keeps the contract", (_, trial) => {
  keepsControllerContract(trial);
});
