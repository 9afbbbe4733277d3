// Prints the imports that cross a boundary and fails when there is one: the boundaries stage of the gate.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { surveyBoundaries } from "./cruise-boundaries.js";

const { fileCount, crossings } = await surveyBoundaries(join(dirname(fileURLToPath(import.meta.url)), "..", ".."));
for (const { rule, comment, from, to } of crossings) {
  process.stdout.write(`${from} → ${to}\n    ${rule}: ${comment}\n`);
}
process.stdout.write(`${String(crossings.length)} crossings in ${String(fileCount)} files\n`);
process.exitCode = crossings.length > 0 ? 1 : 0;
