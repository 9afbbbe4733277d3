// No import of the project crosses a boundary.
import { expect, test } from "vitest";
import { surveyBoundaries } from "../rules/cruise-boundaries.js";
import { projectRoot } from "../rules/source-files.js";

test("every import keeps to its side", { timeout: 60_000 }, async () => {
  const { fileCount, crossings } = await surveyBoundaries(projectRoot);
  expect(crossings.map(({ from, to, rule, comment }) => `${from} → ${to} (${rule}: ${comment})`)).toEqual([]);
  expect(fileCount).toBeGreaterThan(20);
});
