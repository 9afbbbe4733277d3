// Counts as bars of eight heights, for rows that show how many of how many.
import type { Glyph } from "./gantt.js";

const BARS = "▁▂▃▄▅▆▇█";
const TENTHS = "0123456789";

/** Bars for shares of a whole; one meaning for all of them, so that the legend names them once. */
export class Levels {
  readonly #glyphs: readonly Glyph[];

  constructor(meaning: string) {
    this.#glyphs = [...BARS].map((sign, k) => ({ sign, ascii: TENTHS[k + 2] ?? "9", meaning: k === 7 ? meaning : "" }));
  }

  /** null where there is nothing. */
  of(count: number, whole: number): Glyph | null {
    if (count <= 0) return null;
    const share = whole <= 0 ? 1 : Math.min(1, count / whole);
    return this.#glyphs[Math.max(0, Math.ceil(share * BARS.length) - 1)] ?? null;
  }
}
