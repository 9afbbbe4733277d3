// UTF-8 by hand, since the language has none: any string survives, a lone surrogate as the three bytes of its code.

/** The most bytes one UTF-16 code unit takes. */
export const BYTES_PER_UNIT_MAX = 3;

/** Writes the text at `at` and returns the position after it; the caller leaves BYTES_PER_UNIT_MAX bytes per code unit. */
export const writeUtf8 = (text: string, bytes: Uint8Array, at: number): number => {
  let p = at;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[p++] = unit;
    } else if (unit < 0x800) {
      bytes[p++] = 0xc0 | (unit >> 6);
      bytes[p++] = 0x80 | (unit & 0x3f);
    } else {
      const next = (unit & 0xfc00) === 0xd800 && i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      if ((next & 0xfc00) === 0xdc00) {
        const point = 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff);
        bytes[p++] = 0xf0 | (point >> 18);
        bytes[p++] = 0x80 | ((point >> 12) & 0x3f);
        bytes[p++] = 0x80 | ((point >> 6) & 0x3f);
        bytes[p++] = 0x80 | (point & 0x3f);
        i += 1;
      } else {
        bytes[p++] = 0xe0 | (unit >> 12);
        bytes[p++] = 0x80 | ((unit >> 6) & 0x3f);
        bytes[p++] = 0x80 | (unit & 0x3f);
      }
    }
  }
  return p;
};

const lengthOfLead = (lead: number): number => {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
};

const SMALLEST_BY_LENGTH = [0, 0, 0x80, 0x800, 0x10000];

/** The code point at `at` and its length in bytes as point * 8 + length; -1 where no well-formed sequence starts. */
const pointAt = (bytes: Uint8Array, at: number, to: number): number => {
  const lead = bytes[at] ?? 0;
  const length = lengthOfLead(lead);
  if (length === 0 || at + length > to) return -1;
  if (length === 1) return lead * 8 + 1;
  let point = lead & (0x7f >> length);
  for (let k = 1; k < length; k += 1) {
    const byte = bytes[at + k] ?? 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  return point < (SMALLEST_BY_LENGTH[length] ?? 0) || point > 0x10ffff ? -1 : point * 8 + length;
};

const UNITS_PER_PIECE = 4096;

/** The text of bytes [from, to), or null if they are not what writeUtf8 writes. */
export const readUtf8 = (bytes: Uint8Array, from: number, to: number): string | null => {
  let text = "";
  let units: number[] = [];
  for (let p = from; p < to;) {
    const found = pointAt(bytes, p, to);
    if (found < 0) return null;
    const point = Math.floor(found / 8);
    if (point < 0x10000) units.push(point);
    else units.push(0xd800 | ((point - 0x10000) >> 10), 0xdc00 | ((point - 0x10000) & 0x3ff));
    if (units.length >= UNITS_PER_PIECE) {
      text += String.fromCharCode(...units);
      units = [];
    }
    p += found & 7;
  }
  return text + String.fromCharCode(...units);
};
