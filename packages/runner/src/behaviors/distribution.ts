// How a scenario writes a distribution of durations: "8s", { lognormal: { p50: 8s, p99: 25s } } or lognormal(p50=8s,p99=25s).
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Distribution, Duration } from "@podsim/core";
import { checked, choice, forms, mapped } from "../scenario/schema/collections.js";
import { isMapping, record, required } from "../scenario/schema/record.js";
import { Leaf } from "../scenario/schema/schema.js";
import type { Explanation, Schema } from "../scenario/schema/schema.js";
import { duration } from "../scenario/schema/times.js";

const constant: Schema<Distribution> = mapped(duration, (value): Distribution => ({ kind: "constant", value }));

const uniform: Schema<Distribution> = mapped(
  checked(
    record<{ min: Duration; max: Duration }>("uniform", {
      min: required(duration, "1s"),
      max: required(duration, "5s"),
    }),
    ({ min, max }) =>
      min <= max
        ? null
        : { code: "E108", message: "min is more than max", why: "no duration lies between them", fix: "exchange them" },
  ),
  ({ min, max }): Distribution => ({ kind: "uniform", min, max }),
);

const exponential: Schema<Distribution> = mapped(
  record<{ mean: Duration }>("exponential", { mean: required(duration, "72h") }),
  ({ mean }): Distribution => ({ kind: "exponential", mean }),
);

const lognormalObjection = ({ p50, p99 }: { p50: Duration; p99: Duration }): Explanation | null => {
  if (p50 > 0 && p99 >= p50) return null;
  const message = p50 > 0 ? "p99 is less than p50" : "p50 is not more than 0s";
  return {
    code: "E108",
    message,
    why: "half of the durations lie below p50, 99 of 100 below p99",
    fix: "write p50 first, then a larger p99",
  };
};

const lognormal: Schema<Distribution> = mapped(
  checked(
    record<{ p50: Duration; p99: Duration }>("lognormal", {
      p50: required(duration, "8s"),
      p99: required(duration, "25s"),
    }),
    lognormalObjection,
  ),
  ({ p50, p99 }): Distribution => ({ kind: "lognormal", p50, p99 }),
);

/** Forms of a distribution by their names; what stands behind each is its parameters. */
export const DISTRIBUTIONS: Readonly<Record<Distribution["kind"], Schema<Distribution>>> = {
  constant,
  uniform,
  exponential,
  lognormal,
};

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  uniform: ["min", "max"],
  exponential: ["mean"],
  lognormal: ["p50", "p99"],
};

const malformed = (text: string): Explanation => ({
  code: "E104",
  message: `"${text}" is not a distribution`,
  why: "a distribution in one text is a name with named parameters",
  fix: "write 8s, uniform(min=1s,max=5s), exponential(mean=72h) or lognormal(p50=8s,p99=25s)",
});

const isDistribution = (value: unknown): value is Distribution => isMapping(value) && "kind" in value;

/** name(a=1s,b=2s) */
const parseCall = (text: string): Either<Explanation, Distribution> => {
  const match = /^(\w+)\((.*)\)$/.exec(text.replace(/\s+/g, ""));
  const [, name = "", args = ""] = match ?? [];
  const parameters = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (parameters === undefined) return left(malformed(text));
  const given: Record<string, string> = {};
  for (const part of args.split(",")) {
    const [key = "", value = ""] = part.split("=");
    given[key] = value;
  }
  if (Object.keys(given).sort().join() !== [...parameters].sort().join()) return left(malformed(text));
  const type = DISTRIBUTIONS[name as Distribution["kind"]];
  const read = type.decode(given);
  if (!isLeft(read)) return right(read.right);
  const error = read.left[0];
  const explaining = error?.context.at(-1)?.type;
  return left(
    explaining !== undefined && "explain" in explaining
      ? (explaining as Schema<unknown>).explain(error?.value, [])
      : malformed(text),
  );
};

/** A distribution as one text: a duration, which is constant, or a name with its parameters. */
export const distributionText: Schema<Distribution> = new Leaf("a distribution", isDistribution, (value) => {
  if (typeof value !== "string" || !value.includes("(")) {
    const read = constant.decode(value);
    return isLeft(read) ? left(duration.explain(value, [])) : right(read.right);
  }
  return parseCall(value);
});

const distributionObject: Schema<Distribution> = mapped(choice("distribution", DISTRIBUTIONS), ({ value }) => value);

export const distribution: Schema<Distribution> = forms(
  "a distribution",
  (value) => (isMapping(value) ? distributionObject : distributionText),
  "write 8s, or { lognormal: { p50: 8s, p99: 25s } }",
);
