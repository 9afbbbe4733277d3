// What a sweep runs: cells, each a choice of values for some parameters, or a bound that is looked for.
import type { ParameterValue } from "./parameter-value.js";

/** Values of some parameters; the others keep theirs. */
export type Cell = Readonly<Record<string, ParameterValue>>;

/** The smallest or largest value with which the scenario passes, looked for between two bounds that belong to it. */
export interface Find {
  readonly goal: "smallest" | "largest";
  readonly parameter: string;
  readonly between: readonly [low: number, high: number];
  /** Distance between neighbouring values, > 0. */
  readonly step: number;
}

export interface Sweep {
  /** Parameter -> its values, in the order written; null = find, or include alone. */
  readonly matrix: Readonly<Record<string, readonly ParameterValue[]>> | null;
  readonly find: Find | null;
  /** Cells besides those of the matrix. */
  readonly include: readonly Cell[];
  /** Cells of the matrix that agree with one of these are left out. */
  readonly exclude: readonly Cell[];
  /** Whether every cell runs the same seeds. */
  readonly pairSeeds: boolean;
}

export const agrees = (cell: Cell, pattern: Cell): boolean =>
  Object.entries(pattern).every(([name, value]) => cell[name] === value);

export const product = (matrix: NonNullable<Sweep["matrix"]>): readonly Cell[] =>
  Object.entries(matrix).reduce<readonly Cell[]>(
    (cells, [name, each]) => cells.flatMap((cell) => each.map((value) => ({ ...cell, [name]: value }))),
    [{}],
  );

/** Every cell once: the matrix, the last parameter running fastest, without what is excluded; then what is included. */
export const sweepCells = ({
  matrix,
  include,
  exclude,
}: Pick<Sweep, "matrix" | "include" | "exclude">): readonly Cell[] => {
  const ofMatrix = matrix === null ? [] : product(matrix);
  const kept = ofMatrix.filter((cell) => !exclude.some((pattern) => agrees(cell, pattern)));
  const isNew = (cell: Cell): boolean =>
    !kept.some((other) => Object.keys(other).length === Object.keys(cell).length && agrees(other, cell));
  return [...kept, ...include.filter(isNew)];
};
