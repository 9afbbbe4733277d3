// One way of printing objects: what -o names.
import type { Either } from "fp-ts/lib/Either.js";
import type { Listed, ObjectKind } from "../kinds/object-kind.js";

/** The objects of one kind that were asked for. */
export interface Selection {
  readonly kind: ObjectKind;
  readonly items: readonly Listed[];
}

export interface PrintRequest {
  /** In the order asked for; kinds without objects are left out. */
  readonly selections: readonly Selection[];
  /** Whether one object was asked for by name: it is printed as itself, not in a list. */
  readonly isSingle: boolean;
  readonly showNamespace: boolean;
  readonly showLabels: boolean;
  readonly headers: boolean;
  /** Whether kinds are mixed, so that names need their kind in front. */
  readonly qualifyNames: boolean;
  /** Colours a cell of the named column. */
  readonly paint: (column: string, cell: string) => string;
}

/** Lines without their line ends. */
export type Printer = (request: PrintRequest) => readonly string[];

export interface OutputFormat {
  /** "json" in -o json, "jsonpath" in -o jsonpath=… */
  readonly name: string;
  readonly summary: string;
  /** Whether something follows after "=", and what it is called in usage texts. */
  readonly argument: string | null;
  /** Left: what is wrong with the argument. What a format needs is loaded when it is asked for. */
  readonly printer: (argument: string) => Promise<Either<string, Printer>>;
}
