// A cluster that stands still: made fact by fact out of objects, with nobody in it who acts. For decisions about a cluster
// that is only described, and for what-ifs.
import {
  budgetApplied,
  budgetStatusUpdated,
  claimApplied,
  csiNodeApplied,
  namespaceCreated,
  nodeAdded,
  nodeRemoved,
  podBound,
  podCreated,
  podDeletionRequested,
  podNominated,
  podRemoved,
  priorityClassApplied,
  replicaSetCreated,
  serviceApplied,
  storageClassApplied,
  volumeApplied,
} from "@podsim/core";
import type {
  CSINode,
  EventDefinition,
  Labels,
  LabelSelector,
  Node,
  NodeIx,
  PersistentVolume,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  PodIx,
  PodOwner,
  PodTemplateSpec,
  PriorityClass,
  Service,
  SimTime,
  StorageClass,
} from "@podsim/core";
import { applyFact } from "../cluster/apply-fact.js";
import { LiveView } from "../cluster/live-view.js";
import type { World } from "../cluster/world.js";
import { createWorld } from "../cluster/world.js";

export interface PodParts {
  readonly namespace: string;
  readonly name: string;
  readonly template: PodTemplateSpec;
  readonly owner: PodOwner | null;
}

/** 30 seconds after it was asked for: how long pods have by default. */
const GRACE_SECONDS = 30;
const MICROS = 1_000_000;

export class StillCluster {
  readonly world: World;
  readonly view: LiveView;
  #seq = 0;
  #serviceIx = 0;

  /** Of a world that exists already: from now on only this cluster may write to it. */
  constructor(world: World = createWorld()) {
    this.world = world;
    this.view = new LiveView(world);
  }

  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void {
    const fact = { seq: this.#seq++, at: this.world.nowUs, subject, causedBy: -1, definition, data };
    applyFact(this.world, fact);
    this.view.observe(fact);
  }

  /** What is added from now on is added then. */
  setTime(at: SimTime): void {
    this.world.nowUs = at;
  }

  addNode(object: Node): NodeIx {
    const nodeIx = this.world.nodes.nextIx as NodeIx;
    this.record(nodeAdded, nodeIx, { nodeIx, object });
    return nodeIx;
  }

  removeNode(node: NodeIx): void {
    this.record(nodeRemoved, node, {});
  }

  addPod({ namespace, name, template, owner }: PodParts): PodIx {
    const podIx = this.world.pods.nextIx as PodIx;
    const owned = { ownerKind: owner?.kind ?? null, ownerName: owner?.name ?? null, ownerIx: owner?.ix ?? null };
    this.record(podCreated, podIx, { podIx, namespace, name, uid: `pod-${podIx}`, template, ...owned });
    return podIx;
  }

  bind(pod: PodIx, node: string, by: "scheduler" | "manifest" = "scheduler"): void {
    this.record(podBound, pod, { node, nodeIx: this.world.nodes.ixOf(node) ?? -1, by });
  }

  /** Room is being made for it there. */
  nominate(pod: PodIx, node: string): void {
    this.record(podNominated, pod, { node });
  }

  /** It has a deletionTimestamp from now on. */
  startDeleting(pod: PodIx): void {
    const deletionTimestampUs = this.world.nowUs + GRACE_SECONDS * MICROS;
    this.record(podDeletionRequested, pod, { graceSeconds: GRACE_SECONDS, deletionTimestampUs, by: "user" });
  }

  removePod(pod: PodIx): void {
    this.record(podRemoved, pod, {});
  }

  addNamespace(name: string, labels: Labels): void {
    this.record(namespaceCreated, 0, { name, labels });
  }

  addPriorityClass(object: PriorityClass): void {
    this.record(priorityClassApplied, 0, { object });
  }

  addService(object: Service): void {
    const serviceIx = this.#serviceIx++;
    this.record(serviceApplied, serviceIx, { serviceIx, object });
  }

  addBudget(object: PodDisruptionBudget, disruptionsAllowed: number): void {
    const budgetIx = this.world.budgets.nextIx;
    this.record(budgetApplied, budgetIx, { budgetIx, object });
    const status = { expectedPods: 0, currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed };
    this.record(budgetStatusUpdated, budgetIx, status);
  }

  addStorageClass(object: StorageClass): void {
    const storageClassIx = this.world.storageClasses.nextIx;
    this.record(storageClassApplied, storageClassIx, { storageClassIx, object });
  }

  addCsiNode(object: CSINode): void {
    const csiNodeIx = this.world.csiNodes.nextIx;
    this.record(csiNodeApplied, csiNodeIx, { csiNodeIx, object });
  }

  addVolume(object: PersistentVolume, uid: string): void {
    const volumeIx = this.world.volumes.nextIx;
    this.record(volumeApplied, volumeIx, { volumeIx, uid, object });
  }

  addClaim(object: PersistentVolumeClaim, uid: string): void {
    const claimIx = this.world.claims.nextIx;
    this.record(claimApplied, claimIx, { claimIx, uid, object });
  }

  /** Its status.startTime, which a kubelet would have reported. */
  setStartTime(pod: PodIx, startTimeUs: SimTime): void {
    const state = this.world.pods.at(pod);
    if (state !== undefined) this.world.pods.put({ ...state, status: { ...state.status, startTimeUs } });
  }

  addReplicaSet(namespace: string, name: string, selector: LabelSelector): void {
    const replicaSetIx = this.world.replicaSets.nextIx;
    this.record(replicaSetCreated, replicaSetIx, {
      ...replicaSetCreated.example,
      replicaSetIx,
      namespace,
      name,
      selector,
    });
  }
}
