// A counterexample as a story: the scenario, the events that led to the violation, and what its witnesses were then.
import { podRow } from "@podsim/core";
import type { PodState, SimTime } from "@podsim/core";
import { formatDuration } from "@podsim/core";
import { announcementsOf } from "../outputs/recorder/event-recorder.js";
import { Table } from "../outputs/text/table.js";
import { Replay } from "../outputs/view/replay.js";
import type { Step } from "../outputs/view/replay.js";
import { subjectName } from "../outputs/view/subject-name.js";
import { factsUpTo } from "./causal-slice.js";
import type { CaseScenario } from "./case-scenario.js";
import { actText } from "./case-scenario.js";
import type { Evidence, Found } from "./counterexample.js";
import { asMap } from "./json-map.js";
import type { JsonMap } from "./json-map.js";
import { targetName } from "./manifests.js";
import { circumstancesOf } from "../run/circumstances.js";

/** Facts that say no more than that a controller wrote down what others did. */
const QUIET =
  /StatusUpdated$|ConditionSet$|Annotated$|^PodStatusReported$|^ImageStored$|^NamespaceCreated$|^PodSandbox/;

const many = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? "" : "s"}`;

/** "cpu=1 memory=1Gi" */
const amounts = (list: unknown): string =>
  Object.entries(asMap(list))
    .map(([name, amount]) => `${name}=${String(amount)}`)
    .join(" ");

const objectText = (object: JsonMap): string => {
  const spec = asMap(object["spec"]);
  const parts = [targetName(object).replace("/", " ")];
  if (object["kind"] === "Node") parts.push(amounts(asMap(object["status"])["allocatable"]));
  if (typeof spec["replicas"] === "number") parts.push(`replicas=${String(spec["replicas"])}`);
  return parts.filter((part) => part !== "").join(" ");
};

const stepText = (atSeconds: number, { act }: CaseScenario["steps"][number]): string =>
  `${formatDuration(atSeconds * 1_000_000)} ${actText(act)}`;

const scenarioLines = (given: CaseScenario): readonly string[] => {
  let atSeconds = 0;
  const steps = given.steps.map((step) => {
    atSeconds += step.gapSeconds;
    return stepText(atSeconds, step);
  });
  return [
    `  SCENARIO      ${given.objects.length === 0 ? "(no objects)" : given.objects.map(objectText).join(" · ")}`,
    ...steps.map((text) => `                ${text}`),
  ];
};

/** "2 steps and 1 object on 3 nodes" */
const sizeText = ({ objects, steps }: CaseScenario): string => {
  const nodes = objects.filter(({ kind }) => kind === "Node").length;
  return `${many(steps.length, "step")} and ${many(objects.length - nodes, "object")} on ${many(nodes, "node")}`;
};

const foundText = ({ afterRuns, shrinks, reductions, isMinimal, path }: Found, size: string): string => {
  const isWhole = reductions === 0 && !isMinimal;
  if (isWhole && path === "") return `as it was given: ${size}`;
  const after = `found after ${many(afterRuns, "scenario")}`;
  if (isWhole && shrinks === 0) return `${after}, and not made smaller: ${size}`;
  const minimal = isMinimal ? "minimised" : "cut down, not to the end,";
  const tried = many(reductions, "smaller scenario");
  return `${after}, shrunk ${many(shrinks, "time")}, ${minimal} to ${size} (${tried} tried)`;
};

const searchLines = ({ case: given, found, played }: Evidence): readonly string[] => {
  if (given === null) return [`  seen in ${played.prepared.name}, seed ${String(played.seed)}`];
  return [`  ${foundText(found, sizeText(given))}`, "", ...scenarioLines(given)];
};

interface Line {
  readonly seq: number;
  readonly atUs: SimTime;
  readonly cells: readonly string[];
}

const lowerKind = (kind: string, namespace: string, name: string): string =>
  `${kind}/${namespace === "" ? "" : `${namespace}/`}${name}`;

/** What one fact of the slice reads as; none of a fact that says nothing new. */
const linesOf = (step: Step, { played }: Evidence): readonly Line[] => {
  const { fact } = step;
  const { profile } = circumstancesOf(played.prepared);
  const time = formatDuration(fact.at);
  const seq = `#${String(fact.seq)}`;
  const where = { seq: fact.seq, atUs: fact.at };
  const announced = announcementsOf(step, profile).map(({ type, reason, object, from, message }): Line => {
    const cells = [time, seq, type, reason, lowerKind(object.kind, object.namespace, object.name), from, message];
    return { seq: fact.seq, atUs: fact.at, cells };
  });
  if (announced.length > 0 || QUIET.test(fact.definition.type)) return announced;
  if (fact.definition.type === "InterventionApplied") {
    const { text } = fact.data as { readonly text: string };
    return [{ ...where, cells: [time, seq, "-", "Scenario", "-", "scenario", text] }];
  }
  const said = Object.entries(fact.data)
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${name}=${String(value)}`);
  const by = fact.at === 0 ? "scenario" : "-";
  return [
    { ...where, cells: [time, seq, "-", fact.definition.type, subjectName(step), by, said.slice(0, 4).join(" ")] },
  ];
};

interface Series {
  readonly last: Line;
  readonly first: Line;
  readonly count: number;
}

/** What is said again is one event that happened so many times, as Kubernetes' own recorder has it. */
const asSeries = (lines: readonly Line[]): readonly Line[] => {
  const series = new Map<string, Series>();
  for (const line of lines) {
    const key = JSON.stringify(line.cells.slice(2));
    const known = series.get(key);
    series.delete(key);
    series.set(key, { first: known?.first ?? line, last: line, count: (known?.count ?? 0) + 1 });
  }
  return [...series.values()].map(({ first, last, count }) => {
    if (count === 1) return last;
    const message = `${last.cells.at(-1) ?? ""} (x${String(count)} over ${formatDuration(last.atUs - first.atUs)})`;
    return { ...last, cells: [...last.cells.slice(0, -1), message] };
  });
};

/** The events of the story, in the order in which they were seen last: what is printed of the slice. */
export const storyOf = (counterexample: Evidence): readonly Line[] => {
  const { slice, played } = counterexample;
  const wanted = new Set(slice);
  const lines: Line[] = [];
  new Replay(played.cluster.log).advance((slice.at(-1) ?? -1) + 1, (step) => {
    if (wanted.has(step.fact.seq)) lines.push(...linesOf(step, counterexample));
  });
  return asSeries(lines);
};

/** Pods that are witnesses, as `get pods -o wide` shows them then. */
const witnessLines = ({ breach, played }: Evidence): readonly string[] => {
  const { log } = played.cluster;
  const { world } = new Replay(log).advance(factsUpTo(log, breach));
  const pods = breach.violation.witnesses.flatMap((witness): readonly PodState[] => {
    const [kind, ...names] = witness.split("/");
    const [namespace, name] = names.length === 1 ? ["default", names[0]] : names;
    const pod = kind === "pod" ? world.pods.find(namespace ?? "", name ?? "") : undefined;
    return pod === undefined ? [] : [pod];
  });
  if (pods.length === 0) return [];
  const rows = pods.map((pod) => {
    const { name, ready, status, restarts, age, node } = podRow(pod, breach.atUs);
    return [name, ready, status, restarts, age, node, "← witness"];
  });
  const table = new Table().lines([["NAME", "READY", "STATUS", "RESTARTS", "AGE", "NODE", ""], ...rows]);
  return [`  AT ${formatDuration(breach.atUs)}`, ...table.map((line) => `    ${line}`.trimEnd()), ""];
};

export interface TellOptions {
  /** Where the case was written down; null = it was not. */
  readonly file: string | null;
  /** What the command line needs besides the file to play it again: " --laws mine.mjs"; "" unless given. */
  readonly flags?: string;
}

/** The whole story, line by line. */
export const tellCounterexample = (counterexample: Evidence, { file, flags = "" }: TellOptions): readonly string[] => {
  const { breach, found, played } = counterexample;
  const { invariant, violation } = breach;
  const story = storyOf(counterexample);
  // `podsim run` runs no controller of the user's own.
  const look = (played.prepared.reconcilers ?? []).length > 0 ? [] : [`  look     podsim run ${file ?? ""}`];
  const table = new Table().lines([
    ["TIME", "EVENT", "TYPE", "REASON", "OBJECT", "FROM", "MESSAGE"],
    ...story.map(({ cells }) => cells),
  ]);
  return [
    `✗ ${invariant.id}   ${invariant.title}`,
    ...searchLines(counterexample),
    "",
    ...table.map((line) => `  ${line}`),
    `    ▲ violated here, at ${formatDuration(breach.atUs)}: ${violation.message}`,
    `  (${many(story.length, "event")}; ${String(played.cluster.log.length - counterexample.slice.length)} facts hidden)`,
    "",
    ...witnessLines(counterexample),
    ...(invariant.page === "" ? [] : [`  rule     ${invariant.page}`]),
    ...(found.path === "" ? [] : [`  search   ${found.path}`]),
    ...(file === null ? [] : [`  replay   podsim check --case ${file}${flags}`, ...look]),
  ];
};
