// The arrivals of a trace: its rows at their times, or one by one, in the order given or in one drawn from the seed.
import type { Duration, KubernetesObject, SimTime } from "@podsim/core";
import type { ArrivalSource, ArrivalStream } from "@podsim/scheduler";
import type { Setting } from "./table-columns.js";

/** One row made ready. */
export interface TraceRow {
  /** Null where the rows come one by one. */
  readonly atUs: SimTime | null;
  /** Null = named after the workload. */
  readonly name: string | null;
  /** What its object has that the template does not say. */
  readonly settings: readonly Setting[];
  /** As an annotation says it; null = as the template has it. */
  readonly runFor: string | null;
  /** Of the resource that the demand is about. */
  readonly demand: number;
}

export interface Trace {
  readonly rows: readonly TraceRow[];
  readonly everyUs: Duration | null;
  readonly isShuffled: boolean;
  /** Rows are drawn again until they ask for this; null = each comes once. */
  readonly demand: number | null;
}

type Draw = Parameters<ArrivalStream["begin"]>[0];

const shuffled = (rows: readonly TraceRow[], draw: Draw, entity: string): readonly TraceRow[] => {
  const copy = [...rows];
  for (let k = copy.length - 1; k > 0; k--) {
    const other = Math.floor(draw("workload/shuffle", entity, k) * (k + 1));
    const [a, b] = [copy[k], copy[other]];
    if (a !== undefined && b !== undefined) [copy[k], copy[other]] = [b, a];
  }
  return copy;
};

/** The trace's rows and as many more of them, drawn with replacement, as it takes to ask for so much. */
const amplified = ({ rows, demand }: Trace, draw: Draw, entity: string): readonly TraceRow[] => {
  if (demand === null) return rows;
  const all = [...rows];
  let asked = all.reduce((sum, row) => sum + row.demand, 0);
  for (let n = 0; asked < demand; n++) {
    const more = rows[Math.floor(draw("workload/more", entity, n) * rows.length)];
    if (more === undefined) break;
    all.push(more);
    asked += more.demand;
  }
  return all;
};

/** `objectOf` makes the object of a row, which is the n-th arrival. */
export const traceSource = (
  trace: Trace,
  draw: Draw,
  entity: string,
  objectOf: (row: TraceRow, n: number) => KubernetesObject,
): ArrivalSource => {
  const all = amplified(trace, draw, entity);
  const rows = trace.isShuffled ? shuffled(all, draw, entity) : all;
  return {
    next: (n, previousUs) => {
      const row = rows[n];
      if (row === undefined) return null;
      const atUs = trace.everyUs === null ? Math.max(previousUs, row.atUs ?? 0) : n * trace.everyUs;
      return { atUs, object: objectOf(row, n) };
    },
  };
};
