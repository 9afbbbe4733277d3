// The spells in which a container fails a probe now and then: drawn one after the other, as far as somebody asks.
import type { ProbeFlap, SimTime } from "@podsim/core";
import type { Duration } from "@podsim/core/time";
import { NEVER } from "@podsim/core/time";
import { sample } from "../engine/distribution.js";
import { ln } from "../engine/elementary.js";

export interface FlapSpell {
  readonly fromUs: SimTime;
  /** It is over then; later than `fromUs`. */
  readonly toUs: SimTime;
}

/** Draws the n-th number in [0, 1) for what is named. */
export type FlapDraw = (what: "gap" | "length", n: number) => number;

const NO_SPELL: FlapSpell = { fromUs: NEVER, toUs: NEVER };

/** More of them than fit into any run. */
const PERIODS_MAX = 2 ** 40;

/** Periods that pass before one at which a spell begins: each has the same chance. */
const periodsBefore = (chance: number, u: number): number =>
  chance >= 1 ? 0 : Math.min(PERIODS_MAX, Math.floor(ln(1 - u) / ln(1 - chance)));

/** The spells of one instance's probe. The same draws give the same spells, in whichever order they are asked about. */
export class ProbeFlaps {
  readonly #spells: FlapSpell[] = [];

  constructor(
    private readonly flap: ProbeFlap,
    private readonly draw: FlapDraw,
    private readonly startedAtUs: SimTime,
    private readonly periodUs: Duration,
  ) {}

  /** The spell under way at `at`, or the next one. */
  at(at: SimTime): FlapSpell {
    // So small a chance that the arithmetic cannot tell it from none is none.
    if (1 - this.flap.chance === 1) return NO_SPELL;
    while ((this.#spells.at(-1)?.toUs ?? -1) <= at) this.#spells.push(this.#next());
    let ix = this.#spells.length - 1;
    while (ix > 0 && (this.#spells[ix - 1]?.toUs ?? 0) > at) ix -= 1;
    return this.#spells[ix] ?? NO_SPELL;
  }

  #next(): FlapSpell {
    const n = this.#spells.length;
    const sinceUs = this.#spells.at(-1)?.toUs ?? this.startedAtUs;
    const afterUs = periodsBefore(this.flap.chance, this.draw("gap", n)) * this.periodUs;
    const fromUs = Math.min(NEVER, sinceUs + afterUs);
    const lastsUs = sample(this.flap.lasts, this.draw("length", n));
    return { fromUs, toUs: Math.min(NEVER, fromUs + Math.max(1, lastsUs)) };
  }
}
