// The shelf of outputs: every way `get` can print objects.
import { isLeft, left } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { closest } from "../input/closest.js";
import { customColumns } from "./custom-columns.js";
import type { OutputFormat, Printer } from "./format/output-format.js";
import { json } from "./json.js";
import { jsonpath } from "./jsonpath.js";
import { name } from "./name.js";
import { table } from "./table.js";
import { wide } from "./wide.js";
import { yaml } from "./yaml.js";

export const OUTPUTS: readonly OutputFormat[] = [table, wide, json, yaml, name, jsonpath, customColumns];

/** Why a text after -o is of no use, and what would be. */
export interface OutputRefusal {
  readonly message: string;
  readonly fix: string;
}

const known = (): string =>
  OUTPUTS.map((format) => (format.argument === null ? format.name : `${format.name}=${format.argument}`)).join(", ");

/** The printer of what was given to -o, "jsonpath={.metadata.name}" for instance. */
export const printerFor = async (text: string): Promise<Either<OutputRefusal, Printer>> => {
  const equals = text.indexOf("=");
  const wanted = equals < 0 ? text : text.slice(0, equals);
  const format = OUTPUTS.find((one) => one.name === wanted);
  if (format === undefined) {
    const near = closest(
      wanted,
      OUTPUTS.map((one) => one.name),
    );
    const fix = near === null ? `use one of: ${known()}` : `did you mean "${near}"?`;
    return left({ message: `unknown output format "${wanted}"`, fix });
  }
  if (format.argument === null && equals >= 0) {
    return left({ message: `output format "${wanted}" takes nothing after "="`, fix: `write -o ${wanted}` });
  }
  if (format.argument !== null && equals < 0) {
    return left({ message: `output format "${wanted}" needs ${format.argument}`, fix: `write -o ${format.summary}` });
  }
  const printer = await format.printer(text.slice(equals + 1));
  return isLeft(printer)
    ? left({ message: `cannot read ${JSON.stringify(text)}: ${printer.left}`, fix: format.summary })
    : printer;
};
