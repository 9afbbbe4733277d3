// Values of blocks that a long text repeats to the letter: read once and shared. Pods of one template say the same a
// thousand times.

/** Shorter blocks are read faster than they are looked up; longer ones are hardly ever repeated. */
const LENGTH_MIN = 96;
export const SHARED_LENGTH_MAX = 2_048;
/** So that a text without repetitions does not fill the memory with what is never asked for again. */
const KEPT_MAX = 200_000;

export class SharedBlocks {
  /** By the column of the block's first character. */
  readonly #byColumn = new Map<number, Map<string, unknown>>();
  #kept = 0;

  isWorthwhile(length: number): boolean {
    return length >= LENGTH_MIN && length <= SHARED_LENGTH_MAX;
  }

  /** undefined = no such block was read before. */
  find(column: number, block: string): unknown {
    return this.#byColumn.get(column)?.get(block);
  }

  /** `value` is what the whole block means and nothing else: nobody may change it any more. */
  keep(column: number, block: string, value: unknown): void {
    if (this.#kept >= KEPT_MAX) return;
    this.#kept += 1;
    const blocks = this.#byColumn.get(column);
    if (blocks === undefined) this.#byColumn.set(column, new Map([[block, value]]));
    else blocks.set(block, value);
  }
}
