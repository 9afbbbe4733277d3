// Holds a sweep against the parameters the scenario declares: every value that cannot be, at its place.
import { showValue } from "@podsim/core";
import { closest } from "../input/closest.js";
import type { Path } from "../input/located.js";
import { objectionTo } from "./parameter-value.js";
import type { Parameter, ParameterValue } from "./parameter-value.js";
import type { Issue } from "./schema/schema.js";
import { agrees, product, sweepCells } from "./sweep-cells.js";
import type { Cell, Find } from "./sweep-cells.js";
import type { FindDraft, SweepDraft } from "./sweep-shape.js";

const CELLS_MAX = 10_000;
/** Where find is given no step, a number that is not whole is looked for this finely. */
const DEFAULT_STEPS = 64;

/** What a sweep may vary. */
export interface SweepableParams {
  /** Null = declared, and its declaration cannot be read. */
  readonly declared: ReadonlyMap<string, Parameter | null>;
  /** Those that stand somewhere in the scenario. */
  readonly used: ReadonlySet<string>;
}

export class SweepCheck {
  readonly issues: Issue[] = [];

  constructor(
    private readonly base: Path,
    private readonly params: SweepableParams,
  ) {}

  add(path: Path, issue: Omit<Issue, "path">): void {
    this.issues.push({ ...issue, path: [...this.base, ...path] });
  }

  /** The parameter's declaration; null, and reported, where nothing can be said about its values. */
  parameter(name: string, path: Path, part: "key" | "value"): Parameter | null {
    const { declared, used } = this.params;
    const found = declared.get(name);
    if (found === undefined) {
      const meant = closest(name, declared.keys());
      const known = [...declared.keys()].join(", ");
      this.add(path, {
        code: "E203",
        message: `parameter "${name}" is not declared`,
        why: known === "" ? "the scenario declares no parameters" : `declared in spec.params: ${known}`,
        fix: meant === null ? "sweep over a declared parameter" : `did you mean ${meant}?`,
        part,
      });
      return null;
    }
    if (!used.has(name)) {
      this.add(path, {
        code: "E203",
        message: `parameter "${name}" stands nowhere in the scenario`,
        why: "its values would make no difference, and every cell would be the same run",
        fix: `write $(params.${name}) where the value belongs`,
        part,
      });
    }
    return found;
  }

  cell(cell: Cell, path: Path): void {
    for (const [name, value] of Object.entries(cell)) this.value(name, value, [...path, name], "key", [...path, name]);
  }

  value(name: string, value: ParameterValue, namePath: Path, part: "key" | "value", path: Path): void {
    const parameter = this.parameter(name, namePath, part);
    const objection = parameter === null ? null : objectionTo(parameter, value);
    if (objection !== null) this.add(path, objection);
  }

  matrix(matrix: NonNullable<SweepDraft["matrix"]>): void {
    if (Object.keys(matrix).length === 0) {
      this.add(["matrix"], {
        code: "E108",
        message: "the matrix is empty",
        why: "a sweep without parameters has nothing to vary",
        fix: "write matrix: { nodesPerZone: [6, 8, 10] }",
      });
    }
    for (const [name, each] of Object.entries(matrix)) {
      const parameter = this.parameter(name, ["matrix", name], "key");
      for (const [ix, value] of each.entries()) {
        const objection = parameter === null ? null : objectionTo(parameter, value);
        if (objection !== null) this.add(["matrix", name, ix], objection);
        else if (each.indexOf(value) < ix) {
          this.add(["matrix", name, ix], {
            code: "E108",
            message: `${showValue(value)} stands here twice`,
            why: "two cells would be the same run",
            fix: "remove one of them",
          });
        }
      }
    }
    const count = Object.values(matrix).reduce((all, each) => all * each.length, 1);
    if (count > CELLS_MAX) {
      this.add(["matrix"], {
        code: "E108",
        message: `the matrix has ${String(count)} cells`,
        why: `a sweep may have ${String(CELLS_MAX)}`,
        fix: "take fewer values, or find with bounds",
      });
    }
  }

  find(draft: FindDraft): Find | null {
    const { smallest, largest, between, step } = draft;
    const name = smallest ?? largest;
    if (name === null || (smallest !== null && largest !== null)) {
      this.add(["find"], {
        code: name === null ? "E107" : "E108",
        message: name === null ? "find does not say of what" : "find looks for the smallest and the largest at once",
        why: "exactly one of smallest and largest is needed",
        fix: "write find: { smallest: nodesPerZone, between: [6, 14] }",
        part: "key",
      });
      return null;
    }
    const goal = smallest === null ? "largest" : "smallest";
    const parameter = this.parameter(name, ["find", goal], "value");
    if (parameter === null) return null;
    if (parameter.type !== "integer" && parameter.type !== "number") {
      this.add(["find", goal], {
        code: "E108",
        message: `parameter "${name}" is a ${parameter.type}; there is nothing between two of its values`,
        why: "bisection needs a number",
        fix: "use matrix with the values to try",
      });
      return null;
    }
    this.#bounds(parameter, draft);
    const [low = 0, high = 0] = between;
    const finest = parameter.type === "integer" ? 1 : (high - low) / DEFAULT_STEPS;
    return { goal, parameter: name, between: [low, high], step: step ?? finest };
  }

  #bounds(parameter: Parameter, { between, step }: FindDraft): void {
    const [low = 0, high = 0] = between;
    for (const [ix, value] of between.entries()) {
      const objection = objectionTo(parameter, value);
      if (objection !== null) this.add(["find", "between", ix], objection);
    }
    if (low >= high) {
      this.add(["find", "between"], {
        code: "E108",
        message: `there is nothing between ${String(low)} and ${String(high)}`,
        why: "the lower bound comes first",
        fix: low > high ? `write between: [${String(high)}, ${String(low)}]` : "give two different bounds",
      });
    }
    if (parameter.enum !== null) {
      this.add(["find", "between"], {
        code: "E108",
        message: "the parameter takes a few values only",
        why: `its declaration allows ${parameter.enum.map(String).join(", ")}`,
        fix: "use matrix with those values",
      });
    }
    if (step !== null && (step > high - low || (parameter.type === "integer" && !Number.isInteger(step)))) {
      this.add(["find", "step"], {
        code: "E108",
        message: `a step of ${String(step)} leads to no other value`,
        why: "values are tried from the lower bound on, one step apart",
        fix: "choose a step that fits between the bounds",
      });
    }
  }

  exclusions({ matrix, include, exclude }: SweepDraft): void {
    if (matrix === null && exclude.length > 0) {
      this.add(["exclude"], {
        code: "E108",
        message: "exclude needs matrix",
        why: "it leaves cells of the matrix out",
        fix: "remove it, or write a matrix",
        part: "key",
      });
      return;
    }
    if (matrix === null || this.issues.length > 0) return;
    const cells = product(matrix);
    for (const [ix, pattern] of exclude.entries()) {
      if (cells.some((cell) => agrees(cell, pattern))) continue;
      this.add(["exclude", ix], {
        code: "E202",
        message: "this excludes no cell of the matrix",
        why: "no cell has these values together",
        fix: "use values that stand in the matrix, or remove it",
      });
    }
    if (sweepCells({ matrix, include, exclude }).length > 0) return;
    this.add(["exclude"], {
      code: "E108",
      message: "every cell of the matrix is excluded",
      why: "nothing is left to run",
      fix: "exclude fewer cells",
    });
  }
}
