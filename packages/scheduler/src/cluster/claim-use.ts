// Whether a pod names a claim among its volumes; claims that were made for it are its own affair.
import type { PodState } from "@podsim/core";

export const namesClaim = ({ identity }: PodState, namespace: string, name: string): boolean =>
  identity.namespace === namespace &&
  (identity.template.spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === name);
