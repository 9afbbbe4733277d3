// What a namespace's LimitRanges and ResourceQuotas say to pods that are created, one after the other.
import { addUsage, covers, isCharged, limitRangeRefusal, podUsage, quotaRefusal } from "@podsim/core";
import type { PodSpec, ResourceQuota, SimTime, QuotaUsage } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";
import { limitRangesIn } from "./admission.js";
import { countedObjects } from "./object-limits.js";

const NOTHING: QuotaUsage = new Map();

/** What the quota counts of pods. */
const podsUsage = (quota: ResourceQuota, world: WorldView, now: SimTime): QuotaUsage => {
  let used = NOTHING;
  for (const podIx of world.pods.inNamespace(quota.metadata.namespace)) {
    const pod = world.pods.at(podIx);
    if (pod === undefined || !isCharged(pod, now)) continue;
    const { spec } = pod.identity.template;
    if (covers(quota, spec)) used = addUsage(used, podUsage(spec));
  }
  return used;
};

/** All that the quota counts. */
export const quotaUsage = (quota: ResourceQuota, world: WorldView, now: SimTime): QuotaUsage =>
  addUsage(podsUsage(quota, world, now), countedObjects(quota, world));

/** The pods of one step: each is charged before the next is looked at. */
export class PodLimits {
  readonly #world: WorldView;
  readonly #namespace: string;
  readonly #quotas: { readonly quota: ResourceQuota; used: QuotaUsage }[];

  constructor(world: WorldView, namespace: string, now: SimTime) {
    this.#world = world;
    this.#namespace = namespace;
    this.#quotas = (world.cluster.resourceQuotas ?? [])
      .filter(({ object }) => object.metadata.namespace === namespace)
      .map(({ object }) => ({ quota: object, used: podsUsage(object, world, now) }));
  }

  /** Why the server forbids that the pod becomes like this; "" = it does not. */
  resize(before: PodSpec, after: PodSpec): string {
    const bounds = limitRangeRefusal(after, limitRangesIn(this.#world.cluster, this.#namespace));
    if (bounds !== "") return bounds;
    for (const { quota, used } of this.#quotas) {
      const refusal = quotaRefusal(quota, used, after, before);
      if (refusal !== "") return refusal;
    }
    return "";
  }

  /** Why the server forbids the pod; "" = it takes it, and charges it. */
  admit(spec: PodSpec): string {
    const bounds = limitRangeRefusal(spec, limitRangesIn(this.#world.cluster, this.#namespace));
    if (bounds !== "") return bounds;
    for (const { quota, used } of this.#quotas) {
      const refusal = quotaRefusal(quota, used, spec);
      if (refusal !== "") return refusal;
    }
    for (const each of this.#quotas) {
      if (covers(each.quota, spec)) each.used = addUsage(each.used, podUsage(spec));
    }
    return "";
  }
}
