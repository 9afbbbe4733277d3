// Folding one fact into the world: the entity's own evolve, then the memberships and columns that follow from it.
import { isTerminalPhase } from "@podsim/core";
import type {
  BudgetState,
  ClusterState,
  ConfigMapState,
  DeploymentState,
  EndpointRemoved,
  EndpointSet,
  Envelope,
  EventDefinition,
  ImageStored,
  NodeIx,
  NodeState,
  PodIx,
  PodState,
  ReplicaSetState,
  SecretState,
  ServiceState,
} from "@podsim/core";
import type { World } from "./world.js";

type Folding<State> = EventDefinition<string, object, State>;

const evolve = <State>(fact: Envelope, before: State): State =>
  (fact.definition as Folding<State>).evolve(before, fact.data, fact.at);

/** Whether the pod takes room on its node: bound and not finished (a finished pod looks deleted to the scheduler). */
const occupies = (pod: PodState | undefined): pod is PodState =>
  pod !== undefined && pod.binding !== null && !isTerminalPhase(pod.status.phase);

const applyPod = (world: World, fact: Envelope): void => {
  const before = world.pods.at(fact.subject);
  const removed = fact.definition.type === "PodRemoved";
  const after = evolve<PodState | undefined>(fact, before);
  if (after === undefined) return;
  const held = occupies(before);
  const holds = !removed && occupies(after);
  if (held && !holds) world.nodes.podGone(before);
  if (removed) world.pods.remove(fact.subject as PodIx);
  else world.pods.put(after);
  if (!held && holds) world.nodes.podPlaced(after);
  else if (held && holds && before.deletion !== after.deletion) world.nodes.podChanged(before, after);
};

const applyNode = (world: World, fact: Envelope): void => {
  const before = world.nodes.at(fact.subject as NodeIx);
  if (fact.definition.type === "NodeRemoved") return world.nodes.remove(fact.subject as NodeIx);
  const after = evolve<NodeState | undefined>(fact, before);
  if (after === undefined) return;
  if (fact.definition.type === "ImageStored") world.nodes.putImage(after, (fact.data as ImageStored).image);
  else world.nodes.put(after);
};

const applyService = (world: World, fact: Envelope): void => {
  const ix = fact.subject;
  switch (fact.definition.type) {
    case "EndpointSet": {
      const d = fact.data as EndpointSet;
      const { ready, serving, terminating } = d;
      return world.endpoints.set(ix, { pod: d.podIx as PodIx, ready, serving, terminating });
    }
    case "EndpointRemoved":
      return world.endpoints.remove(ix, (fact.data as EndpointRemoved).podIx as PodIx);
    case "ServiceDeleted":
      world.endpoints.removeAll(ix);
      return world.services.remove(ix);
    default: {
      const after = evolve<ServiceState | undefined>(fact, world.services.at(ix));
      if (after !== undefined)
        world.services.put(ix, after.object.metadata.namespace, after.object.metadata.name, after);
    }
  }
};

const applyDeployment = (world: World, fact: Envelope): void => {
  const ix = fact.subject;
  if (fact.definition.type === "DeploymentDeleted") return world.deployments.remove(ix);
  const after = evolve<DeploymentState | undefined>(fact, world.deployments.at(ix));
  if (after !== undefined)
    world.deployments.put(ix, after.object.metadata.namespace, after.object.metadata.name, after);
};

const applyReplicaSet = (world: World, fact: Envelope): void => {
  const ix = fact.subject;
  if (fact.definition.type === "ReplicaSetDeleted") return world.replicaSets.remove(ix);
  const after = evolve<ReplicaSetState | undefined>(fact, world.replicaSets.at(ix));
  if (after !== undefined) world.replicaSets.put(ix, after.namespace, after.name, after);
};

const applyBudget = (world: World, fact: Envelope): void => {
  const ix = fact.subject;
  if (fact.definition.type === "BudgetDeleted") return world.budgets.remove(ix);
  const after = evolve<BudgetState | undefined>(fact, world.budgets.at(ix));
  if (after !== undefined) world.budgets.put(ix, after.object.metadata.namespace, after.object.metadata.name, after);
};

const applyConfigMap = (world: World, fact: Envelope): void => {
  const ix = fact.subject;
  if (fact.definition.type === "ConfigMapDeleted") return world.configMaps.remove(ix);
  const after = evolve<ConfigMapState | undefined>(fact, world.configMaps.at(ix));
  if (after !== undefined) world.configMaps.put(ix, after.object.metadata.namespace, after.object.metadata.name, after);
};

const applySecret = (world: World, fact: Envelope): void => {
  const ix = fact.subject;
  if (fact.definition.type === "SecretDeleted") return world.secrets.remove(ix);
  const after = evolve<SecretState | undefined>(fact, world.secrets.at(ix));
  if (after !== undefined) world.secrets.put(ix, after.object.metadata.namespace, after.object.metadata.name, after);
};

/** The one writer of a world. */
export const applyFact = (world: World, fact: Envelope): void => {
  world.nowUs = fact.at;
  switch (fact.definition.entity) {
    case "pod":
      return applyPod(world, fact);
    case "node":
      return applyNode(world, fact);
    case "deployment":
      return applyDeployment(world, fact);
    case "replica-set":
      return applyReplicaSet(world, fact);
    case "service":
      return applyService(world, fact);
    case "budget":
      return applyBudget(world, fact);
    case "config-map":
      return applyConfigMap(world, fact);
    case "secret":
      return applySecret(world, fact);
    case "cluster":
      world.cluster = evolve<ClusterState>(fact, world.cluster);
  }
};
