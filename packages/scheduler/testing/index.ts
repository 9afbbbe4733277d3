// What tests of other packages may use of the scheduler's: behaviours, small worlds, contracts.
export { aBehavior } from "./behaviors.js";
export { aNode, aTemplate, STANDARD_REQUESTS, TestCluster } from "./cluster-builder.js";
export { OneNode } from "./one-node.js";
export { liveLawfully } from "./live-lawfully.js";
export { LAST_DISTURBANCE, nodeLife } from "./pod-lives.js";
export { naiveDecision } from "./naive-scheduler.js";
export { keepsPluginContract } from "./plugin-contract.js";

export type { NodeOptions, PodPlace, TemplateOptions } from "./cluster-builder.js";
export type { NaiveDecision } from "./naive-scheduler.js";
export type { NodeLife, PodLife } from "./pod-lives.js";
export type { OneNodeOptions, StatusChange } from "./one-node.js";
