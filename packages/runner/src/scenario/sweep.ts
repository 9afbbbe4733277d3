// spec.sweep: which values of the parameters `podsim sweep` runs, checked against their declarations before anything runs.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Path } from "../input/located.js";
import { typedValue } from "./parameter-value.js";
import type { ParameterValue } from "./parameter-value.js";
import { decodeAt } from "./schema/schema.js";
import type { Issue } from "./schema/schema.js";
import type { Cell, Sweep } from "./sweep-cells.js";
import { SweepCheck } from "./sweep-check.js";
import type { SweepableParams } from "./sweep-check.js";
import { sweepShape } from "./sweep-shape.js";

/** "0" of an intOrPercent is the number. */
const asDeclared = (name: string, value: ParameterValue, { declared }: SweepableParams): ParameterValue => {
  const parameter = declared.get(name);
  return parameter?.type === "intOrPercent" ? typedValue(parameter, String(value)) : value;
};

export interface ReadSweep {
  /** Null when there is none, or it has faults. */
  readonly sweep: Sweep | null;
  readonly issues: readonly Issue[];
}

/** Reads spec.sweep, which stands at `base`. */
export const readSweep = (raw: unknown, base: Path, params: SweepableParams): ReadSweep => {
  if (raw === undefined || raw === null) return { sweep: null, issues: [] };
  const read = decodeAt(sweepShape, raw, base);
  if (isLeft(read)) return { sweep: null, issues: read.left };
  const draft = read.right;
  const checking = new SweepCheck(base, params);
  const isNothing = draft.matrix === null && draft.find === null && draft.include.length === 0;
  if (isNothing || (draft.find !== null && (draft.matrix !== null || draft.include.length > 0))) {
    checking.add(isNothing ? [] : ["find"], {
      code: isNothing ? "E107" : "E108",
      message: isNothing ? "sweep does not say what to vary" : "find stands with matrix or include",
      why: "a sweep either runs cells that are listed, or looks for a bound",
      fix: isNothing ? "write matrix: { nodesPerZone: [6, 8] }" : "keep one of them",
      part: "key",
    });
  }
  if (draft.matrix !== null) checking.matrix(draft.matrix);
  for (const [ix, cell] of draft.include.entries()) checking.cell(cell, ["include", ix]);
  for (const [ix, cell] of draft.exclude.entries()) checking.cell(cell, ["exclude", ix]);
  const find = draft.find === null ? null : checking.find(draft.find);
  checking.exclusions(draft);
  if (checking.issues.length > 0) return { sweep: null, issues: checking.issues };
  const typed = (cell: Cell): Cell =>
    Object.fromEntries(Object.entries(cell).map(([name, value]) => [name, asDeclared(name, value, params)]));
  const matrix =
    draft.matrix === null
      ? null
      : Object.fromEntries(
          Object.entries(draft.matrix).map(([name, each]) => [
            name,
            each.map((value) => asDeclared(name, value, params)),
          ]),
        );
  const { pairSeeds } = draft;
  return {
    sweep: { matrix, find, include: draft.include.map(typed), exclude: draft.exclude.map(typed), pairSeeds },
    issues: [],
  };
};
