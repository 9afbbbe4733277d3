// A pull failed; the image's back-off grew.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { nextBackOff } from "../../kubelet/back-off.js";
import { pullFailure } from "../../kubelet/pull-failure.js";
import { withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";
import { withRuntime } from "../pod-state.js";

export interface ImagePullFailed {
  readonly container: number;
  readonly image: string;
  readonly error: string;
}

export const imagePullFailed: EventDefinition<"ImagePullFailed", ImagePullFailed, PodState> = {
  type: "ImagePullFailed",
  entity: "pod",
  revision: 1,
  fields: { container: "int", image: "string", error: "string" },
  evolve: (pod, d, at) => {
    const entry = Object.hasOwn(pod.runtime.imageBackOff, d.image) ? pod.runtime.imageBackOff[d.image] : undefined;
    const next = nextBackOff(entry ?? null, at, at);
    const backedOff = withRuntime(pod, {
      sandbox: pod.runtime.sandbox,
      containers: pod.runtime.containers,
      imageBackOff: { ...pod.runtime.imageBackOff, [d.image]: { error: d.error, ...next } },
      failure: pod.runtime.failure,
      resize: pod.runtime.resize,
    });
    return withFailure(backedOff, d.container, pullFailure(d.image, d.error));
  },
  announce: (pod, d) => [
    aboutContainer(pod, d.container, "Warning", "Failed", `Failed to pull image "${d.image}": ${d.error}`),
    aboutContainer(pod, d.container, "Warning", "Failed", `Error: ${pullFailure(d.image, d.error).reason}`),
  ],
  example: { container: 0, image: "registry.example/web:nope", error: "not found" },
};
