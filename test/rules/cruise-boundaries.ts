// Walks the imports of a tree and reports those that cross a boundary.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { boundaryRules } from "./boundary-rules.js";
import { frontDoors } from "./front-doors.js";

export interface Crossing {
  readonly rule: string;
  /** What the rule asks for, in a sentence. */
  readonly comment: string;
  /** The importing file, relative to the root. */
  readonly from: string;
  /** The imported file, or the name of a module that is not a file of ours. */
  readonly to: string;
}

export interface Survey {
  /** Files read; 0 would make an empty list of crossings worthless. */
  readonly fileCount: number;
  readonly crossings: readonly Crossing[];
}

/** Imports by package name are followed to the sources, so nothing has to be built and no import hides in dist. */
export const surveyBoundaries = async (root: string): Promise<Survey> => {
  const doors = frontDoors(root);
  const rules = boundaryRules(doors.map((door) => door.source));
  const { output } = await cruise(
    ["packages", "test", "benchmarks"].filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: rules },
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
      exclude: { path: "(^|/)dist/" },
    },
    {
      alias: doors.map(({ specifier, source }) => ({ name: specifier, alias: join(root, source), onlyModule: true })),
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default"],
    },
  );
  const { summary } = output as ICruiseResult;
  return {
    fileCount: summary.totalCruised,
    crossings: summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      comment: rules.find(({ name }) => name === rule.name)?.comment ?? "",
      from,
      to,
    })),
  };
};
