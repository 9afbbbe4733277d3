// The machine is as fast as before.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export type NodeSpeedRestored = Record<never, never>;

export const nodeSpeedRestored: EventDefinition<"NodeSpeedRestored", NodeSpeedRestored, NodeState> = {
  type: "NodeSpeedRestored",
  entity: "node",
  revision: 1,
  fields: {},
  evolve: ({ slowness: _, ...node }) => node,
  example: {},
};
