// A controller of the user's own threw, or did what no controller does: the run cannot go on.

export class ControllerFailure extends Error {
  override readonly name = "ControllerFailure";

  constructor(
    readonly controller: string,
    /** What was reconciled; "" = it was about to begin. */
    readonly key: string,
    /** What it did: "it threw TypeError: …". */
    readonly deed: string,
    cause?: unknown,
  ) {
    super(`controller "${controller}" failed${key === "" ? "" : ` reconciling "${key}"`}: ${deed}`, { cause });
  }
}
