// A run that broke one of podsim's own rules: what it was, where, and how to see it again.

export class BrokenRun extends Error {
  readonly seed: number;
  /** Facts that were recorded before. */
  readonly seq: number;
  readonly nowUs: number;
  /** Arguments that lead there again. */
  readonly command: readonly string[];

  constructor(
    cause: unknown,
    place: { readonly seed: number; readonly seq: number; readonly nowUs: number },
    command: readonly string[],
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "BrokenRun";
    this.seed = place.seed;
    this.seq = place.seq;
    this.nowUs = place.nowUs;
    this.command = command;
  }
}
