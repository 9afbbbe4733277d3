// Which values of the parameters are run: those of the command line, or those the scenario names in spec.sweep.
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { isLeft } from "fp-ts/lib/Either.js";

export interface ParamRefusal {
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** A parameter with the texts of its values, as --set takes them. */
export interface ParamValues {
  readonly name: string;
  readonly values: readonly string[];
}

const VALUES_MAX = 10_000;

const NUMBER = String.raw`[-+]?\d+(?:\.\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?:\\.\\.(${NUMBER}))?$`);

/** No digits that come from adding fractions: as many as the numbers given have. */
const inSteps = (low: number, step: number, ix: number, digits: number): string =>
  String(Number((low + step * ix).toFixed(digits)));

const digitsOf = (text: string): number => text.split(".")[1]?.length ?? 0;

const rangeValues = (
  written: string,
  [, low = "", high = "", step = "1"]: RegExpExecArray,
): Either<string, readonly string[]> => {
  const [from, to, by] = [Number(low), Number(high), Number(step)];
  if (by <= 0) return left(`${written}: a step has to be more than 0`);
  if (to < from) return left(`${written}: the lower value comes first`);
  const count = Math.floor((to - from) / by + 1e-9) + 1;
  if (count > VALUES_MAX)
    return left(`${written}: these are ${String(count)} values, ${String(VALUES_MAX)} are allowed`);
  const digits = Math.max(digitsOf(low), digitsOf(step));
  return right(Array.from({ length: count }, (_, ix) => inSteps(from, by, ix, digits)));
};

/** "nodes=6..14..2" or "policy=a,b". */
export const readParam = (written: string): Either<ParamRefusal, ParamValues> => {
  const refuse = (message: string): Either<ParamRefusal, never> =>
    left({
      message: `--param ${message}`,
      why: "a parameter is given a range FROM..TO or FROM..TO..STEP, or a list of values",
      fix: "write --param nodes=6..14..2 or --param policy=MostAllocated,LeastAllocated",
    });
  const [, name = "", text = ""] = /^([^=]+)=(.*)$/s.exec(written) ?? [];
  if (name === "" || text === "") return refuse(`${written}: it does not say which values`);
  const range = RANGE.exec(text);
  const values = range === null ? right(text.split(",")) : rangeValues(written, range);
  if (isLeft(values)) return refuse(values.left);
  const twice = values.right.find((value, ix) => values.right.indexOf(value) < ix);
  if (twice !== undefined) return refuse(`${written}: ${twice === "" ? "nothing" : twice} stands there twice`);
  return right({ name, values: values.right });
};

/** Every combination, the last parameter running fastest. */
export const combinations = (params: readonly ParamValues[]): readonly Readonly<Record<string, string>>[] =>
  params.reduce<readonly Readonly<Record<string, string>>[]>(
    (cells, { name, values }) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value }))),
    [{}],
  );
