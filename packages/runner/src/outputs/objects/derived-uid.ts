// UIDs of objects whose facts carry none: made from what the object is, so every look at a run shows the same.
import { fingerprint } from "../../run/fingerprint.js";

/** A version-4 UUID by form. */
export const derivedUid = (kind: string, namespace: string, name: string): string => {
  const hex = fingerprint({ kind, namespace, name });
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
