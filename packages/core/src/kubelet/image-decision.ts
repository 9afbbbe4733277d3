// What the kubelet does about a container's image before it creates the container.
import type { Container } from "../api/pod.js";
import type { PodState } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import { isInBackOffSinceUpdate } from "./back-off.js";

export type ImageDecision = "use-present" | "pull" | "back-off" | "forbidden";

export const decideImage = (pod: PodState, container: Container, present: boolean, nowUs: SimTime): ImageDecision => {
  const { image, imagePullPolicy } = container;
  if (imagePullPolicy === "Never") return present ? "use-present" : "forbidden";
  if (present && imagePullPolicy === "IfNotPresent") return "use-present";
  const entry = Object.hasOwn(pod.runtime.imageBackOff, image) ? pod.runtime.imageBackOff[image] : undefined;
  return isInBackOffSinceUpdate(entry ?? null, nowUs) ? "back-off" : "pull";
};
