// What a pod requests, or is limited to, as a whole: its containers together, or its largest init container, and overhead.
import type { ResourceList } from "../api/meta.js";
import type { PodSpec } from "../api/pod.js";
import { isSidecar } from "../pod/container-list.js";
import type { Quantity } from "../quantity.js";
import { addQuantities, compareQuantities, formatQuantity, parseQuantity } from "../quantity.js";

type Amounts = Map<string, Quantity>;

const amountsOf = (list: ResourceList): Amounts => {
  const amounts: Amounts = new Map();
  for (const [resource, text] of Object.entries(list)) {
    const parsed = parseQuantity(text);
    if (parsed._tag === "Right") amounts.set(resource, parsed.right);
  }
  return amounts;
};

const sum = (a: Amounts, b: Amounts): Amounts => {
  const total = new Map(a);
  for (const [resource, amount] of b) {
    const before = total.get(resource);
    total.set(resource, before === undefined ? amount : addQuantities(before, amount));
  }
  return total;
};

const larger = (a: Amounts, b: Amounts): Amounts => {
  const most = new Map(a);
  for (const [resource, amount] of b) {
    const other = most.get(resource);
    if (other === undefined || compareQuantities(other, amount) < 0) most.set(resource, amount);
  }
  return most;
};

/** By resource; one that no container speaks of is absent. */
export const podAmounts = (spec: PodSpec, side: "requests" | "limits"): ResourceList => {
  let running: Amounts = new Map();
  for (const { resources } of spec.containers) running = sum(running, amountsOf(resources[side]));
  let sidecars: Amounts = new Map();
  let starting: Amounts = new Map();
  for (const container of spec.initContainers) {
    const own = amountsOf(container.resources[side]);
    if (isSidecar(container)) sidecars = sum(sidecars, own);
    else starting = larger(starting, sum(sidecars, own));
  }
  let total = larger(sum(running, sidecars), starting);
  for (const [resource, amount] of amountsOf(spec.resources?.[side] ?? {})) total.set(resource, amount);
  const overhead = amountsOf(spec.overhead ?? {});
  if (side === "requests" || total.size > 0) total = sum(total, overhead);
  return Object.fromEntries([...total].map(([resource, amount]) => [resource, formatQuantity(amount)]));
};
