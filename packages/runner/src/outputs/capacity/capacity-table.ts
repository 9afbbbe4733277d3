// kube-capacity's table: all nodes together first, then each, with its pods where they are wanted.
import { amountText, leftText, shareText } from "./amount-text.js";
import { totalAsked } from "./capacity.js";
import type { AskedByName, Capacity, NodeCapacity, PodCapacity } from "./capacity.js";

export interface TableChoice {
  readonly pods: boolean;
  readonly podCount: boolean;
  readonly available: boolean;
}

type Rows = readonly (readonly string[])[];

const TITLES: Readonly<Record<string, string>> = { cpu: "CPU", memory: "MEMORY" };

const amountHeaders = (resources: readonly string[]): readonly string[] =>
  resources.flatMap((name) => {
    const title = TITLES[name] ?? name.toUpperCase();
    return [`${title} REQUESTS`, `${title} LIMITS`];
  });

const amountCells = (
  asked: AskedByName,
  allocatable: ReadonlyMap<string, number>,
  resources: readonly string[],
  { available }: Pick<TableChoice, "available">,
): readonly string[] =>
  resources.flatMap((name) => {
    const { request, limit } = asked.get(name) ?? { request: 0, limit: 0 };
    const whole = allocatable.get(name) ?? 0;
    const text = available ? leftText : shareText;
    return [text(name, request, whole), text(name, limit, whole)];
  });

export const totalAllocatable = (nodes: readonly NodeCapacity[]): ReadonlyMap<string, number> => {
  const total = new Map<string, number>();
  for (const { allocatable } of nodes) {
    for (const [name, amount] of allocatable) total.set(name, (total.get(name) ?? 0) + amount);
  }
  return total;
};

const countText = (pods: readonly PodCapacity[], allocatable: ReadonlyMap<string, number>): string =>
  `${String(pods.length)}/${String(allocatable.get("pods") ?? 0)}`;

const hasPrices = ({ nodes }: Capacity): boolean => nodes.some(({ pricePerHour }) => pricePerHour !== null);

const priceText = (price: number | null): string => (price === null ? "<none>" : String(Number(price.toFixed(4))));

/** Headers first. */
export const nodeRows = (capacity: Capacity, choice: TableChoice): Rows => {
  const { nodes, resources } = capacity;
  const priced = hasPrices(capacity);
  const row = (
    names: readonly string[],
    pods: readonly PodCapacity[],
    allocatable: ReadonlyMap<string, number>,
    price: string,
  ): readonly string[] => [
    ...names,
    ...amountCells(totalAsked(pods), allocatable, resources, choice),
    ...(choice.podCount ? [countText(pods, allocatable)] : []),
    ...(priced ? [price] : []),
  ];
  const all = totalAllocatable(nodes);
  const price = nodes.reduce((sum, { pricePerHour }) => sum + (pricePerHour ?? 0), 0);
  const names = (node: string): readonly string[] => (choice.pods ? [node, "*", "*"] : [node]);
  const podRow = (pod: PodCapacity, { name, allocatable }: NodeCapacity): readonly string[] => [
    name,
    pod.namespace,
    pod.name,
    ...amountCells(pod.asked, allocatable, resources, choice),
    ...(choice.podCount ? [""] : []),
    ...(priced ? [""] : []),
  ];
  return [
    [
      ...(choice.pods ? ["NODE", "NAMESPACE", "POD"] : ["NODE"]),
      ...amountHeaders(resources),
      ...(choice.podCount ? ["POD COUNT"] : []),
      ...(priced ? ["PRICE PER HOUR"] : []),
    ],
    row(
      names("*"),
      nodes.flatMap(({ pods }) => pods),
      all,
      priceText(price),
    ),
    ...nodes.flatMap((node) => [
      row(names(node.name), node.pods, node.allocatable, priceText(node.pricePerHour)),
      ...(choice.pods ? node.pods.map((pod) => podRow(pod, node)) : []),
    ]),
  ];
};

const plainCells = (asked: AskedByName, resources: readonly string[]): readonly string[] =>
  resources.flatMap((name) => {
    const { request, limit } = asked.get(name) ?? { request: 0, limit: 0 };
    return [amountText(name, request), amountText(name, limit)];
  });

/** Headers first. */
export const podRows = (pods: readonly PodCapacity[], resources: readonly string[]): Rows => [
  ["NAMESPACE", "POD", "NODE", ...amountHeaders(resources)],
  ...pods.map(({ namespace, name, node, asked }) => [
    namespace,
    name,
    node ?? "<none>",
    ...plainCells(asked, resources),
  ]),
];

export interface WorkloadCapacity {
  readonly namespace: string;
  readonly name: string;
  readonly pods: readonly PodCapacity[];
}

export const workloadsOf = (pods: readonly PodCapacity[]): readonly WorkloadCapacity[] => {
  const found = new Map<string, { namespace: string; name: string; pods: PodCapacity[] }>();
  for (const pod of pods) {
    const key = `${pod.namespace} ${pod.workload}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { namespace: pod.namespace, name: pod.workload, pods: [pod] });
    else known.pods.push(pod);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
};

/** Headers first. */
export const workloadRows = (workloads: readonly WorkloadCapacity[], resources: readonly string[]): Rows => [
  ["NAMESPACE", "WORKLOAD", "PODS", ...amountHeaders(resources)],
  ...workloads.map(({ namespace, name, pods }) => [
    namespace,
    name,
    String(pods.length),
    ...plainCells(totalAsked(pods), resources),
  ]),
];
