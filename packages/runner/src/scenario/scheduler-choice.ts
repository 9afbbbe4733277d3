// Which scheduler decides in a run: its configuration, how it breaks ties, and the plugins it may name.
import { isLeft } from "fp-ts/lib/Either.js";
import type { IgnoredField } from "@podsim/core";
import { DEFAULT_CONFIGURATION, PLUGINS, readConfiguration } from "@podsim/scheduler";
import type { AnyPlugin, SchedulerConfiguration, SchedulerCost, SchedulerSettings } from "@podsim/scheduler";
import { diagnostic } from "../input/diagnostic.js";
import type { Diagnostic } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { LocatedDocument } from "../input/located.js";
import { readSource } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import type { FileReports } from "./file-reports.js";
import { issueOfProblem } from "./object-issues.js";
import { plain } from "./plain.js";
import { isMapping } from "./schema/record.js";
import type { Issue } from "./schema/schema.js";

export type TieBreakPolicy = SchedulerSettings["tieBreak"];

/** A plugin out of a module of the user's. */
export interface UserPlugin {
  readonly file: string;
  /** Of the module's text, so that a stored run knows it again. */
  readonly digest: string;
  readonly plugin: AnyPlugin;
}

/** What a command line says about the scheduler; it wins over what a scenario says. */
export interface SchedulerChoice {
  /** File of a KubeSchedulerConfiguration. */
  readonly config: string | null;
  readonly tieBreak: TieBreakPolicy | null;
  readonly plugins: readonly UserPlugin[];
}

export const NO_CHOICE: SchedulerChoice = { config: null, tieBreak: null, plugins: [] };

export const registryWith = (plugins: readonly UserPlugin[]): readonly AnyPlugin[] =>
  plugins.length === 0 ? PLUGINS : [...PLUGINS, ...plugins.map(({ plugin }) => plugin)];

const KIND = "KubeSchedulerConfiguration";

/** What Kubernetes would act on and this scheduler does not: a warning, refused by --strict. */
const reportIgnored = (
  ignored: readonly IgnoredField[],
  document: LocatedDocument,
  isStrict: boolean,
  reports: FileReports,
): void => {
  for (const { path, field, code, consequence } of ignored) {
    const { source } = document;
    const found = diagnostic(source.file, locateNearest(document, path), {
      code,
      message: `${field} is not modelled (${KIND})`,
      why: consequence,
      fix: isStrict
        ? "remove it, or run without --strict"
        : "nothing, if that does not matter here; --strict refuses it",
    });
    reports.add(source, isStrict ? { ...found, severity: "error" } : found);
  }
};

const notOne = (document: LocatedDocument): Issue => {
  const { value } = document;
  const kind = isMapping(value) && typeof value["kind"] === "string" ? value["kind"] : null;
  return {
    code: kind === null ? "E107" : "E108",
    message: kind === null ? "the file does not say its kind" : `this is a ${kind}, not a ${KIND}`,
    why: "the scheduler is configured by the file that kube-scheduler's --config takes",
    fix: `begin it with  apiVersion: kubescheduler.config.k8s.io/v1  and  kind: ${KIND}`,
    path: kind === null ? [] : ["kind"],
  };
};

export interface ConfigFile {
  readonly path: string;
  /** Changes the value before it is read: a scenario's overrides. */
  readonly change?: (value: unknown) => unknown;
  /** Hears why there is nothing to read, where it is written which file that is. */
  readonly unreadable?: (found: Diagnostic) => void;
}

/** Reads the file of a configuration; null, with everything wrong with it in `reports`, if it cannot be used. */
export const readConfigFile = (
  { path, change = (value) => value, unreadable }: ConfigFile,
  registry: readonly AnyPlugin[],
  isStrict: boolean,
  access: InputAccess,
  reports: FileReports,
): SchedulerConfiguration | null => {
  const source = readSource(access, path);
  if (isLeft(source)) {
    for (const found of source.left.diagnostics) {
      if (found.code === "E005" && unreadable !== undefined) unreadable(found);
      else reports.add(source.left.source, found);
    }
    return null;
  }
  const { documents } = source.right;
  const document = documents.find(({ value }) => isMapping(value) && value["kind"] === KIND);
  if (document === undefined || documents.length > 1) {
    const [first] = documents;
    if (first !== undefined) reports.addIssue(first, notOne(documents.find((each) => each !== document) ?? first));
    return null;
  }
  const { configuration, problems, ignored } = readConfiguration(change(document.value), registry);
  for (const problem of problems) reports.addIssue(document, issueOfProblem(problem));
  reportIgnored(ignored, document, isStrict, reports);
  return configuration === null ? null : plain(configuration);
};

/** The configuration that --scheduler-config names; null without one, or with a faulty one. */
export const readChosenConfiguration = (
  { config, plugins }: SchedulerChoice,
  isStrict: boolean,
  access: InputAccess,
  reports: FileReports,
): SchedulerConfiguration | null =>
  config === null ? null : readConfigFile({ path: config }, registryWith(plugins), isStrict, access, reports);

/** Null where it is the scheduler every cluster has. */
export const schedulerSettings = (
  configuration: SchedulerConfiguration | null,
  tieBreak: TieBreakPolicy | null,
  cost: SchedulerCost | null = null,
): SchedulerSettings | null => {
  if (configuration === null && cost === null && (tieBreak === null || tieBreak === "random")) return null;
  return {
    configuration: configuration ?? plain(DEFAULT_CONFIGURATION),
    tieBreak: tieBreak ?? "random",
    ...(cost === null ? {} : { cost }),
  };
};
