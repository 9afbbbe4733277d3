// Nodes of a table whose order is drawn: every seed numbers them in another order, and the number stands first in their names.
import type { Node } from "@podsim/core";
import { draw } from "@podsim/scheduler";
import type { ApplyRequest, TimelineEntry } from "@podsim/scheduler";
import { renamed } from "../scenario/node-group.js";

/** No node of a cluster can be named like this. */
const UNNUMBERED = "*-";

/** The name of such a node as long as there is no seed. */
export const unnumbered = (name: string): string => `${UNNUMBERED}${name}`;

const unnumberedNode = (request: TimelineEntry["requests"][number]): Node | null => {
  if (request.verb !== "apply") return null;
  const { object } = request as ApplyRequest;
  return object.kind === "Node" && object.metadata.name.startsWith(UNNUMBERED) ? object : null;
};

const numberFor = (names: readonly string[], seed: number): ReadonlyMap<string, string> => {
  const drawn = names.map((name) => ({ name, lot: draw(seed, "cluster/node-order", name, 0) }));
  drawn.sort((a, b) => a.lot - b.lot || (a.name < b.name ? -1 : 1));
  const digits = String(Math.max(0, names.length - 1)).length;
  return new Map(drawn.map(({ name }, ix) => [name, String(ix).padStart(digits, "0")]));
};

/** The timeline with its unnumbered nodes numbered as the seed has them: *-n1 becomes, say, 07-n1. */
export const numberNodes = (timeline: readonly TimelineEntry[], seed: number): readonly TimelineEntry[] => {
  const [start, ...later] = timeline;
  if (start === undefined) return timeline;
  const nodes = start.requests.map(unnumberedNode);
  const names = nodes.flatMap((node) => (node === null ? [] : [node.metadata.name]));
  if (names.length === 0) return timeline;
  const numbers = numberFor(names, seed);
  const requests = start.requests.map((request, ix) => {
    const node = nodes[ix];
    if (node == null) return request;
    const { name } = node.metadata;
    const own = `${numbers.get(name) ?? ""}-${name.slice(UNNUMBERED.length)}`;
    return { ...request, object: renamed(node, own) };
  });
  return [{ ...start, requests }, ...later];
};
