// --reporter: to whom a verdict is told, each in its own form and file.
import { isLeft } from "fp-ts/lib/Either.js";
import { closest } from "../../input/closest.js";
import { REPORTERS } from "../../reporters/index.js";
import type { Reporter } from "../../reporters/reporter.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import type { RunResult } from "../../run/run-result.js";

export interface Reporting {
  /** Whether the text is printed as well. */
  readonly isDefault: boolean;
  /** `file` null = stdout. */
  readonly others: readonly { readonly reporter: Reporter; readonly file: string | null }[];
}

const NAMES = ["default", ...REPORTERS.map(({ name }) => name)];

/** Checked before anything runs. Without --reporter only the text is printed. */
export const reportingOf = (line: CommandLine): Reporting => {
  const text = line.text("reporter");
  if (text === null) return { isDefault: true, others: [] };
  const given = text.split(",").map((each) => each.trim());
  const others = given.flatMap((each): Reporting["others"] => {
    const [name = "", file = ""] = each.split(/=(.*)/s);
    if (name === "default") return [];
    const reporter = REPORTERS.find((one) => one.name === name);
    if (reporter !== undefined) return [{ reporter, file: file === "" ? null : file }];
    const near = closest(name, NAMES);
    throw CommandFailure.usage(
      `no reporter is called "${name}"`,
      `there are ${NAMES.join(", ")}`,
      near === null ? "write --reporter default,junit=out.xml" : `did you mean ${near}?`,
    );
  });
  return { isDefault: given.includes("default"), others };
};

export const report = ({ others }: Reporting, result: RunResult, { files, console }: Session): void => {
  for (const { reporter, file } of others) {
    const text = reporter.render(result);
    if (file === null) {
      console.stdout.write(text);
      continue;
    }
    const slash = file.lastIndexOf("/");
    if (slash > 0) files.makeDirectory(file.slice(0, slash));
    const written = files.replace(file, text);
    if (!isLeft(written)) continue;
    const why = `the system says: ${written.left.detail}`;
    throw CommandFailure.missing(`the report ${file} cannot be written`, why, "give another path");
  }
};
