// `explain`: one decision, or all of a dump's, as text or as JSON.
import type { ExitName } from "../../failures.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { schedulerChoice } from "../line/scheduler-flags.js";
import type { Session } from "../line/session.js";
import { explainDump } from "./explain-dump.js";
import { EXPLAIN_FORMATS } from "./explain-output.js";
import { explainRun } from "./explain-run.js";
import { explainWithout } from "./explain-without.js";
import { stillRun } from "./still-run.js";

export const explainDecision = async (line: CommandLine, session: Session): Promise<ExitName> => {
  line.choice("output", EXPLAIN_FORMATS, "text");
  const choice = await schedulerChoice(line, session);
  if (line.texts("file").length > 0) return explainDump(line, choice, session);
  if (line.text("withoutNodes") !== null) {
    const still = await stillRun(line, choice, session);
    explainWithout(still, still.where, line, session);
    return "ok";
  }
  const only = line.flag("allPending") ? "--all-pending" : line.text("pod") === null ? null : "--pod";
  if (only === null) return explainRun(line, choice, session);
  throw CommandFailure.usage(
    `${only} goes with -f`,
    "of a run one pod is explained at a time, named as everywhere else",
    "podsim explain pod/web-1 -n shop, or: podsim explain -f cluster.json --all-pending",
  );
};
