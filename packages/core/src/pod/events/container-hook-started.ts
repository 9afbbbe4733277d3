// A postStart or preStop hook began to run.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";

export interface ContainerHookStarted {
  readonly container: number;
  readonly hook: "postStart" | "preStop";
}

export const containerHookStarted: EventDefinition<"ContainerHookStarted", ContainerHookStarted, PodState> = {
  type: "ContainerHookStarted",
  entity: "pod",
  revision: 1,
  fields: { container: "int", hook: { oneOf: ["postStart", "preStop"] } },
  evolve: (pod) => pod,
  example: { container: 0, hook: "postStart" },
};
