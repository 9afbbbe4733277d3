// A container was made from an image that its pod's spec did not name any more by then.
import type { EventDefinition } from "../../event.js";
import { updateRecord } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ContainerImageKept {
  readonly container: number;
  /** What the newest instance was made from. */
  readonly image: string;
}

export const containerImageKept: EventDefinition<"ContainerImageKept", ContainerImageKept, PodState> = {
  type: "ContainerImageKept",
  entity: "pod",
  revision: 1,
  fields: { container: "int", image: "string" },
  evolve: (pod, d) => updateRecord(pod, d.container, (record) => ({ ...record, image: d.image })),
  example: { container: 0, image: "registry.example/app:1" },
};
