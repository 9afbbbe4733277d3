// What tests of other packages may use of core's: the event contract, builders, and the slow twin of the log.
export { keepsEventContract } from "./event-contract.js";
export { createNaiveLog } from "./naive-log.js";
export { aContainer, aPod, aProbe, aSpec } from "./pod-builder.js";

export type { NaiveLog } from "./naive-log.js";
export type { ContainerOptions, PodOptions } from "./pod-builder.js";
