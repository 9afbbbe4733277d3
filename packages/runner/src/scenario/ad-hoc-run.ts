// A run of manifests without a scenario: some nodes, some time, and what becomes of the objects.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Duration, KubernetesVersion } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import { diagnostic } from "../input/diagnostic.js";
import { STANDARD_INPUT } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import { assembleRun, DEFAULT_CLOCK_START } from "./assemble-run.js";
import { reportAnnotations } from "./behavior-issues.js";
import { FileReports } from "./file-reports.js";
import type { LoadedRun } from "./load-scenario.js";
import { loadNamed, ManifestFiles } from "./manifest-files.js";
import type { LoadedObject } from "./manifest-files.js";
import { buildNodeObjects, parseNodeSpec } from "./node-spec.js";
import type { NodeSpec } from "./node-spec.js";
import { DEFAULT_NODE_SIZE } from "./node-group.js";
import { DEFAULT_SCENARIO_PROFILE } from "./profile-shape.js";
import { NO_CHOICE, readChosenConfiguration, schedulerSettings } from "./scheduler-choice.js";
import type { SchedulerChoice } from "./scheduler-choice.js";

export interface AdHocOptions {
  /** Paths, patterns, directories, or "-" for standard input; at least one. */
  readonly files: readonly string[];
  /** --nodes, each "3" or "3xcpu=4,memory=16Gi,zone=a"; they add up. */
  readonly nodes: readonly string[];
  /** null = 15 minutes. */
  readonly untilUs: Duration | null;
  readonly strict: boolean;
  readonly seeds: readonly number[];
  /** null or absent = the usual version. */
  readonly kubernetes?: KubernetesVersion | null;
  readonly scheduler?: SchedulerChoice;
}

const AD_HOC_UNTIL_US: Duration = 15 * MINUTE;
const DEFAULT_NODE_COUNT = 3;

/** web from ./shop/web.yaml */
const nameOf = (file: string): string => {
  const stem = file
    .replace(/\/+$/, "")
    .replace(/^.*\//, "")
    .replace(/\.\w+$/, "");
  const name = stem
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return file === STANDARD_INPUT || name === "" ? "manifests" : name;
};

const readSpecs = (texts: readonly string[], reports: FileReports): readonly NodeSpec[] =>
  texts.flatMap((text): readonly NodeSpec[] => {
    const parsed = parseNodeSpec(text);
    if (!isLeft(parsed)) return [parsed.right];
    reports.addLoose({ ...parsed.left, message: `--nodes ${text}: ${parsed.left.message}` });
    return [];
  });

const sizeText = `cpu ${DEFAULT_NODE_SIZE.cpu}, memory ${DEFAULT_NODE_SIZE.memory}, pods ${DEFAULT_NODE_SIZE.pods}, ephemeral-storage ${DEFAULT_NODE_SIZE["ephemeral-storage"]}`;

/** Three nodes where neither the manifests nor the command line have any. */
const withDefault = (
  specs: readonly NodeSpec[],
  asked: boolean,
  objects: readonly LoadedObject[],
  reports: FileReports,
): readonly NodeSpec[] => {
  if (asked || objects.some(({ object }) => object.kind === "Node")) return specs;
  reports.add(
    null,
    diagnostic(null, null, {
      code: "W505",
      message: `no nodes were given: ${String(DEFAULT_NODE_COUNT)} nodes with ${sizeText} were assumed`,
      why: "pods need nodes to run on, and the manifests hold none",
      fix: "say which nodes there are:  --nodes 3xcpu=4,memory=16Gi",
    }),
  );
  return [{ count: DEFAULT_NODE_COUNT, zone: null, labels: {}, resources: {} }];
};

const firstNumber = (objects: readonly LoadedObject[]): number =>
  objects.reduce((most, { object }) => {
    const number = object.kind === "Node" ? /^node-(\d+)$/.exec(object.metadata.name)?.[1] : undefined;
    return Math.max(most, Number(number ?? 0));
  }, 0);

/** Makes a run of manifests; Left: everything wrong with them, file by file. */
export const adHocRun = (options: AdHocOptions, access: InputAccess): LoadedRun => {
  const reports = new FileReports();
  const specs = readSpecs(options.nodes, reports);
  const manifests = new ManifestFiles(access, reports, []);
  const objects = loadNamed(options.files, manifests, reports);
  reportAnnotations(objects, [], reports);
  const wanted = withDefault(specs, options.nodes.length > 0, objects, reports);
  const { nodes } = buildNodeObjects(wanted, firstNumber(objects));
  const choice = options.scheduler ?? NO_CHOICE;
  const configuration = readChosenConfiguration(choice, options.strict, access, reports);
  const run = assembleRun(
    {
      name: nameOf(options.files[0] ?? ""),
      question: null,
      ...DEFAULT_SCENARIO_PROFILE,
      kubernetes: options.kubernetes ?? DEFAULT_SCENARIO_PROFILE.kubernetes,
      clockStart: DEFAULT_CLOCK_START,
      horizonUs: options.untilUs ?? AD_HOC_UNTIL_US,
      quietUs: null,
      seeds: options.seeds,
      require: 1,
      objects,
      laterObjects: [],
      nodes,
      behaviors: [],
      entries: [],
      thresholds: [],
      fileCount: manifests.fileCount,
      scheduler: schedulerSettings(configuration, choice.tieBreak),
      plugins: choice.plugins,
      controllers: {},
    },
    manifests,
    options.strict,
    reports,
  );
  return reports.hasErrors ? left(reports.errors) : right(run);
};
