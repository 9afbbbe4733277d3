// What a reporter is: a verdict written for somebody other than the person at the terminal.
import type { RunResult } from "../run/run-result.js";

export interface Reporter {
  readonly name: string;
  /** One line for people. */
  readonly doc: string;
  readonly render: (result: RunResult) => string;
}
