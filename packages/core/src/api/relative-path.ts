// Paths inside a volume: they lead down from its root, never up or elsewhere.
import type { Path } from "./errors.js";
import type { Validity } from "./validity.js";

const hasBackstep = (value: string): boolean => value.split("/").includes("..");

export const checkNoBackstep = (check: Validity, path: Path, value: string): void => {
  if (!hasBackstep(value)) return;
  check.invalid(path, value, "must not contain '..'", { fix: "write the path without .." });
};

/** A path relative to a volume's root. */
export const checkRelativePath = (check: Validity, path: Path, value: string): void => {
  if (value.startsWith("/")) {
    const fix = `write ${value.replace(/^\/+/, "") || "a path inside the volume"}`;
    check.invalid(path, value, "must be a relative path", { fix });
  }
  checkNoBackstep(check, path, value);
};

/** The same of a file that is made there: names with two dots in front are the kubelet's own. */
export const checkFilePath = (check: Validity, path: Path, value: string): void => {
  checkRelativePath(check, path, value);
  if (value.startsWith("..") && !hasBackstep(value)) check.invalid(path, value, "must not start with '..'");
};
