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
  /** Its own rows come in an order drawn from the seed. */
  readonly isShuffled: boolean;
  /** Once all have come, rows are drawn again until they ask for this, or left out; null = each comes once. */
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

const askedBy = (rows: readonly TraceRow[]): number => rows.reduce((sum, row) => sum + row.demand, 0);

/** Rows left out, drawn from those that are there, until they ask for no more than so much. */
const fewer = (rows: readonly TraceRow[], demand: number, draw: Draw, entity: string): readonly TraceRow[] => {
  const left = [...rows];
  let asked = askedBy(rows);
  for (let n = 0; asked > demand; n++) {
    const [out] = left.splice(Math.floor(draw("workload/fewer", entity, n) * left.length), 1);
    asked -= out?.demand ?? 0;
  }
  return left;
};

/** As many rows of the trace, drawn with replacement, as it takes to ask for so much. */
const drawn = (rows: readonly TraceRow[], demand: number, draw: Draw, entity: string): readonly TraceRow[] => {
  const found: TraceRow[] = [];
  for (let [n, asked] = [0, 0]; asked < demand; n++) {
    const row = rows[Math.floor(draw("workload/more", entity, n) * rows.length)];
    if (row === undefined) break;
    found.push(row);
    asked += row.demand;
  }
  return found;
};

/** Every row once, as given or shuffled, then more of them until the demand is met; a trace that asks for more loses some. */
const tuned = ({ rows, demand, isShuffled }: Trace, draw: Draw, entity: string): readonly TraceRow[] => {
  const own = isShuffled ? shuffled(rows, draw, entity) : rows;
  if (demand === null) return own;
  const missing = demand - askedBy(own);
  return missing < 0 ? fewer(own, demand, draw, entity) : [...own, ...drawn(rows, missing, draw, entity)];
};

/** `objectOf` makes the object of a row, which is the n-th arrival. */
export const traceSource = (
  trace: Trace,
  draw: Draw,
  entity: string,
  objectOf: (row: TraceRow, n: number) => KubernetesObject,
): ArrivalSource => {
  const rows = tuned(trace, draw, entity);
  return {
    next: (n, previousUs) => {
      const row = rows[n];
      if (row === undefined) return null;
      const atUs = trace.everyUs === null ? Math.max(previousUs, row.atUs ?? 0) : n * trace.everyUs;
      return { atUs, object: objectOf(row, n) };
    },
  };
};
