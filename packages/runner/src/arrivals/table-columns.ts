// Which column of a table means what: the mapping as a scenario writes it, and the fields of an object a row comes to.
import { parseObjectPath } from "@podsim/core";
import { closest } from "../input/closest.js";
import type { CsvTable } from "../input/csv-table.js";
import { dictionary, forms, mapped } from "../scenario/schema/collections.js";
import { isMapping, optional, record, required, withDefault } from "../scenario/schema/record.js";
import type { Explanation, Schema } from "../scenario/schema/schema.js";
import { flag, text } from "../scenario/schema/scalars.js";
import { firstFew } from "../scenario/schema/shown.js";

/** One column, and how its cells are to be read. */
export interface Column {
  readonly column: string;
  /** Put behind bare numbers: m, Mi, s, ms …; null = what the column's name says, if anything. */
  readonly unit: string | null;
  /** Another column, by which this one is multiplied. */
  readonly times: string | null;
  /** Cells are lists with this between the items. */
  readonly split: string | null;
  /** A table may be without it: then all its cells are empty. */
  readonly optional: boolean;
}

/** The columns of a list of pods or of nodes. */
export interface Columns {
  readonly at: Column | null;
  readonly runFor: Column | null;
  readonly name: Column | null;
  readonly cpu: Column | null;
  readonly memory: Column | null;
  /** nvidia.com/gpu */
  readonly gpu: Column | null;
  /** Extended resource -> column. */
  readonly resources: Readonly<Record<string, Column>>;
  /** Label of the object itself -> column. */
  readonly labels: Readonly<Record<string, Column>>;
  /** Pods only: a label of nodes -> column with the values it may have there; an empty cell asks for nothing. */
  readonly nodeLabels: Readonly<Record<string, Column>>;
  /** Path -> column. */
  readonly set: Readonly<Record<string, Column>>;
}

const columnMapping = record<Column>("column", {
  column: required(text, "cpu_milli"),
  unit: optional(text),
  times: optional(text),
  split: optional(text),
  optional: withDefault(flag, false),
});

const column: Schema<Column> = forms<Column>(
  "a column",
  (value) =>
    isMapping(value)
      ? columnMapping
      : mapped(text, (name): Column => ({ column: name, unit: null, times: null, split: null, optional: false })),
  "write cpu_milli, or { column: cpu, unit: m }",
);

const several = withDefault<Readonly<Record<string, Column>>>(dictionary(column), {});

const shared = {
  name: optional(column),
  cpu: optional(column),
  memory: optional(column),
  gpu: optional(column),
  resources: several,
  labels: several,
  set: several,
};

export const podColumns: Schema<Columns> = record<Columns>("columns", {
  at: optional(column),
  runFor: optional(column),
  ...shared,
  nodeLabels: several,
});

export const nodeColumns: Schema<Columns> = mapped(
  record<Omit<Columns, "at" | "runFor" | "nodeLabels">>("columns", shared),
  (given): Columns => ({ ...given, at: null, runFor: null, nodeLabels: {} }),
);

const GPU = "nvidia.com/gpu";

/** Everything that names a column, with its path below `columns`. */
const named = (columns: Columns): readonly (readonly [path: readonly string[], column: Column])[] => {
  const found: (readonly [readonly string[], Column])[] = [];
  for (const key of ["at", "runFor", "name", "cpu", "memory", "gpu"] as const) {
    const one = columns[key];
    if (one !== null) found.push([[key], one]);
  }
  for (const key of ["resources", "labels", "nodeLabels", "set"] as const) {
    for (const [name, one] of Object.entries(columns[key])) found.push([[key, name], one]);
  }
  return found;
};

export interface ColumnProblem {
  /** Below `columns`. */
  readonly path: readonly string[];
  readonly explanation: Explanation;
}

/** Columns the table does not have, and paths that are none. */
export const columnProblems = (columns: Columns, table: CsvTable): readonly ColumnProblem[] => {
  const missing = named(columns).flatMap(
    ([path, { column: one, times, optional: mayLack }]): readonly ColumnProblem[] =>
      [...(mayLack ? [] : [one]), ...(times === null ? [] : [times])]
        .filter((name) => !table.columns.includes(name))
        .map((name) => {
          const meant = closest(name, table.columns);
          const fix = meant === null ? "name one of them" : `did you mean ${meant}?`;
          const why = `the columns of ${table.source.file}: ${firstFew(table.columns, 12)}`;
          return { path, explanation: { code: "E201", message: `there is no column "${name}"`, why, fix } };
        }),
  );
  const noPath = Object.keys(columns.set)
    .filter((path) => parseObjectPath(path) === null)
    .map((path): ColumnProblem => {
      const why = "a path is field names with dots between them, and list items in brackets";
      const fix = "write spec.priorityClassName";
      return {
        path: ["set", path],
        explanation: { code: "E108", message: `${path} is no path`, why, fix, part: "key" },
      };
    });
  return [...missing, ...noPath];
};

/** What a column's own name says of its unit. */
const UNIT_BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/milli(?!s)|_m$/i, "m"],
  [/mib|_mi$/i, "Mi"],
  [/gib|_gi$/i, "Gi"],
  [/kib|_ki$/i, "Ki"],
];
const TIME_UNIT_BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/millis|_ms$/i, "ms"],
  [/micros|_us$/i, "us"],
  [/minutes?|_min$/i, "m"],
  [/hours?|_h$/i, "h"],
];

const BARE = /^\d+(\.\d+)?(e[+-]?\d+)?$/i;

const unitByName = (name: string, table: typeof UNIT_BY_NAME): string =>
  table.find(([test]) => test.test(name))?.[1] ?? "";

/** A row's cells by column; "" where there is none. */
export type Cells = (column: string) => string;

const product = ({ column: one, times }: Column, cells: Cells): string => {
  const cell = cells(one).trim();
  if (times === null || cell === "") return cell;
  return String(Number(cell) * Number(cells(times).trim()));
};

/** A quantity as Kubernetes writes it; "" = the row has none. A bare number has `unit` where the column is given none. */
const quantityIn = (wanted: Column, cells: Cells, unit: string): string => {
  const cell = product(wanted, cells);
  return BARE.test(cell) ? `${cell}${wanted.unit ?? unit}` : cell;
};

/** A duration as podsim writes it, in seconds where nothing says otherwise; "" = the row has none. */
export const durationIn = (wanted: Column, cells: Cells): string => {
  const cell = product(wanted, cells);
  if (!BARE.test(cell)) return cell;
  const unit = wanted.unit ?? (unitByName(wanted.column, TIME_UNIT_BY_NAME) || "s");
  // Seconds may be written more finely than microseconds.
  return unit === "s" ? `${String(Math.round(Number(cell) * 1e6))}us` : `${cell}${unit}`;
};

/** A value put at a path of an object. */
export type Setting = readonly [path: string, value: unknown];

/** Where the parts of a row go in an object. */
export interface Places {
  /** Resource -> the paths of its amount. */
  readonly resource: (name: string) => readonly string[];
  readonly label: (key: string) => string;
}

const amounts = (columns: Columns, places: Places, cells: Cells): readonly Setting[] => {
  const named: readonly (readonly [string, Column | null])[] = [
    ["cpu", columns.cpu],
    ["memory", columns.memory],
    [GPU, columns.gpu],
    ...Object.entries(columns.resources),
  ];
  return named.flatMap(([resource, one]): readonly Setting[] => {
    // Extended resources are counted; only of cpu and memory the column's name may say a unit.
    const isCounted = resource.includes("/");
    const value = one === null ? "" : quantityIn(one, cells, isCounted ? "" : unitByName(one.column, UNIT_BY_NAME));
    return value === "" || /^0+(\.0+)?\D*$/.test(value) ? [] : places.resource(resource).map((path) => [path, value]);
  });
};

const valueIn = (one: Column, cells: Cells): unknown => {
  const cell = product(one, cells);
  if (cell === "") return undefined;
  if (one.split !== null) return cell.split(one.split).map((item) => item.trim());
  return one.unit === null ? cell : quantityIn(one, cells, "");
};

/** Node affinity of a pod: one requirement per label. */
const affinity = (columns: Columns, cells: Cells): readonly Setting[] => {
  const expressions = Object.entries(columns.nodeLabels).flatMap(([key, one]) => {
    const values = valueIn(one, cells);
    return values === undefined ? [] : [{ key, operator: "In", values: Array.isArray(values) ? values : [values] }];
  });
  if (expressions.length === 0) return [];
  const path = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution";
  return [[path, { nodeSelectorTerms: [{ matchExpressions: expressions }] }]];
};

/** Everything a row says of its object but name and times. */
export const settingsOf = (columns: Columns, places: Places, podPath: string, cells: Cells): readonly Setting[] => [
  ...amounts(columns, places, cells),
  ...affinity(columns, cells).map(([path, value]): Setting => [`${podPath}${path}`, value]),
  ...Object.entries(columns.labels).flatMap(([key, one]): readonly Setting[] => {
    const value = valueIn(one, cells);
    return value === undefined ? [] : [[places.label(key), value]];
  }),
  ...Object.entries(columns.set).flatMap(([path, one]): readonly Setting[] => {
    const value = valueIn(one, cells);
    return value === undefined ? [] : [[path, value]];
  }),
];

/** Finds cells by the name of their column. */
export const cellsOf = (table: CsvTable): ((row: readonly string[]) => Cells) => {
  const at = new Map(table.columns.map((name, ix) => [name, ix]));
  return (row) => (name) => row[at.get(name) ?? -1] ?? "";
};
