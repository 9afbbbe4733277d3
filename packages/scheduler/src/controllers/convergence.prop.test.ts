import {
  budgetStatusOf,
  compileLabelMap,
  deploymentDeleted,
  endpointOf,
  isActive,
  isReady,
  nodeFailed,
  nodeRecovered,
  podCreated,
} from "@podsim/core";
import type {
  BudgetState,
  BudgetStatus,
  DeploymentState,
  Endpoint,
  NodeIx,
  PodState,
  PodTemplateSpec,
  ServiceState,
} from "@podsim/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aBudget, aDeployment, aService } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { World } from "../cluster/world.js";

type Step =
  | {
      readonly kind: "apply";
      readonly name: string;
      readonly replicas: number;
      readonly image: number;
    }
  | { readonly kind: "delete-deployment"; readonly name: string }
  | { readonly kind: "delete-pod"; readonly pick: number; readonly grace: number | null }
  | { readonly kind: "budget"; readonly name: string; readonly share: number }
  | { readonly kind: "service"; readonly name: string; readonly publish: boolean }
  | { readonly kind: "fail-node"; readonly node: number };

const name = fc.constantFrom("web", "api");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("apply" as const),
      name,
      replicas: fc.nat(9),
      image: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete-deployment" as const), name }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("delete-pod" as const),
      pick: fc.nat(50),
      grace: fc.constantFrom(null, 0, 1),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("budget" as const), name, share: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("service" as const), name, publish: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fail-node" as const), node: fc.nat(2) }) },
);
const timeline = fc.array(fc.record({ after: fc.integer({ min: 0, max: 8_000 }), step }), { maxLength: 14 });
type Timeline = readonly { readonly after: number; readonly step: Step }[];

const perform = (cluster: SmallCluster, at: number, doing: Step): void => {
  switch (doing.kind) {
    case "apply": {
      const { replicas, image } = doing;
      // One strategy each: upstream never finishes a rollout whose strategy becomes Recreate as it is scaled.
      const strategy = doing.name === "api" ? { strategy: { type: "Recreate" as const } } : {};
      cluster.apply(at, aDeployment({ name: doing.name, replicas, image: `${doing.name}:${image}`, ...strategy }));
      return;
    }
    case "delete-deployment":
      cluster.at(at, (out, world) => {
        const ix = world.deployments.ixOf("default", doing.name);
        if (ix !== undefined) out.record(deploymentDeleted, ix, {});
      });
      return;
    case "delete-pod":
      cluster.at(at, (out, world, now) => {
        const pods = [...world.pods.values()];
        const pod = pods[doing.pick % Math.max(1, pods.length)];
        if (pod !== undefined) requestDeletion(pod, now, "user", out, doing.grace);
      });
      return;
    case "budget":
      cluster.apply(at, aBudget({ minAvailable: `${doing.share}%`, selector: { matchLabels: { app: doing.name } } }));
      return;
    case "service":
      cluster.apply(at, aService({ selector: { app: doing.name }, publishNotReadyAddresses: doing.publish }));
      return;
    case "fail-node":
      cluster.at(at, (out, world) => {
        const node = world.nodes.at(doing.node as NodeIx);
        if (node?.failure === null) out.record(nodeFailed, node.ix, { mode: "power-off" });
      });
  }
};

/** Every node works again at the end, and everybody has time to do what there is to do. */
const QUIET_SECONDS = 300;

const runAll = (steps: Timeline, stranger = false): SmallCluster => {
  const cluster = new SmallCluster({
    readyAfter: ({ identity }) => (identity.name.charCodeAt(identity.name.length - 1) % 4) / 2,
  });
  if (stranger) cluster.apply(0, aDeployment({ namespace: "elsewhere", name: "stranger", replicas: 4 }));
  let at = 1;
  for (const { after, step: doing } of steps) {
    at += after / 1_000;
    perform(cluster, at, doing);
  }
  cluster.at(at + 60, (out, world) => {
    for (const node of world.nodes.values()) if (node.failure !== null) out.record(nodeRecovered, node.ix, {});
  });
  return cluster.run(at + 60 + QUIET_SECONDS);
};

const isAsWanted = (world: World, { ix, object }: DeploymentState): void => {
  const pods = [...world.pods.values()].filter((pod) => {
    const { owner } = pod.identity;
    return owner !== null && world.replicaSets.at(owner.ix)?.deployment === ix && isActive(pod);
  });
  expect(pods).toHaveLength(object.spec.replicas);
  const imageOf = ({ spec }: PodTemplateSpec): string | undefined => spec.containers[0]?.image;
  for (const { identity } of pods) expect(imageOf(identity.template)).toBe(imageOf(object.spec.template));
};

const selectedBy = (world: World, namespace: string, labels: Readonly<Record<string, string>>): readonly PodState[] => {
  const selects = compileLabelMap(labels);
  return [...world.pods.values()].filter(
    ({ identity }) => identity.namespace === namespace && selects(identity.template.metadata.labels),
  );
};

const naiveEndpoints = (world: World, { object }: ServiceState): ReadonlyMap<number, Endpoint> => {
  const found = new Map<number, Endpoint>();
  for (const pod of selectedBy(world, object.metadata.namespace, object.spec.selector ?? {})) {
    const endpoint = endpointOf(pod, object.spec.publishNotReadyAddresses);
    if (endpoint !== null) found.set(pod.identity.ix, endpoint);
  }
  return found;
};

const naiveBudget = (world: World, { object }: BudgetState): BudgetStatus => {
  const pods = selectedBy(world, object.metadata.namespace, object.spec.selector?.matchLabels ?? {});
  const deployments = new Set(
    pods.map(({ identity }) => (identity.owner === null ? null : world.replicaSets.at(identity.owner.ix)?.deployment)),
  );
  let controllerReplicas = 0;
  for (const ix of deployments)
    controllerReplicas += ix == null ? 0 : (world.deployments.at(ix)?.object.spec.replicas ?? 0);
  const healthyCount = pods.filter((pod) => pod.deletion === null && isReady(pod)).length;
  return budgetStatusOf(object, { matchedCount: pods.length, controllerReplicas, healthyCount });
};

const byKey = (endpoints: ReadonlyMap<number, Endpoint>) => [...endpoints].sort(([a], [b]) => a - b);

test("whatever is asked for, in the end it is there, counted right, and nothing else is left", () => {
  fc.assert(
    fc.property(timeline, (steps) => {
      const { world } = runAll(steps);
      for (const deployment of world.deployments.values()) isAsWanted(world, deployment);
      for (const { deployment } of world.replicaSets.values()) {
        expect(deployment === null || world.deployments.at(deployment) !== undefined).toBe(true);
      }
      for (const { identity } of world.pods.values()) {
        expect(identity.owner === null || world.replicaSets.at(identity.owner.ix) !== undefined).toBe(true);
      }
      for (const service of world.services.values()) {
        expect(byKey(world.endpoints.of(service.ix))).toEqual(byKey(naiveEndpoints(world, service)));
      }
      for (const budget of world.budgets.values()) expect(budget.status).toEqual(naiveBudget(world, budget));
    }),
    { numRuns: 60 },
  );
});

test("a stranger in another namespace changes nobody's names", () => {
  const namesOf = (cluster: SmallCluster): readonly string[] =>
    cluster
      .facts(podCreated)
      .filter(({ data }) => data.namespace === "default")
      .map(({ data }) => `${data.name} ${data.uid}`)
      .sort();
  const applies = fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 8_000 }), step: step.filter(({ kind }) => kind === "apply") }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(applies, (steps) => {
      expect(namesOf(runAll(steps, true))).toEqual(namesOf(runAll(steps)));
    }),
    { numRuns: 15 },
  );
});
