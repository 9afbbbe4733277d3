// A container's image is no reference that a runtime can read: nothing is pulled, and there is no back-off.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ImageNameRefused {
  readonly container: number;
  readonly error: string;
}

export const imageNameRefused: EventDefinition<"ImageNameRefused", ImageNameRefused, PodState> = {
  type: "ImageNameRefused",
  entity: "pod",
  revision: 1,
  fields: { container: "int", error: "string" },
  evolve: (pod, d) => withFailure(pod, d.container, { reason: "InvalidImageName", message: d.error }),
  announce: (pod, d) => [
    aboutContainer(pod, d.container, "Warning", "InspectFailed", d.error),
    aboutContainer(pod, d.container, "Warning", "Failed", "Error: InvalidImageName"),
  ],
  example: {
    container: 0,
    error:
      'Failed to apply default image tag "Web": couldn\'t parse image name "Web": invalid reference format: repository name (library/Web) must be lowercase',
  },
};
