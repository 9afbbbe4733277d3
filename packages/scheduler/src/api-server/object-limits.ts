// What a namespace's ResourceQuotas say to objects other than pods that are created, and its LimitRanges to claims.
import { addUsage, claimRangeRefusal, COUNTED_KINDS, countsKind, objectQuotaRefusal, objectUsage } from "@podsim/core";
import type { Countable, Kind, PersistentVolumeClaim, QuotaUsage, ResourceQuota } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";
import { limitRangesIn } from "./admission.js";
import { withDefaultClass } from "./create-claim.js";

interface Held {
  readonly object: Countable & { readonly metadata: { readonly namespace: string; readonly name: string } };
}

/** Where a world keeps the objects of a kind that quotas count. */
const TABLES: Readonly<Partial<Record<Kind, (world: WorldView) => Iterable<Held>>>> = {
  ConfigMap: ({ configMaps }) => configMaps.values(),
  CronJob: ({ cronJobs }) => cronJobs.values(),
  DaemonSet: ({ daemonSets }) => daemonSets.values(),
  Deployment: ({ deployments }) => deployments.values(),
  HorizontalPodAutoscaler: ({ autoscalers }) => autoscalers.values(),
  Job: ({ jobs }) => jobs.values(),
  Lease: ({ leases }) => leases.values(),
  LimitRange: ({ cluster }) => cluster.limitRanges ?? [],
  PersistentVolumeClaim: ({ claims }) => claims.values(),
  PodDisruptionBudget: ({ budgets }) => budgets.values(),
  ReplicaSet: function* ({ replicaSets }) {
    for (const { namespace, name } of replicaSets.values()) {
      yield { object: { kind: "ReplicaSet", metadata: { namespace, name } } };
    }
  },
  ResourceQuota: ({ cluster }) => cluster.resourceQuotas ?? [],
  Secret: ({ secrets }) => secrets.values(),
  Service: ({ services }) => services.values(),
  StatefulSet: ({ statefulSets }) => statefulSets.values(),
};

/** What the quota counts besides pods. */
export const countedObjects = (quota: ResourceQuota, world: WorldView): QuotaUsage => {
  let used: QuotaUsage = new Map();
  for (const kind of Object.keys(COUNTED_KINDS) as Kind[]) {
    if (!countsKind(quota, kind)) continue;
    for (const { object } of TABLES[kind]?.(world) ?? []) {
      if (object.metadata.namespace === quota.metadata.namespace) used = addUsage(used, objectUsage(object));
    }
  }
  return used;
};

type Created = Held["object"];

const exists = ({ kind, metadata }: Created, world: WorldView): boolean => {
  for (const { object } of TABLES[kind]?.(world) ?? []) {
    if (object.metadata.namespace === metadata.namespace && object.metadata.name === metadata.name) return true;
  }
  return false;
};

/** Why a LimitRange of its namespace forbids the claim, in the server's words; "" = none does. */
const boundsRefusal = (claim: PersistentVolumeClaim, world: WorldView): string => {
  const { namespace, name } = claim.metadata;
  const refusal = claimRangeRefusal(claim, limitRangesIn(world.cluster, namespace));
  return refusal === "" ? "" : `persistentvolumeclaims "${name}" is forbidden: ${refusal}`;
};

/** Why the server forbids the object, in its words; "" = it takes it, or has it already. */
export const objectRefusal = (object: Created, world: WorldView): string => {
  const resource = COUNTED_KINDS[object.kind];
  const { namespace, name } = object.metadata;
  if (resource === undefined) return "";
  const bounds = object.kind === "PersistentVolumeClaim" ? boundsRefusal(object, world) : "";
  if (bounds !== "" && !exists(object, world)) return bounds;
  for (const { object: quota } of world.cluster.resourceQuotas ?? []) {
    if (quota.metadata.namespace !== namespace || !countsKind(quota, object.kind)) continue;
    const refusal = objectQuotaRefusal(quota, countedObjects(quota, world), object);
    if (refusal !== "") return exists(object, world) ? "" : `${resource} "${name}" is forbidden: ${refusal}`;
  }
  return "";
};

/** The claims of one step: each is charged before the next is looked at. */
export class ClaimLimits {
  readonly #world: WorldView;
  readonly #quotas: { readonly quota: ResourceQuota; used: QuotaUsage }[];

  constructor(world: WorldView, namespace: string) {
    this.#world = world;
    this.#quotas = (world.cluster.resourceQuotas ?? [])
      .filter(({ object }) => object.metadata.namespace === namespace && countsKind(object, "PersistentVolumeClaim"))
      .map(({ object }) => ({ quota: object, used: countedObjects(object, world) }));
  }

  /** Why the server forbids the claim, in its words; "" = it takes it, and charges it. */
  admit(claim: PersistentVolumeClaim): string {
    const bounds = boundsRefusal(claim, this.#world);
    if (bounds !== "") return bounds;
    const classed = withDefaultClass(claim, this.#world);
    for (const { quota, used } of this.#quotas) {
      const refusal = objectQuotaRefusal(quota, used, classed);
      if (refusal !== "") return `persistentvolumeclaims "${claim.metadata.name}" is forbidden: ${refusal}`;
    }
    for (const each of this.#quotas) each.used = addUsage(each.used, objectUsage(classed));
    return "";
  }
}
