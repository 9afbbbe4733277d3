// Whether to use colour and how to show progress, from flags, environment and kind of stream.
import type { Console, OutputStream } from "./console.js";

export type ColorFlag = "auto" | "always" | "never";
export type ProgressFlag = "auto" | "tty" | "plain" | "json" | "none";

type Environment = Console["environment"];

const isSet = (environment: Environment, name: string): boolean => {
  const value = environment(name);
  return value !== null && value !== "";
};

/** Decided for each stream by itself. The flag wins, then what forbids colour, then FORCE_COLOR (0 and false forbid). */
export const wantsColor = (stream: OutputStream, environment: Environment, flag: ColorFlag = "auto"): boolean => {
  if (flag !== "auto") return flag === "always";
  if (isSet(environment, "NO_COLOR") || isSet(environment, "PODSIM_NO_COLOR")) return false;
  const forced = environment("FORCE_COLOR");
  if (forced !== null) return forced !== "0" && forced !== "false";
  return stream.isTty && environment("TERM") !== "dumb";
};

/** A redrawn line only where it can be redrawn and somebody watches; elsewhere one line now and then. */
export const progressStyle = (
  stderr: OutputStream,
  environment: Environment,
  flag: ProgressFlag = "auto",
): Exclude<ProgressFlag, "auto"> => {
  if (flag !== "auto") return flag;
  const watched = stderr.isTty && !isSet(environment, "CI") && environment("TERM") !== "dumb";
  return watched ? "tty" : "plain";
};
