// A sync found the image's pull in back-off and did not try.
import type { EventDefinition } from "../../event.js";
import { pullFailure } from "../../kubelet/pull-failure.js";
import { aboutContainer } from "../announce.js";
import { withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ImagePullBackedOff {
  readonly container: number;
  readonly image: string;
}

export const imagePullBackedOff: EventDefinition<"ImagePullBackedOff", ImagePullBackedOff, PodState> = {
  type: "ImagePullBackedOff",
  entity: "pod",
  revision: 1,
  fields: { container: "int", image: "string" },
  evolve: (pod, d) => {
    const entry = Object.hasOwn(pod.runtime.imageBackOff, d.image) ? pod.runtime.imageBackOff[d.image] : undefined;
    const { reason, message } = pullFailure(d.image, entry?.error ?? "");
    const cause = entry === undefined ? "" : `: ${reason}: ${message}`;
    return withFailure(pod, d.container, {
      reason: "ImagePullBackOff",
      message: `Back-off pulling image "${d.image}"${cause}`,
    });
  },
  announce: (pod, d) => [
    aboutContainer(pod, d.container, "Normal", "BackOff", `Back-off pulling image "${d.image}"`),
    aboutContainer(pod, d.container, "Warning", "Failed", "Error: ImagePullBackOff"),
  ],
  example: { container: 0, image: "registry.example/web:nope" },
};
