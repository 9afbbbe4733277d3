// What a failed pull makes a container wait with: the kubelet's word for it and its message.
import type { StartFailure } from "../pod/pod-state.js";

/** Runtimes name these two at the beginning of their error. */
const SPECIAL = [
  ["RegistryUnavailable", "the registry is unavailable"],
  ["SignatureValidationFailed", "the signature validation failed"],
] as const;

export const pullFailure = (image: string, error: string): StartFailure => {
  for (const [reason, words] of SPECIAL) {
    if (!error.startsWith(reason)) continue;
    return { reason, message: `image pull failed for ${image} because ${words}${error.slice(reason.length)}` };
  }
  return { reason: "ErrImagePull", message: error };
};
