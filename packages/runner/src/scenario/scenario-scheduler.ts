// spec.cluster.scheduler of a scenario, and what the command line says instead.
import { parseObjectPath, putAtPath } from "@podsim/core";
import type { SchedulerConfiguration } from "@podsim/scheduler";
import type { Diagnostic } from "../input/diagnostic.js";
import type { Path } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import type { Workload } from "../arrivals/read-workloads.js";
import { joined } from "./manifest-files.js";
import { notAPath } from "./overrides.js";
import type { SchedulerOutline } from "./scenario-shape.js";
import { readChosenConfiguration, readConfigFile, registryWith } from "./scheduler-choice.js";
import type { SchedulerChoice } from "./scheduler-choice.js";
import { isMapping } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import type { SectionReader } from "./section-reader.js";
import { typicalPods, withTypicalPods } from "./typical-pods.js";

const SECTION: Path = ["spec", "cluster", "scheduler"];

/** The name by which an item of a configuration's lists is meant: a profile's is its schedulerName. */
const named = (item: unknown): unknown =>
  isMapping(item) && typeof item["schedulerName"] === "string" ? { name: item["schedulerName"], ...item } : item;

const unnamed = (item: unknown): unknown => {
  if (!isMapping(item) || typeof item["schedulerName"] !== "string") return item;
  const { name: _, ...rest } = item;
  return rest;
};

const inProfiles = (value: Mapping, change: (item: unknown) => unknown): Mapping =>
  Array.isArray(value["profiles"]) ? { ...value, profiles: value["profiles"].map(change) } : value;

/** The configuration with the scenario's overrides put in; what cannot be put anywhere is reported. */
const overridden = (value: unknown, overrides: SchedulerOutline["overrides"], reader: SectionReader): unknown => {
  if (!isMapping(value)) return value;
  let changed = inProfiles(value, named);
  for (const [written, to] of Object.entries(overrides)) {
    const path = [...SECTION, "overrides", written];
    const steps = parseObjectPath(written);
    const placed = steps === null ? null : putAtPath(changed, steps, to);
    if (placed?.path != null && isMapping(placed.value)) {
      changed = placed.value;
      continue;
    }
    reader.report({
      code: steps === null ? "E108" : "E201",
      message: steps === null ? notAPath(written) : `nothing is at ${written}`,
      why: "profiles are named by their schedulerName, plugins by their name",
      fix: "write profiles[default-scheduler].pluginConfig[NodeResourcesFit].args.scoringStrategy.type",
      path,
      part: "key",
    });
  }
  return inProfiles(changed, unnamed);
};

/** The typical pods of the workload that is named; null = of none. */
const typicalOf = (
  { typicalPods: wanted }: SchedulerOutline,
  workloads: readonly Workload[],
  reader: SectionReader,
): ReturnType<typeof typicalPods> | null => {
  if (wanted === null) return null;
  const found = workloads.find(({ stream }) => stream.name === wanted.workload);
  if (found !== undefined && found.requests.length > 0) return typicalPods(found.requests, wanted.share);
  const names = workloads.filter(({ requests }) => requests.length > 0).map(({ stream }) => stream.name);
  reader.report({
    code: "E201",
    message:
      found === undefined ? `there is no workload "${wanted.workload}"` : `workload "${wanted.workload}" has no trace`,
    why: names.length === 0 ? "no workload comes from a trace" : `workloads with a trace: ${names.join(", ")}`,
    fix: "name a workload whose arrivals are a trace",
    path: [...SECTION, "typicalPods", "workload"],
  });
  return null;
};

const directoryOf = (file: string): string => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".");

/** The configuration that holds: the command line's, or the scenario's; null = the default one, or a faulty one. */
export const readScenarioScheduler = (
  outline: SchedulerOutline | null,
  choice: SchedulerChoice,
  isStrict: boolean,
  access: InputAccess,
  reader: SectionReader,
  workloads: readonly Workload[],
): SchedulerConfiguration | null => {
  const registry = registryWith(choice.plugins);
  if (choice.config !== null) return readChosenConfiguration(choice, isStrict, access, reader.reports);
  if (outline === null) return null;
  if (outline.config === null) {
    if (Object.keys(outline.overrides).length === 0) return null;
    reader.report({
      code: "E107",
      message: "scheduler has overrides and no config",
      why: "overrides change a configuration, and there is none to change",
      fix: "add config: ./kube-scheduler.yaml",
      path: [...SECTION, "overrides"],
      part: "key",
    });
    return null;
  }
  const path = joined(directoryOf(reader.document.source.file), outline.config);
  const typical = typicalOf(outline, workloads, reader);
  const change = (value: unknown): unknown => {
    const changed = overridden(value, outline.overrides, reader);
    return typical === null ? changed : withTypicalPods(changed, typical);
  };
  const unreadable = ({ message, why, fix }: Diagnostic): void => {
    const at = [...SECTION, "config"];
    const isGuess = fix.title.startsWith("did you mean");
    reader.report({
      code: "E205",
      message: `${message}: ${path}`,
      why,
      fix: isGuess ? fix.title : "name a file that exists; its path is relative to the scenario",
      path: at,
    });
  };
  return readConfigFile({ path, change, unreadable }, registry, isStrict, access, reader.reports);
};
