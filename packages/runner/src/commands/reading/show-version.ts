// `version`: what this program is and which formats it reads. The text alone needs nothing else of the program.
import type { ExitName } from "../../failures.js";
import { VERSION } from "../../version.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";

const versionJson = async (): Promise<object> => {
  const [{ KUBERNETES_VERSIONS }, { FORMAT_VERSION }, { RUN_FORMAT }] = await Promise.all([
    import("@podsim/core"),
    import("@podsim/core/log"),
    import("../../store/run-record.js"),
  ]);
  return {
    apiVersion: "podsim.dev/v1alpha1",
    kind: "Version",
    formatVersion: "1.0",
    podsim: VERSION,
    runFormat: RUN_FORMAT,
    logFormat: FORMAT_VERSION,
    kubernetes: KUBERNETES_VERSIONS,
  };
};

export const showVersion = async (line: CommandLine, session: Session): Promise<ExitName> => {
  const asJson = line.choice("output", ["text", "json"], "text") === "json";
  const text = asJson ? JSON.stringify(await versionJson()) : `podsim ${VERSION}`;
  session.console.stdout.write(`${text}\n`);
  return "ok";
};
