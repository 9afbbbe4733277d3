// Paths that a scenario names are seen from the directory it lies in.
import { joined } from "./manifest-files.js";
import type { SectionReader } from "./section-reader.js";

/** "." for a file without one. */
export const directoryOf = (path: string): string =>
  path.includes("/") ? path.slice(0, Math.max(1, path.lastIndexOf("/"))) : ".";

/** A path written in the scenario, as seen from the working directory. */
export const besideScenario = (path: string, { document }: SectionReader): string =>
  joined(directoryOf(document.source.file), path);
