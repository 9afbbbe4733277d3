// Collects the states an aspect goes through into segments.
import type { SimTime } from "@podsim/core";
import type { Glyph, Segment } from "./gantt.js";

export class Segments {
  readonly #done: Segment[] = [];
  #glyph: Glyph | null = null;
  #sinceUs: SimTime = 0;

  /** From now on the aspect is in this state; null = in none. */
  turn(atUs: SimTime, glyph: Glyph | null): void {
    if (glyph === this.#glyph) return;
    this.#close(atUs);
    this.#glyph = glyph;
    this.#sinceUs = atUs;
  }

  /** All segments up to `atUs`. */
  until(atUs: SimTime): readonly Segment[] {
    this.#close(atUs);
    this.#sinceUs = atUs;
    return this.#done;
  }

  #close(atUs: SimTime): void {
    if (this.#glyph !== null && atUs > this.#sinceUs) {
      this.#done.push({ fromUs: this.#sinceUs, toUs: atUs, glyph: this.#glyph });
    }
  }
}
