// What is wrong with an object, in words a person can act on, and how an io-ts error becomes that.
import * as t from "io-ts";
import { didYouMean } from "./did-you-mean.js";

/** Keys and list positions from the root of the object. */
export type Path = readonly (string | number)[];

/**
 * E101 unknown field, E103 quantity, E104 wrong type; what a real API server refuses: E301 request above limit,
 * E302 required value, E303 unsupported value, E304 invalid value, E305 duplicate value, E306 forbidden,
 * E307 too long, E308 not found in the same object, E310 no such kind or version. E206 a scheduler plugin that does not
 * exist, or takes no part there.
 */
export type ProblemCode =
  "E101" | "E103" | "E104" | "E206" | "E301" | "E302" | "E303" | "E304" | "E305" | "E306" | "E307" | "E308" | "E310";

/** One cause for which an object is refused. */
export interface Problem {
  /** May lead to what is missing or was filled in by default: point at the nearest level that is there. */
  readonly path: Path;
  readonly code: ProblemCode;
  /** What would have been right there. */
  readonly expected: string;
  /** What is there, shortened. */
  readonly got: string;
  /** One line, without the path. */
  readonly message: string;
  readonly why: string;
  readonly fix?: string;
  /** What of the place is wrong, where it is not its value: the name it has. */
  readonly part?: "key";
  /** The value is a text that YAML takes for something else: the fix is to quote it as it was written. */
  readonly isUnquoted?: true;
  /** A second place to point at, e.g. the limit that a request exceeds. */
  readonly secondary?: { readonly path: Path; readonly label: string };
}

/** Something Kubernetes would act on and podsim does not: W501 a field, W502 a whole object. */
export interface IgnoredField {
  readonly path: Path;
  /** The place as text, list positions included: "spec.volumes[0].csi"; for W502 "kind CronJob". */
  readonly field: string;
  readonly code: "W501" | "W502";
  /** What the run does instead. */
  readonly consequence: string;
}

/** A place as Kubernetes writes it: spec.containers[0].ports[1].name, metadata.labels[app.kubernetes.io/name]. */
export const fieldText = (path: Path): string => {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${step}]`;
  }
  return text;
};

/** A value in few characters: texts quoted and cut after 60 characters, lists and objects by name only. */
export const showValue = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  return String(value);
};

/** The words of a problem that depend on the type that failed. */
export type Explanation = Pick<Problem, "code" | "message" | "why" | "fix" | "part" | "isUnquoted">;

/** An io-ts type that says itself what is wrong with the value at a place. */
export interface Explaining {
  explain(value: unknown, path: Path): Explanation;
}

const isExplaining = (type: object): type is Explaining => "explain" in type && typeof type.explain === "function";

const isMember = (parent: t.Decoder<unknown, unknown> | undefined): boolean =>
  parent instanceof t.IntersectionType || parent instanceof t.UnionType;

/** The place an io-ts context leads to; members of intersections and unions are no steps. */
export const contextPath = (context: t.Context): Path => {
  const path: (string | number)[] = [];
  for (let i = 1; i < context.length; i++) {
    const parent = context[i - 1];
    const key = context[i]?.key ?? "";
    if (isMember(parent?.type)) continue;
    path.push(Array.isArray(parent?.actual) ? Number(key) : key);
  }
  return path;
};

/** The one reporter: every failure of every codec becomes a problem here. */
export const toProblem = ({ value, context, message }: t.ValidationError): Problem => {
  const path = contextPath(context);
  const type = context[context.length - 1]?.type;
  const expected = type?.name ?? "something else";
  const got = showValue(value);
  const plain: Explanation = {
    code: "E104",
    message: message ?? `expected ${expected}, got ${got}`,
    why: "a real API server cannot read it as this field",
  };
  const words = type !== undefined && isExplaining(type) ? type.explain(value, path) : plain;
  return { path, expected, got, ...words };
};

/** The type of a field that the level above it does not have. */
export class UnknownField extends t.Type<never> implements Explaining {
  constructor(
    private readonly parent: string,
    private readonly known: ReadonlySet<string>,
  ) {
    super(
      `a field of ${parent}`,
      (_): _ is never => false,
      (value, context) => t.failure(value, context),
      (value) => value,
    );
  }

  /** The known field that was probably meant. */
  suggestion(field: string): string | null {
    return didYouMean(field, this.known);
  }

  explain(_value: unknown, path: Path): Explanation {
    const field = String(path.at(-1) ?? "");
    const meant = this.suggestion(field);
    return {
      code: "E101",
      message: `unknown field "${field}" in ${path.length > 1 ? fieldText(path.slice(0, -1)) : this.parent}`,
      why: `kubectl apply refuses it: strict decoding error: unknown field "${fieldText(path)}"`,
      part: "key",
      ...(meant === null ? {} : { fix: `did you mean "${meant}"?` }),
    };
  }
}
