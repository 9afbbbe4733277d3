// LimitRange (core/v1): the fields podsim reads after defaulting, its codec and its rules.
import { listOf } from "./api-type.js";
import type { ApiType } from "./api-type.js";
import type { Path } from "./errors.js";
import type { ObjectMeta, ResourceList } from "./meta.js";
import { namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { compareQuantities } from "../quantity.js";
import { quantityFrom } from "./quantity-text.js";
import { resourceList } from "./resource-list.js";
import { constant, text } from "./scalars.js";
import { completed, defaulted, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface LimitRangeItem {
  /** Container, Pod, PersistentVolumeClaim. */
  readonly type: string;
  readonly max: ResourceList;
  readonly min: ResourceList;
  /** Limits of containers that give none. */
  readonly default: ResourceList;
  /** Requests of containers that give none. */
  readonly defaultRequest: ResourceList;
  readonly maxLimitRequestRatio: ResourceList;
}

export interface LimitRange {
  readonly apiVersion: "v1";
  readonly kind: "LimitRange";
  readonly metadata: ObjectMeta;
  readonly spec: { readonly limits: readonly LimitRangeItem[] };
}

const itemDraft = struct<LimitRangeItem>("LimitRangeItem", {
  type: defaulted(text, ""),
  max: defaulted(resourceList, {}),
  min: defaulted(resourceList, {}),
  default: defaulted(resourceList, {}),
  defaultRequest: defaulted(resourceList, {}),
  maxLimitRequestRatio: defaulted(resourceList, {}),
});

/** For containers a maximum is the default limit, that the default request, and a minimum the request where neither is. */
const item: ApiType<LimitRangeItem> = completed(itemDraft, (draft): LimitRangeItem => {
  if (draft.type !== "Container") return draft;
  const limits = { ...draft.max, ...draft.default };
  return { ...draft, default: limits, defaultRequest: { ...draft.min, ...limits, ...draft.defaultRequest } };
});

const limitRangeSpec = struct<LimitRange["spec"]>("LimitRangeSpec", { limits: defaulted(listOf(item), []) });

export const limitRangeCodec = struct<LimitRange>("LimitRange", {
  apiVersion: defaulted(constant("v1"), "v1"),
  kind: defaulted(constant("LimitRange"), "LimitRange"),
  metadata: defaulted(namespacedMeta, {}),
  spec: defaulted(limitRangeSpec, {}),
});

const checkOrder = (
  check: Validity,
  at: Path,
  given: LimitRangeItem,
  low: "min" | "default" | "defaultRequest",
  high: "default" | "max",
): void => {
  for (const [resource, amount] of Object.entries(given[low])) {
    const bound = given[high][resource];
    if (bound === undefined || compareQuantities(quantityFrom(amount), quantityFrom(bound)) <= 0) continue;
    const word = { min: "min", default: "default", defaultRequest: "default request", max: "max" };
    const detail = `${word[low]} value ${amount} is greater than ${word[high]} value ${bound}`;
    check.invalid([...at, low, resource], amount, detail);
  }
};

export const checkLimitRange = (check: Validity, { metadata, spec }: LimitRange): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  const types = new Set<string>();
  spec.limits.forEach((limit, i) => {
    const at = ["spec", "limits", i];
    if (types.has(limit.type)) check.duplicate([...at, "type"], limit.type, "");
    types.add(limit.type);
    checkOrder(check, at, limit, "min", "max");
    if (limit.type !== "Container") return;
    checkOrder(check, at, limit, "defaultRequest", "default");
    checkOrder(check, at, limit, "default", "max");
    checkOrder(check, at, limit, "min", "default");
  });
};
