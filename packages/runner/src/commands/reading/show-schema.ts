// `schema`: the JSON Schema of a format, printed from the shapes it is read with.
import type { ExitName } from "../../failures.js";
import { scenarioSchema } from "../../scenario/scenario-schema.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";

export const showSchema = (line: CommandLine, session: Session): ExitName => {
  const [what = "scenario"] = line.arguments;
  if (what !== "scenario") {
    throw CommandFailure.usage(
      `there is no schema of "${what}"`,
      "schemas are printed of: scenario",
      "podsim schema scenario",
    );
  }
  session.console.stdout.write(`${JSON.stringify(scenarioSchema(), null, 2)}\n`);
  return "ok";
};
