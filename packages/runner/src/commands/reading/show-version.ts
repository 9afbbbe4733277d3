// `version`: what this program is and which formats it reads.
import { KUBERNETES_VERSIONS } from "@podsim/core";
import { FORMAT_VERSION } from "@podsim/core/log";
import type { ExitName } from "../../failures.js";
import { RUN_FORMAT } from "../../store/run-record.js";
import { VERSION } from "../../version.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";

export const showVersion = (line: CommandLine, session: Session): ExitName => {
  const { stdout } = session.console;
  if (line.choice("output", ["text", "json"], "text") === "text") {
    stdout.write(`podsim ${VERSION}\n`);
    return "ok";
  }
  const version = {
    apiVersion: "podsim.dev/v1alpha1",
    kind: "Version",
    formatVersion: "1.0",
    podsim: VERSION,
    runFormat: RUN_FORMAT,
    logFormat: FORMAT_VERSION,
    kubernetes: KUBERNETES_VERSIONS,
  };
  stdout.write(`${JSON.stringify(version)}\n`);
  return "ok";
};
