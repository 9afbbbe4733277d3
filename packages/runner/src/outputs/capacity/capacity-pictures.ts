// The same amounts as a tree of resources, nodes and pods, or as a bar per node.
import { amountText, percentOf } from "./amount-text.js";
import { totalAllocatable } from "./capacity-table.js";
import { totalAsked } from "./capacity.js";
import type { AskedByName, Capacity, NodeCapacity } from "./capacity.js";

const NOTHING = "__";

const askedCell = (resource: string, amount: number, whole: number): string =>
  amount === 0 ? NOTHING : `(${String(percentOf(amount, whole))}%) ${amountText(resource, amount)}`;

const treeCells = (resource: string, asked: AskedByName, whole: number): readonly string[] => {
  const { request, limit } = asked.get(resource) ?? { request: 0, limit: 0 };
  const free = Math.max(0, whole - Math.max(request, limit));
  return [
    askedCell(resource, request, whole),
    askedCell(resource, limit, whole),
    amountText(resource, whole),
    amountText(resource, free),
  ];
};

/** Headers first; `ascii` draws branches with what every terminal has. */
export const treeRows = ({ nodes, resources }: Capacity, ascii: boolean): readonly (readonly string[])[] => {
  const [tee, end, bar] = ascii ? ["|- ", "`- ", "|  "] : ["├─ ", "└─ ", "│  "];
  const rows: (readonly string[])[] = [["RESOURCE", "REQUESTED", "LIMIT", "ALLOCATABLE", "FREE"]];
  for (const resource of resources) {
    const all = totalAllocatable(nodes).get(resource) ?? 0;
    rows.push([resource, ...treeCells(resource, totalAsked(nodes.flatMap(({ pods }) => pods)), all)]);
    nodes.forEach((node, ix) => {
      const isLast = ix === nodes.length - 1;
      const whole = node.allocatable.get(resource) ?? 0;
      rows.push([`${isLast ? end : tee}${node.name}`, ...treeCells(resource, totalAsked(node.pods), whole)]);
      const asking = node.pods.filter(({ asked }) => {
        const { request, limit } = asked.get(resource) ?? { request: 0, limit: 0 };
        return request > 0 || limit > 0;
      });
      asking.forEach((pod, at) => {
        const { request, limit } = pod.asked.get(resource) ?? { request: 0, limit: 0 };
        const branch = `${isLast ? "   " : bar}${at === asking.length - 1 ? end : tee}`;
        const cells = [request, limit].map((amount) => (amount === 0 ? NOTHING : amountText(resource, amount)));
        rows.push([`${branch}${pod.namespace}/${pod.name}`, ...cells, NOTHING, NOTHING]);
      });
    });
  }
  return rows;
};

const BAR_WIDTH = 20;

const barText = (share: number, ascii: boolean): string => {
  const filled = Math.min(BAR_WIDTH, Math.round(share * BAR_WIDTH));
  const [full, empty] = ascii ? ["#", "."] : ["█", "░"];
  return full.repeat(filled) + empty.repeat(BAR_WIDTH - filled);
};

/** One row per node, without headers: a bar and a share for each resource, pods, price. */
export const barRows = ({ nodes, resources }: Capacity, ascii: boolean): readonly (readonly string[])[] =>
  nodes.map((node: NodeCapacity) => {
    const asked = totalAsked(node.pods);
    const bars = resources.flatMap((resource) => {
      const whole = node.allocatable.get(resource) ?? 0;
      if (whole === 0) return [`${resource} ${NOTHING}`];
      const { request } = asked.get(resource) ?? { request: 0 };
      return [`${resource} ${barText(request / whole, ascii)} ${String(percentOf(request, whole))}%`];
    });
    const price = node.pricePerHour === null ? [] : [`${String(node.pricePerHour)}/h`];
    return [
      node.name,
      ...bars,
      `${String(node.pods.length)}/${String(node.allocatable.get("pods") ?? 0)} pods`,
      ...price,
    ];
  });
