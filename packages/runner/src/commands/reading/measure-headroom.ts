// `headroom`: places pods of one kind one after the other until one fits nowhere.
import { completePodSpec } from "@podsim/core";
import type { NodeIx, PodTemplateSpec } from "@podsim/core";
import { measureHeadroom } from "@podsim/scheduler";
import type { PodParts, Profile, StillCluster } from "@podsim/scheduler";
import { templateOf } from "../../behaviors/behavior-summary.js";
import type { ExitName } from "../../failures.js";
import { escapeTerminal } from "../../input/escape-terminal.js";
import { decisionReport } from "../../outputs/explain/decision-report.js";
import type { DecisionReport } from "../../outputs/explain/decision-report.js";
import { filterLines } from "../../outputs/explain/explain-text.js";
import { Table } from "../../outputs/text/table.js";
import { FileReports } from "../../scenario/file-reports.js";
import { loadNamed, ManifestFiles } from "../../scenario/manifest-files.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { schedulerChoice } from "../line/scheduler-flags.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { inputAccess } from "../making/load-run.js";
import { printLines } from "./explain-output.js";
import { loadDump } from "./load-dump.js";
import type { SchedulerInUse } from "./scheduler-in-use.js";
import { stillRun } from "./still-run.js";

const LIMIT = 100_000;
const ROWS_SHOWN = 12;
const ZONE = "topology.kubernetes.io/zone";

interface Ground {
  readonly cluster: StillCluster;
  readonly scheduler: SchedulerInUse;
  /** "web@44be2e1 at 15m", or the files of a dump. */
  readonly where: string;
}

/** The one object with a pod template in a file. */
const templateIn = (file: string, session: Session): PodParts => {
  const reports = new FileReports();
  const manifests = new ManifestFiles(inputAccess(session), reports, []);
  const loaded = loadNamed([file], manifests, reports);
  if (reports.hasErrors) throw CommandFailure.of(reports.errors);
  const found = loaded.flatMap(({ object }) => {
    const made = templateOf(object);
    return made === null ? [] : [{ object, template: made.template }];
  });
  const [first, second] = found;
  if (first === undefined || second !== undefined) {
    const count = found.length === 0 ? "no pod template" : `${found.length} pod templates`;
    const why = "headroom is measured for one kind of pod; a Pod, Deployment, ReplicaSet, Job … has one";
    throw CommandFailure.usage(`${file} holds ${count}`, why, "put the one to be measured into a file of its own");
  }
  const { namespace, name } = first.object.metadata;
  return { namespace, name, template: first.template, owner: null };
};

/** The template as the API server would keep it there, without what would pin it to a node. */
const admitted = ({ template, ...rest }: PodParts, { world }: StillCluster): PodParts => {
  const { nodeName: _, ...spec } = completePodSpec(template.spec);
  const byClass = world.cluster.priorityClasses.find(({ metadata }) => metadata.name === spec.priorityClassName);
  const priority = byClass?.value ?? spec.priority;
  const complete: PodTemplateSpec = { metadata: template.metadata, spec: { ...spec, priority } };
  return { ...rest, template: complete };
};

const groundOf = async (line: CommandLine, choice: SchedulerChoice, session: Session): Promise<Ground> => {
  const [, ...dump] = line.texts("file");
  if (dump.length > 0) {
    const { cluster, scheduler } = loadDump(dump, line, choice, session);
    return { cluster, scheduler, where: dump.join(", ") };
  }
  return stillRun(line, choice, session);
};

/** How many went to each, the most first; equal ones by name. */
const counted = (names: readonly string[]): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
};

const countTable = (head: string, counts: readonly (readonly [string, number])[]): readonly string[] => {
  const shown = counts.slice(0, ROWS_SHOWN).map(([name, count]) => [name, String(count)]);
  const more = counts.length - shown.length;
  const lines = new Table().lines([[head, "PODS"], ...shown]).map((text) => `  ${text}`);
  return more > 0 ? [...lines, `  …${more} more`] : lines;
};

interface Measured {
  readonly count: number;
  readonly byNode: readonly (readonly [string, number])[];
  readonly byZone: readonly (readonly [string, number])[];
  /** Null = the limit was reached. */
  readonly next: DecisionReport | null;
}

const measure = (parts: PodParts, profile: Profile, { cluster, scheduler }: Ground, limit: number): Measured => {
  const { placed, end } = measureHeadroom(cluster, parts, profile, scheduler.tieBreak, limit);
  const stateOf = (node: NodeIx) => cluster.world.nodes.at(node);
  return {
    count: placed.length,
    byNode: counted(placed.map((node) => stateOf(node)?.name ?? "")),
    byZone: counted(placed.flatMap((node) => stateOf(node)?.labels[ZONE] ?? [])),
    next: end === null ? null : decisionReport(end.pod, cluster.view, profile, end.explanation),
  };
};

const textOf = (
  name: string,
  where: string,
  { count, byNode, byZone, next }: Measured,
  style: { readonly ascii: boolean; readonly all: boolean },
): readonly string[] => {
  const more = next === null ? `at least ${count}` : String(count);
  const asks = Object.entries(next?.asks ?? {}).map(([resource, amount]) => `${resource} ${amount}`);
  return [
    `${more} more pods like ${name} fit   (${where})`,
    ...(asks.length === 0 ? [] : [`each asks for ${asks.join(", ")}`]),
    ...(count === 0 ? [] : ["", ...countTable("NODE", byNode)]),
    ...(byZone.length < 2 ? [] : ["", ...countTable("ZONE", byZone)]),
    ...(next === null
      ? ["", "the limit was reached: --limit N looks further"]
      : ["", "WHAT STOPS THE NEXT ONE", ...filterLines(next, style), `  ${next.message ?? ""}`]),
  ].map(escapeTerminal);
};

export const headroomOf = async (line: CommandLine, session: Session): Promise<ExitName> => {
  const format = line.choice("output", ["text", "json"], "text");
  const limit = line.whole("limit", 1, 10_000_000) ?? LIMIT;
  const [file] = line.texts("file");
  if (file === undefined) {
    throw CommandFailure.usage(
      "which pod is to be measured?",
      "headroom is about one kind of pod",
      "podsim headroom -f pod.yaml",
    );
  }
  const template = templateIn(file, session);
  const ground = await groundOf(line, await schedulerChoice(line, session), session);
  const parts = admitted(template, ground.cluster);
  const { schedulerName } = parts.template.spec;
  const profile = ground.scheduler.profileNamed(schedulerName);
  if (profile === null) {
    const why = `there is ${ground.scheduler.names.join(", ")}`;
    throw CommandFailure.usage(
      `no profile is called "${schedulerName}"`,
      why,
      "correct schedulerName, or give --scheduler-config",
    );
  }
  const measured = measure(parts, profile, ground, limit);
  if (format === "json") {
    const { count, byNode, byZone, next } = measured;
    const document = {
      apiVersion: "podsim.dev/v1alpha1",
      kind: "Headroom",
      formatVersion: "1.0",
      where: ground.where,
      pod: `${parts.namespace}/${parts.name}`,
      count,
      limited: next === null,
      nodes: byNode.map(([node, pods]) => ({ node, pods })),
      zones: byZone.map(([zone, pods]) => ({ zone, pods })),
      next,
    };
    session.console.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return "ok";
  }
  const style = { ascii: styleFor(session.console.stdout, session.console, line).ascii, all: false };
  printLines(textOf(`${parts.namespace}/${parts.name}`, ground.where, measured, style), session);
  return "ok";
};
