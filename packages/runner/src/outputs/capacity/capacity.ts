// What nodes have to give and what their pods ask of them, at one moment, in numbers.
import { isTerminalPhase, milliValue, parseQuantity, specOf } from "@podsim/core";
import type { PodState, Quantity } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import { isLeft } from "fp-ts/lib/Either.js";
import { podAmounts } from "../describe/resource-share.js";

export interface Asked {
  readonly request: number;
  readonly limit: number;
}

/** Resource -> amounts; CPU in thousandths of one, everything else in whole units. */
export type AskedByName = ReadonlyMap<string, Asked>;

export interface PodCapacity {
  readonly namespace: string;
  readonly name: string;
  /** "deployment/web"; its own name of a pod that nothing made. */
  readonly workload: string;
  /** null = not placed. */
  readonly node: string | null;
  readonly asked: AskedByName;
}

export interface NodeCapacity {
  readonly name: string;
  readonly allocatable: ReadonlyMap<string, number>;
  /** By namespace and name. */
  readonly pods: readonly PodCapacity[];
  /** From the label podsim.dev/price-per-hour; null without it. */
  readonly pricePerHour: number | null;
}

export interface Capacity {
  /** cpu, memory, and whatever else nodes offer by a name with a slash. */
  readonly resources: readonly string[];
  /** By name. */
  readonly nodes: readonly NodeCapacity[];
  readonly unplaced: readonly PodCapacity[];
}

const PRICE_LABEL = "podsim.dev/price-per-hour";

const amountOf = (resource: string, quantity: Quantity): number =>
  resource === "cpu" ? milliValue(quantity) : milliValue(quantity) / 1000;

const workloadOf = ({ identity }: PodState, world: WorldView): string => {
  const { owner, name } = identity;
  if (owner === null) return `pod/${name}`;
  const deployment = owner.kind === "ReplicaSet" ? (world.replicaSets.at(owner.ix)?.deployment ?? null) : null;
  const made = deployment === null ? undefined : world.deployments.at(deployment);
  return made === undefined ? `${owner.kind.toLowerCase()}/${owner.name}` : `deployment/${made.object.metadata.name}`;
};

const askedBy = (pod: PodState): AskedByName => {
  const spec = specOf(pod);
  const [requests, limits] = [podAmounts(spec, "requests"), podAmounts(spec, "limits")];
  const names = new Set([...requests.keys(), ...limits.keys()]);
  return new Map(
    [...names].map((name): readonly [string, Asked] => {
      const [request, limit] = [requests.get(name), limits.get(name)];
      const amount = (quantity: Quantity | undefined): number =>
        quantity === undefined ? 0 : amountOf(name, quantity);
      return [name, { request: amount(request), limit: amount(limit) }];
    }),
  );
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byKey = (a: PodCapacity, b: PodCapacity): number =>
  compareText(a.namespace, b.namespace) || compareText(a.name, b.name);

const allocatableOf = (list: Readonly<Record<string, string>>): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(list).flatMap(([name, text]): readonly (readonly [string, number])[] => {
      const parsed = parseQuantity(text);
      return isLeft(parsed) ? [] : [[name, amountOf(name, parsed.right)]];
    }),
  );

const priceOf = (labels: Readonly<Record<string, string>>): number | null => {
  const price = Number(labels[PRICE_LABEL] ?? NaN);
  return Number.isFinite(price) ? price : null;
};

/** The sum of what pods ask for. */
export const totalAsked = (pods: readonly PodCapacity[]): AskedByName => {
  const total = new Map<string, Asked>();
  for (const { asked } of pods) {
    for (const [name, { request, limit }] of asked) {
      const before = total.get(name) ?? { request: 0, limit: 0 };
      total.set(name, { request: before.request + request, limit: before.limit + limit });
    }
  }
  return total;
};

/** Pods that have ended ask for nothing; `isWanted` chooses among the others. */
export const capacityOf = (world: WorldView, isWanted: (pod: PodState) => boolean): Capacity => {
  const byNode = new Map<string, PodCapacity[]>();
  const unplaced: PodCapacity[] = [];
  for (const pod of world.pods.values()) {
    if (isTerminalPhase(pod.status.phase) || !isWanted(pod)) continue;
    const { namespace, name } = pod.identity;
    const node = pod.binding?.nodeName ?? null;
    const row = { namespace, name, workload: workloadOf(pod, world), node, asked: askedBy(pod) };
    if (node === null) unplaced.push(row);
    else {
      const rows = byNode.get(node);
      if (rows === undefined) byNode.set(node, [row]);
      else rows.push(row);
    }
  }
  const nodes = [...world.nodes.values()].map(({ name, object, labels }): NodeCapacity => ({
    name,
    allocatable: allocatableOf(object.status.allocatable),
    pods: (byNode.get(name) ?? []).sort(byKey),
    pricePerHour: priceOf(labels),
  }));
  const extended = new Set(
    nodes.flatMap(({ allocatable }) => [...allocatable.keys()].filter((key) => key.includes("/"))),
  );
  return {
    resources: ["cpu", "memory", ...[...extended].sort()],
    nodes: nodes.sort((a, b) => compareText(a.name, b.name)),
    unplaced: unplaced.sort(byKey),
  };
};
