// UIDs in the form Kubernetes gives them, made from the run's seed and the object's name.
import type { ControlPlane } from "../actor.js";

const HEX = 16;
/** Hexadecimal digits taken from one draw: 32 bits. */
const DIGITS_PER_DRAW = 8;

/** A version-4 UUID: the same for the same seed, kind and key. */
export const uidOf = ({ draw }: Pick<ControlPlane, "draw">, kind: string, key: string): string => {
  let hex = "";
  for (let n = 0; n < 4; n++) {
    hex += Math.floor(draw(`uid/${kind}`, key, n) * 2 ** 32)
      .toString(HEX)
      .padStart(DIGITS_PER_DRAW, "0");
  }
  const variant = ((parseInt(hex.charAt(16), HEX) & 3) | 8).toString(HEX);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
