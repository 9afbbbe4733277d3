// Base64 by hand, since the language has none: what a Secret's stringData becomes, and how large its data is.
import { BYTES_PER_UNIT_MAX, readUtf8, writeUtf8 } from "../log/utf8.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The text as UTF-8, in base64 with padding. */
export const base64Of = (text: string): string => {
  const bytes = new Uint8Array(text.length * BYTES_PER_UNIT_MAX);
  const length = writeUtf8(text, bytes, 0);
  let out = "";
  for (let i = 0; i < length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const given = Math.min(3, length - i);
    for (let k = 0; k < 4; k += 1) out += k <= given ? ALPHABET.charAt((group >> (18 - 6 * k)) & 63) : "=";
  }
  return out;
};

/** The text that base64 stands for; "" where it stands for no text. */
export const textOfBase64 = (encoded: string): string => {
  const length = base64Length(encoded);
  const digits = encoded.replace(/[\r\n=]/g, "");
  const bytes = new Uint8Array(length ?? 0);
  for (let at = 0; at < bytes.length; at += 1) {
    const bit = at * 8;
    const from = Math.floor(bit / 6);
    const pair = (ALPHABET.indexOf(digits[from] ?? "A") << 6) | ALPHABET.indexOf(digits[from + 1] ?? "A");
    bytes[at] = (pair >> (4 - (bit % 6))) & 255;
  }
  return readUtf8(bytes, 0, bytes.length) ?? "";
};

/** How many bytes the base64 text stands for; null if it is none. Line breaks are passed over, as in Go. */
export const base64Length = (encoded: string): number | null => {
  const text = encoded.replace(/[\r\n]/g, "");
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return (text.length / 4) * 3 - padding;
};
