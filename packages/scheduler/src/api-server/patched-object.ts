// An object as the API server has it, with values put at places in it, read anew and checked as any object that comes in.
import { decodeObject, putAtPath } from "@podsim/core";
import type { KubernetesObject, NodeState, PathStep, PodState } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";
import type { ObjectRef } from "./object-ref.js";

/** One value of a patch. */
export interface Placement {
  /** As a person wrote it. */
  readonly at: string;
  readonly steps: readonly PathStep[];
  readonly value: unknown;
}

/** Values below an object's top, such as a status, with the placements put in; a text says which place is not there. */
export const withPlacements = (whole: unknown, set: readonly Placement[]): { readonly value: unknown } | string => {
  let value = whole;
  for (const { at, steps, value: to } of set) {
    const placed = putAtPath(value, steps, to);
    if (placed.path === null) return `nothing is at ${at}`;
    value = placed.value;
  }
  return { value };
};

const podObject = ({ identity }: PodState): unknown => {
  const { namespace, name, template } = identity;
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace, ...template.metadata }, spec: template.spec };
};

const nodeObject = ({ object, labels }: NodeState): unknown => ({
  ...object,
  metadata: { ...object.metadata, labels },
});

/** The object as it would be read back; undefined where there is none, or where its kind cannot be patched. */
const storedObject = (world: WorldView, { kind, namespace, name }: ObjectRef): unknown => {
  switch (kind) {
    case "Pod": {
      const pod = world.pods.find(namespace, name);
      return pod === undefined ? undefined : podObject(pod);
    }
    case "Node": {
      const ix = world.nodes.ixOf(name);
      const node = ix === undefined ? undefined : world.nodes.at(ix);
      return node === undefined ? undefined : nodeObject(node);
    }
    case "Deployment":
      return world.deployments.find(namespace, name)?.object;
    case "StatefulSet":
      return world.statefulSets.find(namespace, name)?.object;
    case "DaemonSet":
      return world.daemonSets.find(namespace, name)?.object;
    case "Job":
      return world.jobs.find(namespace, name)?.object;
    case "CronJob":
      return world.cronJobs.find(namespace, name)?.object;
    case "Service":
      return world.services.find(namespace, name)?.object;
    case "ConfigMap":
      return world.configMaps.find(namespace, name)?.object;
    case "Secret":
      return world.secrets.find(namespace, name)?.object;
    case "PodDisruptionBudget":
      return world.budgets.find(namespace, name)?.object;
    case "Lease":
      return world.leases.find(namespace, name)?.object;
    case "PersistentVolumeClaim":
      return world.claims.find(namespace, name)?.object;
    default:
      return undefined;
  }
};

export type Patched =
  | { readonly kind: "object"; readonly object: KubernetesObject }
  | { readonly kind: "missing" }
  | { readonly kind: "invalid"; readonly objections: readonly string[] };

/** What the object becomes by the placements, defaulted and checked. */
export const patchedObject = (world: WorldView, ref: ObjectRef, set: readonly Placement[]): Patched => {
  const stored = storedObject(world, ref);
  if (stored === undefined) return { kind: "missing" };
  const placed = withPlacements(stored, set);
  if (typeof placed === "string") return { kind: "invalid", objections: [placed] };
  const { object, problems } = decodeObject(placed.value);
  if (object !== null && problems.length === 0) return { kind: "object", object };
  const objections = problems.map(({ message, expected }) =>
    message.includes(expected) ? message : `${message}: ${expected}`,
  );
  return { kind: "invalid", objections };
};
