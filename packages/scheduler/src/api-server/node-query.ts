// Which nodes a request is about: by name, by labels, and of those how many.
import { compileLabelSelector } from "@podsim/core";
import type { LabelSelector, LabelTest, NodeState } from "@podsim/core";
import type { ControlPlane } from "../actor.js";

export interface NodeQuery {
  /** Node names; absent = every node. */
  readonly names?: readonly string[];
  readonly selector?: LabelSelector;
  /** At most so many of them. */
  readonly count?: number;
  /** Which of them, when count leaves a choice: in the order the nodes joined, or at random. */
  readonly pick?: "first" | "random";
  /** Only nodes that this entry of the timeline was about when it took place. */
  readonly touchedBy?: string;
}

/** Nodes that match now, in the order they joined. `purpose` keys the draws of a random pick. */
export const queryNodes = (query: NodeQuery, plane: ControlPlane, purpose: string): readonly NodeState[] => {
  const compiled = query.selector === undefined ? null : compileLabelSelector(query.selector);
  // An invalid selector was refused when the scenario was read.
  const matches: LabelTest = compiled === null ? () => true : compiled._tag === "Right" ? compiled.right : () => false;
  const found: NodeState[] = [];
  for (const node of plane.world.nodes.values()) {
    if (query.names !== undefined && !query.names.includes(node.name)) continue;
    if (matches(node.labels)) found.push(node);
  }
  if (query.count === undefined || query.count >= found.length) return found;
  if (query.pick !== "random") return found.slice(0, query.count);
  const drawn = found.map((node) => ({ node, u: plane.draw(`pick-node/${purpose}`, node.name, 0) }));
  const chosen = new Set(
    drawn
      .sort((a, b) => a.u - b.u)
      .slice(0, query.count)
      .map(({ node }) => node.ix),
  );
  return found.filter((node) => chosen.has(node.ix));
};
