// What a namespace's LimitRanges do to a pod: requests and limits that are missing are filled in, what is out of bounds
// is refused. Of a claim they bound what it asks for.
import type { LimitRange, LimitRangeItem } from "../api/limit-range.js";
import type { ResourceList } from "../api/meta.js";
import type { PersistentVolumeClaim } from "../api/persistent-volume-claim.js";
import type { Container, PodSpec } from "../api/pod.js";
import { compareQuantities, milliValue, parseQuantity } from "../quantity.js";
import type { Quantity } from "../quantity.js";
import { podAmounts } from "./pod-amounts.js";

const itemsOf = (ranges: readonly LimitRange[], type: string): readonly LimitRangeItem[] =>
  ranges.flatMap(({ spec }) => spec.limits.filter((item) => item.type === type));

const missingFrom = (given: ResourceList, defaults: ResourceList): boolean =>
  Object.keys(defaults).some((resource) => given[resource] === undefined);

const withDefaults = (container: Container, items: readonly LimitRangeItem[]): Container => {
  let { requests, limits } = container.resources;
  for (const item of items) {
    if (missingFrom(limits, item.default)) limits = { ...item.default, ...limits };
    if (missingFrom(requests, item.defaultRequest)) requests = { ...item.defaultRequest, ...requests };
  }
  const isSame = requests === container.resources.requests && limits === container.resources.limits;
  return isSame ? container : { ...container, resources: { ...container.resources, requests, limits } };
};

/** The spec with the defaults of the namespace; itself where nothing is missing. */
export const withLimitDefaults = (spec: PodSpec, ranges: readonly LimitRange[]): PodSpec => {
  const items = itemsOf(ranges, "Container");
  if (items.length === 0) return spec;
  return {
    ...spec,
    initContainers: spec.initContainers.map((each) => withDefaults(each, items)),
    containers: spec.containers.map((each) => withDefaults(each, items)),
  };
};

const quantityOf = (text: string): Quantity => {
  const parsed = parseQuantity(text);
  return parsed._tag === "Right" ? parsed.right : { nano: 0n, format: "DecimalSI", spelling: "0" };
};

const isBelow = (a: string, b: string): boolean => compareQuantities(quantityOf(a), quantityOf(b)) < 0;

interface Usage {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

const minimumErrors = ({ type, min }: LimitRangeItem, { requests, limits }: Usage): readonly string[] =>
  Object.entries(min).flatMap(([resource, bound]) => {
    const [request, limit] = [requests[resource], limits[resource]];
    const rule = `minimum ${resource} usage per ${type} is ${bound}`;
    if (request === undefined) return [`${rule}.  No request is specified`];
    if (isBelow(request, bound)) return [`${rule}, but request is ${request}`];
    return limit !== undefined && isBelow(limit, bound) ? [`${rule}, but limit is ${limit}`] : [];
  });

const maximumErrors = ({ type, max }: LimitRangeItem, { requests, limits }: Usage): readonly string[] =>
  Object.entries(max).flatMap(([resource, bound]) => {
    const [request, limit] = [requests[resource], limits[resource]];
    const rule = `maximum ${resource} usage per ${type} is ${bound}`;
    if (limit === undefined) return [`${rule}.  No limit is specified`];
    if (isBelow(bound, limit)) return [`${rule}, but limit is ${limit}`];
    return request !== undefined && isBelow(bound, request) ? [`${rule}, but request is ${request}`] : [];
  });

const ratioErrors = ({ type, maxLimitRequestRatio }: LimitRangeItem, { requests, limits }: Usage): readonly string[] =>
  Object.entries(maxLimitRequestRatio).flatMap(([resource, bound]) => {
    const request = milliValue(quantityOf(requests[resource] ?? "0"));
    const limit = milliValue(quantityOf(limits[resource] ?? "0"));
    const rule = `${resource} max limit to request ratio per ${type} is ${bound}`;
    if (request === 0) return [`${rule}, but no request is specified or request is 0`];
    if (limit === 0) return [`${rule}, but no limit is specified or limit is 0`];
    const ratio = limit / request;
    return ratio > milliValue(quantityOf(bound)) / 1_000 ? [`${rule}, but provided ratio is ${ratio.toFixed(6)}`] : [];
  });

const errorsOf = (item: LimitRangeItem, usage: Usage): readonly string[] => [
  ...minimumErrors(item, usage),
  ...maximumErrors(item, usage),
  ...ratioErrors(item, usage),
];

const errorText = (errors: readonly string[]): string =>
  errors.length <= 1 ? errors.join("") : `[${errors.join(", ")}]`;

/** Why the pod is refused, in the server's words; "" = it is not. */
export const limitRangeRefusal = (spec: PodSpec, ranges: readonly LimitRange[]): string => {
  const errors = new Set<string>();
  for (const item of itemsOf(ranges, "Container")) {
    for (const { resources } of [...spec.containers, ...spec.initContainers]) {
      for (const error of errorsOf(item, resources)) errors.add(error);
    }
  }
  for (const item of itemsOf(ranges, "Pod")) {
    const usage = { requests: podAmounts(spec, "requests"), limits: podAmounts(spec, "limits") };
    for (const error of errorsOf(item, usage)) errors.add(error);
  }
  return errorText([...errors]);
};

const claimMaximumErrors = ({ type, max }: LimitRangeItem, requests: ResourceList): readonly string[] =>
  Object.entries(max).flatMap(([resource, bound]) => {
    const request = requests[resource];
    const rule = `maximum ${resource} usage per ${type} is ${bound}`;
    if (request === undefined) return [`${rule}.  No request is specified`];
    return isBelow(bound, request) ? [`${rule}, but request is ${request}`] : [];
  });

/** Why the claim is refused, in the server's words; "" = it is not. Limits of a claim are not looked at. */
export const claimRangeRefusal = ({ spec }: PersistentVolumeClaim, ranges: readonly LimitRange[]): string => {
  const { requests } = spec.resources;
  return errorText(
    itemsOf(ranges, "PersistentVolumeClaim").flatMap((item) => [
      ...minimumErrors(item, { requests, limits: {} }),
      ...claimMaximumErrors(item, requests),
    ]),
  );
};
