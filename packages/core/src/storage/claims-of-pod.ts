// Which claims a pod's volumes are about: named ones, and those that are made for the pod.
import type { PodSpec, Volume } from "../api/pod.js";

/** One volume of a pod that stands for a claim. */
export interface PodClaim {
  /** Of the claim, in the pod's namespace. */
  readonly name: string;
  /** It was made for the pod and nobody else may use it. */
  readonly isEphemeral: boolean;
}

const NONE: readonly PodClaim[] = [];
const withClaims = new WeakMap<PodSpec, readonly Volume[]>();

const claimVolumes = (spec: PodSpec): readonly Volume[] => {
  let volumes = withClaims.get(spec);
  if (volumes === undefined) {
    volumes = (spec.volumes ?? []).filter((each) => "persistentVolumeClaim" in each || "ephemeral" in each);
    withClaims.set(spec, volumes);
  }
  return volumes;
};

/** The name of the claim made for a pod's volume. */
const ephemeralClaimName = (pod: string, volume: string): string => `${pod}-${volume}`;

/** In the order of the pod's volumes. */
export const claimsOfPod = (name: string, spec: PodSpec): readonly PodClaim[] => {
  const volumes = claimVolumes(spec);
  if (volumes.length === 0) return NONE;
  return volumes.map((volume) =>
    volume.persistentVolumeClaim === undefined
      ? { name: ephemeralClaimName(name, volume.name), isEphemeral: true }
      : { name: volume.persistentVolumeClaim.claimName, isEphemeral: false },
  );
};
