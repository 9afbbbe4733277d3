// What tests of other packages may use of the scheduler's: behaviours, small worlds, contracts.
export { aBehavior } from "./behaviors.js";
export { OneNode } from "./one-node.js";

export type { OneNodeOptions, StatusChange } from "./one-node.js";
