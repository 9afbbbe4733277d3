// The image is absent and the pull policy is Never.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ImagePullForbidden {
  readonly container: number;
  readonly image: string;
}

const textOf = (image: string): string => `Container image "${image}" is not present with pull policy of Never`;

export const imagePullForbidden: EventDefinition<"ImagePullForbidden", ImagePullForbidden, PodState> = {
  type: "ImagePullForbidden",
  entity: "pod",
  revision: 1,
  fields: { container: "int", image: "string" },
  evolve: (pod, d) => withFailure(pod, d.container, { reason: "ErrImageNeverPull", message: textOf(d.image) }),
  announce: (pod, d) => [
    aboutContainer(pod, d.container, "Warning", "ErrImageNeverPull", textOf(d.image)),
    aboutContainer(pod, d.container, "Warning", "Failed", "Error: ErrImageNeverPull"),
  ],
  example: { container: 0, image: "registry.example/web:1" },
};
