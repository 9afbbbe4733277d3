// A container's image was on the node, so nothing was pulled.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import type { PodState } from "../pod-state.js";

export interface ImageAlreadyPresent {
  readonly container: number;
  readonly image: string;
}

export const imageAlreadyPresent: EventDefinition<"ImageAlreadyPresent", ImageAlreadyPresent, PodState> = {
  type: "ImageAlreadyPresent",
  entity: "pod",
  revision: 1,
  fields: { container: "int", image: "string" },
  evolve: (pod) => pod,
  announce: (pod, d, _, { gates }) => {
    const checked = gates.KubeletEnsureSecretPulledImages ? " and can be accessed by the pod" : "";
    const text = `Container image "${d.image}" already present on machine${checked}`;
    return [aboutContainer(pod, d.container, "Normal", "Pulled", text)];
  },
  example: { container: 0, image: "registry.example/web:1" },
};
