// What a metric recorded in a run: numbers over time, one series per set of labels.
import type { SimTime } from "@podsim/core";

export type SeriesLabels = Readonly<Record<string, string>>;

/**
 * Of a gauge: `values[i]` holds from `times[i]` until the next time, NaN where there is nothing to measure. Of a counter:
 * each time adds its value. Of a distribution: each time is one sample. Times never fall.
 */
export interface Series {
  readonly labels: SeriesLabels;
  readonly times: readonly SimTime[];
  readonly values: readonly number[];
}

/** A series that is being recorded. */
export class SeriesRecorder implements Series {
  readonly times: SimTime[] = [];
  readonly values: number[] = [];

  constructor(readonly labels: SeriesLabels) {}

  /** Gauge: the value from now on. Of several at one instant the last counts. */
  set(at: SimTime, value: number): void {
    const last = this.times.length - 1;
    if (last >= 0 && Object.is(this.values[last], value)) return;
    if (last >= 0 && this.times[last] === at) this.values[last] = value;
    else this.add(at, value);
  }

  /** Counter and distribution: one more number. */
  add(at: SimTime, value: number): void {
    this.times.push(at);
    this.values.push(value);
  }

  /** Gauge: forgets what was before `at`, but for the value that held then. */
  beginAt(at: SimTime): void {
    let first = 0;
    while (first + 1 < this.times.length && (this.times[first + 1] ?? 0) <= at) first += 1;
    this.times.splice(0, first);
    this.values.splice(0, first);
    if (this.times.length > 0 && (this.times[0] ?? 0) < at) this.times[0] = at;
  }
}

/** The series of one metric, by their labels. */
export class SeriesSet {
  readonly #series = new Map<string, SeriesRecorder>();

  get all(): readonly SeriesRecorder[] {
    return [...this.#series.values()];
  }

  /** The series with these labels, made when first asked for. */
  of(labels: SeriesLabels): SeriesRecorder {
    const key = JSON.stringify(labels);
    let series = this.#series.get(key);
    if (series === undefined) this.#series.set(key, (series = new SeriesRecorder(labels)));
    return series;
  }
}
