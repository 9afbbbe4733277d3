// Amounts of resources pods ask for, summed and shown as a share of a node, the way describe node prints them.
import { addQuantities, formatQuantity, milliValue, parseQuantity, ZERO } from "@podsim/core";
import type { PodSpec, Quantity, ResourceList } from "@podsim/core";

export type AmountsByName = ReadonlyMap<string, Quantity>;

const quantity = (text: string): Quantity | null => {
  const parsed = parseQuantity(text);
  return parsed._tag === "Right" ? parsed.right : null;
};

const add = (to: Map<string, Quantity>, name: string, amount: Quantity): void => {
  const old = to.get(name);
  to.set(name, old === undefined ? amount : addQuantities(old, amount));
};

const raise = (to: Map<string, Quantity>, name: string, amount: Quantity): void => {
  const old = to.get(name);
  if (old === undefined || milliValue(amount) > milliValue(old)) to.set(name, amount);
};

const amountsOf = (list: ResourceList): readonly (readonly [string, Quantity])[] =>
  Object.entries(list).flatMap(([name, text]) => {
    const amount = quantity(text);
    return amount === null ? [] : [[name, amount] as const];
  });

/**
 * What a pod may take at the worst moment: its containers and sidecars together, or one init container beside the sidecars
 * started before it; what the spec gives for the pod as a whole takes the place of that sum.
 */
export const podAmounts = (spec: PodSpec, which: "requests" | "limits"): AmountsByName => {
  const total = new Map<string, Quantity>();
  const sidecars = new Map<string, Quantity>();
  const peak = new Map<string, Quantity>();
  for (const container of spec.containers) {
    for (const [name, amount] of amountsOf(container.resources[which])) add(total, name, amount);
  }
  for (const container of spec.initContainers) {
    const isSidecar = container.restartPolicy === "Always";
    const own = new Map<string, Quantity>(amountsOf(container.resources[which]));
    for (const [name, amount] of own) if (isSidecar) (add(total, name, amount), add(sidecars, name, amount));
    const beside = new Map(isSidecar ? sidecars : own);
    if (!isSidecar) for (const [name, amount] of sidecars) add(beside, name, amount);
    for (const [name, amount] of beside) raise(peak, name, amount);
  }
  for (const [name, amount] of peak) raise(total, name, amount);
  for (const [name, amount] of amountsOf(spec.resources?.[which] ?? {})) total.set(name, amount);
  // What is without a limit has none with the overhead either.
  for (const [name, amount] of amountsOf(spec.overhead ?? {})) {
    if (which === "requests" || milliValue(total.get(name) ?? ZERO) > 0) add(total, name, amount);
  }
  return total;
};

/** The sum over pods. */
export const totalAmounts = (all: readonly AmountsByName[]): AmountsByName => {
  const total = new Map<string, Quantity>();
  for (const amounts of all) for (const [name, amount] of amounts) add(total, name, amount);
  return total;
};

/** "850m", "0" if there is none. */
export const amountText = (amounts: AmountsByName, name: string): string => {
  const amount = amounts.get(name);
  return amount === undefined ? "0" : formatQuantity(amount);
};

/** "850m (42%)": of what the node has to give, cut to a whole number of percent. */
export const shareText = (amounts: AmountsByName, name: string, allocatable: ResourceList): string => {
  const amount = amounts.get(name);
  const whole = quantity(allocatable[name] ?? "0");
  const of = whole === null ? 0 : milliValue(whole);
  const percent = amount === undefined || of === 0 ? 0 : Math.trunc((milliValue(amount) / of) * 100);
  return `${amountText(amounts, name)} (${percent}%)`;
};
