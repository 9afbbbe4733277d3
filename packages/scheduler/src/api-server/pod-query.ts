// Which pods a request is about, found when it takes place.
import { compileLabelSelector } from "@podsim/core";
import type { LabelSelector, PodState } from "@podsim/core";
import type { ControlPlane } from "../actor.js";

export interface PodQuery {
  readonly namespace: string;
  /** One pod by name; null = those the selector means. */
  readonly pod: string | null;
  readonly selector: LabelSelector | null;
  /** At most so many of them, drawn at random; null = all. */
  readonly count: number | null;
}

/** @param purpose keys the draw of which ones */
export const queryPods = (request: PodQuery, plane: ControlPlane, purpose: string): readonly PodState[] => {
  const compiled = compileLabelSelector(request.selector ?? {});
  if (compiled._tag === "Left") return [];
  const found: PodState[] = [];
  for (const pod of plane.world.pods.values()) {
    const { namespace, name, template } = pod.identity;
    const isLive = pod.deletion === null && pod.status.phase !== "Succeeded" && pod.status.phase !== "Failed";
    const isMeant = request.pod === null ? compiled.right(template.metadata.labels) : name === request.pod;
    if (isLive && namespace === request.namespace && isMeant) found.push(pod);
  }
  if (request.count === null || request.count >= found.length) return found;
  const drawn = found.map((pod) => ({ pod, u: plane.draw(`pick-pod/${purpose}`, pod.identity.name, 0) }));
  return drawn
    .sort((a, b) => a.u - b.u)
    .slice(0, request.count)
    .map(({ pod }) => pod);
};
