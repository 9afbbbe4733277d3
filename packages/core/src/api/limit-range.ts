// LimitRange (core/v1): the fields podsim reads after defaulting, its codec and its rules.
import { listOf } from "./api-type.js";
import type { ApiType } from "./api-type.js";
import { didYouMean } from "./did-you-mean.js";
import type { Path } from "./errors.js";
import type { ObjectMeta, ResourceList } from "./meta.js";
import { namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain, qualifiedName } from "./names.js";
import { compareQuantities, milliValue } from "../quantity.js";
import { quantityFrom } from "./quantity-text.js";
import { checkAnyResource, checkContainerResource, isOvercommitAllowed, resourceList } from "./resource-list.js";
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

const LISTS = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] as const;

/** The amounts as Kubernetes calls them in its messages. */
const WORDS = { min: "min", default: "default", defaultRequest: "default request", max: "max" };

type Bound = keyof typeof WORDS;

/** `low` must not be more than `high`; `blamed` is the one a server points at. */
const checkOrder = (check: Validity, at: Path, given: LimitRangeItem, low: Bound, high: Bound, blamed: Bound): void => {
  for (const [resource, amount] of Object.entries(given[low])) {
    const bound = given[high][resource];
    if (bound === undefined || compareQuantities(quantityFrom(amount), quantityFrom(bound)) <= 0) continue;
    const highWord = low === "defaultRequest" && high === "default" ? "default limit" : WORDS[high];
    const detail = `${WORDS[low]} value ${amount} is greater than ${highWord} value ${bound}`;
    check.invalid([...at, blamed, resource], given[blamed][resource], detail);
  }
};

const checkRatios = (check: Validity, at: Path, { maxLimitRequestRatio, min, max }: LimitRangeItem): void => {
  for (const [resource, ratio] of Object.entries(maxLimitRequestRatio)) {
    const path = [...at, "maxLimitRequestRatio", resource];
    const given = milliValue(quantityFrom(ratio)) / 1000;
    if (given < 1) check.invalid(path, ratio, `ratio ${ratio} is less than 1`);
    const [low, high] = [min[resource], max[resource]];
    if (low === undefined || high === undefined) continue;
    const widest = milliValue(quantityFrom(high)) / milliValue(quantityFrom(low));
    if (given > widest) check.invalid(path, ratio, `ratio ${ratio} is greater than max/min = ${widest.toFixed(6)}`);
  }
};

const TYPES = ["Container", "PersistentVolumeClaim", "Pod"];

const checkType = (check: Validity, path: Path, type: string): void => {
  const objections = [...qualifiedName(type)];
  if (objections.length === 0 && !type.includes("/") && !TYPES.includes(type)) {
    objections.push("must be a standard limit type or fully qualified");
  }
  const meant = didYouMean(type, TYPES);
  check.names(path, type, objections, {
    fix: meant === null ? `write one of ${TYPES.join(", ")}` : `did you mean ${meant}?`,
  });
};

const checkLists = (check: Validity, at: Path, limit: LimitRangeItem): void => {
  const isOfPods = limit.type === "Pod" || limit.type === "Container";
  for (const list of LISTS) {
    const resources = Object.keys(limit[list]);
    if (limit.type === "Pod" && (list === "default" || list === "defaultRequest")) {
      if (resources.length === 0) continue;
      const fix = "remove it, or make it a limit of type: Container";
      check.forbidden([...at, list], "may not be specified when `type` is 'Pod'", { fix });
      continue;
    }
    // A container's defaults hold what max and min have given them: one problem is enough.
    const isFilled = list === "default" ? ["max"] : list === "defaultRequest" ? ["max", "min", "default"] : [];
    for (const resource of resources) {
      if (isFilled.some((source) => Object.hasOwn(limit[source as Bound], resource))) continue;
      (isOfPods ? checkContainerResource : checkAnyResource)(check, [...at, list], resource);
    }
  }
};

/** What cannot be given out twice is asked for as it is limited. */
const checkUndivided = (check: Validity, at: Path, { default: limits, defaultRequest }: LimitRangeItem): void => {
  for (const [resource, request] of Object.entries(defaultRequest)) {
    const limit = limits[resource];
    if (limit === undefined || isOvercommitAllowed(resource)) continue;
    if (compareQuantities(quantityFrom(limit), quantityFrom(request)) === 0) continue;
    const detail = `default value ${limit} must equal to defaultRequest value ${request} in ${resource}`;
    check.invalid([...at, "defaultRequest", resource], request, detail);
  }
};

export const checkLimitRange = (check: Validity, { metadata, spec }: LimitRange): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  const types = new Set<string>();
  spec.limits.forEach((limit, i) => {
    const at = ["spec", "limits", i];
    checkType(check, [...at, "type"], limit.type);
    if (types.has(limit.type)) check.duplicate([...at, "type"], limit.type, "");
    types.add(limit.type);
    checkLists(check, at, limit);
    const { min, max } = limit;
    if (limit.type === "PersistentVolumeClaim" && !Object.hasOwn(min, "storage") && !Object.hasOwn(max, "storage")) {
      check.required(
        [...at, "limits"],
        "either minimum or maximum storage value is required, but neither was provided",
        { fix: "add max: { storage: SIZE }, or min" },
      );
    }
    checkOrder(check, at, limit, "min", "max", "min");
    checkRatios(check, at, limit);
    if (limit.type === "Pod") return;
    checkOrder(check, at, limit, "min", "defaultRequest", "defaultRequest");
    checkOrder(check, at, limit, "defaultRequest", "max", "defaultRequest");
    checkOrder(check, at, limit, "defaultRequest", "default", "defaultRequest");
    checkOrder(check, at, limit, "min", "default", "default");
    checkOrder(check, at, limit, "default", "max", "default");
    checkUndivided(check, at, limit);
  });
};
