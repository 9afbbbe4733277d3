// What one try leaves to the next: where the search for nodes goes on, and memory that is used again.
import { NodeWindow } from "./node-window.js";

export class CycleState {
  /** Place in the order of nodes at which the next search begins; shared by all profiles. */
  nextStart = 0;
  readonly window = new NodeWindow();
  totals = new Float64Array(0);
  scores = new Float64Array(0);
  tied = new Int32Array(0);

  /** Makes room for the scores of `count` nodes. */
  reserve(count: number): void {
    if (count <= this.totals.length) return;
    this.totals = new Float64Array(2 * count);
    this.scores = new Float64Array(2 * count);
    this.tied = new Int32Array(2 * count);
  }
}
