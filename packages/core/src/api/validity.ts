// Collects what a real API server would refuse, in Kubernetes' words.
import { fieldText, showValue } from "./errors.js";
import type { Path, Problem, ProblemCode } from "./errors.js";

export interface Extras {
  readonly fix?: string;
  readonly secondary?: NonNullable<Problem["secondary"]>;
  readonly part?: NonNullable<Problem["part"]>;
  /** The field as Kubernetes names it, where the path points closer, or to where the value was written. */
  readonly field?: Path | string;
}

const TITLES = {
  E302: "Required value",
  E303: "Unsupported value",
  E304: "Invalid value",
  E305: "Duplicate value",
  E306: "Forbidden",
  E307: "Too long",
  E308: "Not found",
} as const satisfies Partial<Record<ProblemCode, string>>;

/** One object's verdict in the making. */
export class Validity {
  readonly problems: Problem[] = [];

  constructor(
    kind: string,
    /** Who refuses the object. */
    private readonly refuser = `a real API server rejects this ${kind}`,
  ) {}

  private refuse(code: keyof typeof TITLES, path: Path, shown: string | null, detail: string, extras: Extras): void {
    const { field = path, ...rest } = extras;
    const subject = `${typeof field === "string" ? field : fieldText(field)}: ${TITLES[code]}`;
    this.add({
      path,
      code,
      expected: detail === "" ? "a value" : detail,
      got: shown ?? "nothing",
      message: shown === null ? subject : `${subject}: ${shown}`,
      why: this.because(detail),
      ...rest,
    });
  }

  /** A problem with words of its own. */
  add(problem: Problem): void {
    this.problems.push(problem);
  }

  /** "a real API server rejects this Pod: …" */
  because(detail: string): string {
    return detail === "" ? this.refuser : `${this.refuser}: ${detail}`;
  }

  required(path: Path, detail = "", extras: Extras = {}): void {
    this.refuse("E302", path, null, detail, extras);
  }

  unsupported(path: Path, value: unknown, supported: readonly string[], extras: Extras = {}): void {
    const words = supported.map((word) => JSON.stringify(word)).join(", ");
    this.refuse("E303", path, showValue(value), `supported values: ${words}`, extras);
  }

  invalid(path: Path, value: unknown, detail: string, extras: Extras = {}): void {
    this.refuse("E304", path, showValue(value), detail, extras);
  }

  duplicate(path: Path, value: unknown, detail = "", extras: Extras = {}): void {
    this.refuse("E305", path, showValue(value), detail === "" ? "must be unique" : detail, extras);
  }

  forbidden(path: Path, detail: string, extras: Extras = {}): void {
    this.refuse("E306", path, null, detail, extras);
  }

  tooLong(path: Path, detail: string, extras: Extras = {}): void {
    this.refuse("E307", path, null, detail, extras);
  }

  /** What a check on names or numbers objects to, as one problem. */
  names(path: Path, value: string | number, objections: readonly string[], extras: Extras = {}): void {
    if (objections.length > 0) this.invalid(path, value, objections.join("; "), extras);
  }

  /** The same of what stands at `key` below `at`: the path is put together for what is refused only. */
  namesAt(
    at: Path,
    key: string | number,
    value: string | number,
    objections: readonly string[],
    extras: Extras = {},
  ): void {
    if (objections.length > 0) this.names([...at, key], value, objections, extras);
  }

  /** The same of the key itself, below `at`. */
  keyAt(at: Path, key: string, objections: readonly string[], extras: Extras = {}): void {
    if (objections.length > 0) this.namesAt(at, key, key, objections, { part: "key", ...extras });
  }

  notFound(path: Path, value: string, extras: Extras = {}): void {
    this.refuse("E308", path, showValue(value), "", extras);
  }

  /** Of what stands at `key` below `at`. */
  nonNegative(at: Path, key: string, value: number | undefined): void {
    if (value !== undefined && value < 0) this.invalid([...at, key], value, "must be greater than or equal to 0");
  }
}
