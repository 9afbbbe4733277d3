// Objects by the names that kubectl gives them, for violations to point at.
import { stateIn } from "./entity-tables.js";
import type { Entity, Envelope } from "../event.js";
import type { NodeState } from "../node/node-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { ClusterView } from "./cluster-view.js";
import type { Witness } from "./invariant.js";

interface Named {
  readonly namespace: string;
  readonly name: string;
}

export const podWitness = ({ identity }: PodState): Witness => `pod/${identity.namespace}/${identity.name}`;

export const nodeWitness = ({ name }: NodeState): Witness => `node/${name}`;

/** Of a workload, a budget, a Service: `kind` in small letters. */
export const objectWitness = (kind: string, { namespace, name }: Named): Witness => `${kind}/${namespace}/${name}`;

/** Kinds as witnesses write them, by the entity of a fact. */
const KINDS: Readonly<Partial<Record<Entity, string>>> = {
  "replica-set": "replicaset",
  "stateful-set": "statefulset",
  "daemon-set": "daemonset",
  "cron-job": "cronjob",
  budget: "poddisruptionbudget",
  autoscaler: "horizontalpodautoscaler",
};

const metadataOf = (state: object): Named | null => {
  if ("identity" in state) return state.identity as Named;
  if ("object" in state) return (state.object as { readonly metadata: Named }).metadata;
  return "name" in state && "namespace" in state ? (state as Named) : null;
};

/** What a fact is about; an object that a law cannot look at, or that is gone, by its index. */
export const subjectOf = ({ definition, subject }: Envelope, cluster: ClusterView): Witness => {
  const { entity } = definition;
  const unnamed: Witness = `${KINDS[entity] ?? entity}/${String(subject)}`;
  const state = stateIn(cluster, entity, subject);
  if (state === undefined) return unnamed;
  if (entity === "node") return nodeWitness(state as NodeState);
  const named = metadataOf(state);
  return named === null ? unnamed : objectWitness(KINDS[entity] ?? entity, named);
};
