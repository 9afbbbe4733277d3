// Folding one fact into the world: the entity's own evolve, then the memberships and columns that follow from it.
import { isTerminalPhase, placeOf } from "@podsim/core";
import type {
  ClusterState,
  EndpointRemoved,
  EndpointSet,
  Envelope,
  EventDefinition,
  ImageStored,
  JobFound,
  JobStatusUpdated,
  NodeIx,
  NodeState,
  PodIx,
  PodState,
  ServiceState,
} from "@podsim/core";
import type { ObjectTable } from "./object-table.js";
import type { World } from "./world.js";

type Folding<State> = EventDefinition<string, object, State>;

const evolve = <State>(fact: Envelope, before: State): State =>
  (fact.definition as Folding<State>).evolve(before, fact.data, fact.at);

/** Whether the pod takes room: bound, or about to be, and not finished (a finished pod looks deleted to the scheduler). */
const occupies = (pod: PodState | undefined): pod is PodState =>
  pod !== undefined && placeOf(pod) !== null && !isTerminalPhase(pod.status.phase);

/** Whether something about a placed pod changed that others count by. */
const countsOtherwise = (before: PodState, after: PodState): boolean =>
  before.deletion !== after.deletion ||
  before.binding !== after.binding ||
  before.identity.template !== after.identity.template ||
  before.runtime.resize !== after.runtime.resize;

const removePod = (world: World, podIx: PodIx): void => {
  const pod = world.pods.at(podIx);
  if (pod?.identity.owner?.kind === "Job") world.trackedPods.keep(pod.identity.owner.ix, pod);
  world.pods.remove(podIx);
};

const applyPod = (world: World, fact: Envelope): void => {
  const before = world.pods.at(fact.subject);
  const removed = fact.definition.type === "PodRemoved";
  const after = evolve<PodState | undefined>(fact, before);
  if (after === undefined) return;
  const held = occupies(before);
  const holds = !removed && occupies(after);
  if (held && !holds) world.nodes.podGone(before);
  if (removed) removePod(world, fact.subject as PodIx);
  else world.pods.put(after);
  if (fact.definition.type === "PodReleased" && before?.identity.owner?.kind === "Job") {
    world.trackedPods.release(before.identity.owner.ix, [after.identity.ix]);
  }
  if (before?.identity.owner == null && after.identity.owner?.kind === "Job") {
    world.trackedPods.track(after.identity.owner.ix, after.identity.ix);
  }
  if (!held && holds) world.nodes.podPlaced(after);
  else if (held && holds && before !== after) {
    if (countsOtherwise(before, after)) world.nodes.podChanged(before, after);
    else world.nodes.podRenewed(after);
  }
};

const applyNode = (world: World, fact: Envelope): void => {
  const before = world.nodes.at(fact.subject as NodeIx);
  if (fact.definition.type === "NodeRemoved") return world.nodes.remove(fact.subject as NodeIx);
  const after = evolve<NodeState | undefined>(fact, before);
  if (after === undefined) return;
  if (fact.definition.type === "ImageStored") world.nodes.putImage(after, fact.data as ImageStored);
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

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** An object that is nothing but its state: `deleted` is the fact that ends it. */
const applyObject = <State>(
  table: ObjectTable<State>,
  fact: Envelope,
  deleted: string,
  nameOf: (state: State) => Named,
): void => {
  const ix = fact.subject;
  if (fact.definition.type === deleted) return table.remove(ix);
  const after = evolve<State | undefined>(fact, table.at(ix));
  if (after === undefined) return;
  const { namespace, name } = nameOf(after);
  table.put(ix, namespace, name, after);
};

const metadataOf = ({ object }: { readonly object: { readonly metadata: Named } }): Named => object.metadata;

const applyJob = (world: World, fact: Envelope): void => {
  const { type } = fact.definition;
  if (type === "JobStatusUpdated" || type === "JobFound") {
    world.trackedPods.release(fact.subject, (fact.data as JobStatusUpdated | JobFound).released);
  } else if (type === "JobDeleted") world.trackedPods.forget(fact.subject);
  applyObject(world.jobs, fact, "JobDeleted", metadataOf);
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
      return applyObject(world.deployments, fact, "DeploymentDeleted", metadataOf);
    case "replica-set":
      return applyObject(world.replicaSets, fact, "ReplicaSetDeleted", (set) => set);
    case "daemon-set":
      return applyObject(world.daemonSets, fact, "DaemonSetDeleted", metadataOf);
    case "stateful-set":
      return applyObject(world.statefulSets, fact, "StatefulSetDeleted", metadataOf);
    case "cron-job":
      return applyObject(world.cronJobs, fact, "CronJobDeleted", metadataOf);
    case "autoscaler":
      return applyObject(world.autoscalers, fact, "AutoscalerDeleted", metadataOf);
    case "job":
      return applyJob(world, fact);
    case "service":
      return applyService(world, fact);
    case "budget":
      return applyObject(world.budgets, fact, "BudgetDeleted", metadataOf);
    case "config-map":
      return applyObject(world.configMaps, fact, "ConfigMapDeleted", metadataOf);
    case "secret":
      return applyObject(world.secrets, fact, "SecretDeleted", metadataOf);
    case "lease":
      return applyObject(world.leases, fact, "LeaseDeleted", metadataOf);
    case "claim":
      return applyObject(world.claims, fact, "ClaimRemoved", metadataOf);
    case "volume":
      return applyObject(world.volumes, fact, "VolumeRemoved", metadataOf);
    case "volume-attachment":
      return applyObject(world.volumeAttachments, fact, "VolumeDetached", ({ volume, node }) => ({
        namespace: volume,
        name: node,
      }));
    case "storage-class":
      return applyObject(world.storageClasses, fact, "StorageClassRemoved", metadataOf);
    case "csi-node":
      return applyObject(world.csiNodes, fact, "CsiNodeRemoved", metadataOf);
    case "cluster":
      world.cluster = evolve<ClusterState>(fact, world.cluster);
  }
};
