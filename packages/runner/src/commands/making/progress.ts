// Shows on stderr how far a run is: a line redrawn on a terminal, now and then a line elsewhere, records for programs.
import { formatDuration } from "@podsim/core";
import type { Duration, SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { escapeTerminal } from "../../input/escape-terminal.js";
import type { OutputStream } from "../../io/console.js";
import type { ProgressFlag } from "../../io/terminal-policy.js";

/** Nothing is shown of a run that is over by then. */
const SILENT_MILLIS = 500;
const REDRAW_MILLIS = 100;
const PLAIN_MILLIS = 30_000;
const PLAIN_SHARE = 0.1;

export interface ProgressPlan {
  readonly name: string;
  readonly seedCount: number;
  /** 0 = several seeds run at a time, and no one virtual time is worth telling. */
  readonly horizonUs: Duration;
  /** What happens at which virtual time. */
  readonly entries: readonly { readonly name: string; readonly atUs: SimTime }[];
}

export interface ProgressState {
  /** Seeds that are done. */
  readonly seedsDone: number;
  readonly seed: number;
  readonly nowUs: SimTime;
  /** Facts of all seeds so far. */
  readonly factCount: number;
}

const wholeSeconds = (us: Duration): string => formatDuration(us - (us % SECOND));

const compact = (n: number): string => {
  if (n >= 1e6) return `${(n / 1e6).toFixed(1)}M`;
  return n >= 10_000 ? `${Math.round(n / 1000)}k` : String(Math.round(n));
};

const seconds = (millis: number): string =>
  millis < 9_950 ? `${(millis / 1000).toFixed(1)}s` : `${Math.round(millis / 1000)}s`;

export class Progress {
  readonly #style: Exclude<ProgressFlag, "auto">;
  readonly #stream: OutputStream;
  readonly #plan: ProgressPlan;
  readonly #nowMillis: () => number;
  readonly #startMillis: number;
  #shownMillis: number;
  #shownShare = 0;
  #isDrawn = false;

  constructor(style: Exclude<ProgressFlag, "auto">, stream: OutputStream, plan: ProgressPlan, nowMillis: () => number) {
    this.#style = style;
    this.#stream = stream;
    this.#plan = plan;
    this.#nowMillis = nowMillis;
    this.#startMillis = nowMillis();
    this.#shownMillis = this.#startMillis;
  }

  update(state: ProgressState): void {
    const now = this.#nowMillis();
    if (this.#style === "none" || now - this.#startMillis < SILENT_MILLIS) return;
    if (!this.#isDue(now, state)) return;
    this.#shownMillis = now;
    this.#shownShare = this.#shareOf(state);
    if (this.#style === "json") this.#stream.write(`${JSON.stringify(this.#record(state, now))}\n`);
    else if (this.#style === "plain") this.#stream.write(`${this.#line(state, now)}\n`);
    else this.#draw(this.#line(state, now));
    this.#isDrawn = true;
  }

  /** Takes the redrawn line away; elsewhere says that it is over, if anything was said before. */
  finish(state: ProgressState): void {
    if (!this.#isDrawn) return;
    if (this.#style === "tty") this.#stream.write("\r\u001b[2K");
    else if (this.#style === "json") this.#stream.write(`${JSON.stringify(this.#record(state, this.#nowMillis()))}\n`);
    else this.#stream.write(`${this.#plan.name}  done in ${seconds(this.#nowMillis() - this.#startMillis)}\n`);
  }

  #isDue(now: number, state: ProgressState): boolean {
    if (!this.#isDrawn) return true;
    const since = now - this.#shownMillis;
    if (this.#style === "tty") return since >= REDRAW_MILLIS;
    if (this.#style === "json") return since >= 1000;
    return since >= PLAIN_MILLIS || this.#shareOf(state) - this.#shownShare >= PLAIN_SHARE;
  }

  #shareOf({ seedsDone, nowUs }: ProgressState): number {
    const { seedCount, horizonUs } = this.#plan;
    const current = seedsDone >= seedCount || horizonUs === 0 ? 0 : Math.min(1, nowUs / horizonUs);
    return (seedsDone + current) / seedCount;
  }

  #draw(line: string): void {
    const columns = (this.#stream.columns() ?? 80) - 1;
    this.#stream.write(`\r\u001b[2K${[...line].slice(0, columns).join("")}`);
  }

  #line(state: ProgressState, now: number): string {
    const { name, seedCount, horizonUs } = this.#plan;
    const took = now - this.#startMillis;
    const share = this.#shareOf(state);
    const parts = [
      `${escapeTerminal(name)}  ${Math.floor(share * 100)}%`,
      ...(horizonUs > 0 ? [`virtual ${wholeSeconds(state.nowUs)} of ${wholeSeconds(horizonUs)}`] : []),
      ...(seedCount > 1 ? [`seed ${state.seed}, ${state.seedsDone} of ${seedCount} done`] : []),
      `${compact((state.factCount / took) * 1000)} facts/s wall`,
      ...(share > 0.02 ? [`${seconds((took / share) * (1 - share))} left`] : []),
      ...this.#next(state.nowUs),
    ];
    return parts.join(" · ");
  }

  #next(nowUs: SimTime): readonly string[] {
    const next = this.#plan.entries.find(({ atUs }) => atUs > nowUs);
    return next === undefined ? [] : [`${escapeTerminal(next.name)} in ${wholeSeconds(next.atUs - nowUs)} virtual`];
  }

  #record({ seed, seedsDone, nowUs, factCount }: ProgressState, now: number): object {
    return {
      kind: "Progress",
      share: Math.round(this.#shareOf({ seed, seedsDone, nowUs, factCount }) * 1e6) / 1e6,
      seed,
      seedsDone,
      seeds: this.#plan.seedCount,
      tUs: nowUs,
      facts: factCount,
      wallMillis: Math.round(now - this.#startMillis),
    };
  }
}
