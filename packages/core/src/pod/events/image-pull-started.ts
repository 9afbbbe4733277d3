// A pull that really goes to the registry began.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import type { PodState } from "../pod-state.js";

export interface ImagePullStarted {
  readonly container: number;
  readonly image: string;
}

export const imagePullStarted: EventDefinition<"ImagePullStarted", ImagePullStarted, PodState> = {
  type: "ImagePullStarted",
  entity: "pod",
  revision: 1,
  fields: { container: "int", image: "string" },
  evolve: (pod) => pod,
  announce: (pod, d) => [aboutContainer(pod, d.container, "Normal", "Pulling", `Pulling image "${d.image}"`)],
  example: { container: 0, image: "registry.example/web:1" },
};
