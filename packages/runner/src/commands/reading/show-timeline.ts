// `timeline`: the life of an object as rows of characters, or as segments for programs.
import type { ExitName } from "../../failures.js";
import type { ObjectKind } from "../../outputs/kinds/object-kind.js";
import { deploymentGantt } from "../../outputs/timeline/deployment-life.js";
import type { Gantt } from "../../outputs/timeline/gantt.js";
import { renderGantt } from "../../outputs/timeline/gantt.js";
import { nodeGantt } from "../../outputs/timeline/node-life.js";
import { podGantt } from "../../outputs/timeline/pod-life.js";
import { viewAt } from "../../outputs/view/make-view.js";
import type { RunView } from "../../outputs/view/run-view.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { namespaceOf, notFound, nothingFound } from "./list-objects.js";
import { selectMoment, selectRun } from "./selected-run.js";
import type { Target } from "./targets.js";
import { targetsOf } from "./targets.js";

const FORMATS = ["text", "json"] as const;

type GanttOf = (view: RunView, namespace: string, name: string) => Gantt | null;

const GANTTS: Readonly<Record<string, GanttOf>> = {
  Pod: podGantt,
  Node: (view, _namespace, name) => nodeGantt(view, name),
  Deployment: deploymentGantt,
};

const ganttOf = ({ kind, plural }: ObjectKind): GanttOf => {
  const found = GANTTS[kind];
  if (found !== undefined) return found;
  throw CommandFailure.usage(
    `${plural} have no timeline`,
    "pods, nodes and deployments have",
    "podsim timeline pod/web-1",
  );
};

/** The same for programs: states by their meaning. */
const ganttJson = ({ title, fromUs, toUs, goesOn, rows, notes }: Gantt): object => ({
  title,
  fromUs,
  toUs,
  goesOn,
  rows: rows.map(({ label, segments, marks = [] }) => ({
    label,
    segments: segments.map((one) => ({ fromUs: one.fromUs, toUs: one.toUs, state: one.glyph.meaning })),
    marks: marks.map((one) => ({ tUs: one.atUs, what: one.detail ?? one.glyph.meaning })),
  })),
  notes,
});

/** Pods and deployments keep their timeline when they are gone, under their name. */
const noneHere = (targets: readonly Target[], view: RunView, line: CommandLine): string =>
  `${nothingFound(targets, view, line)}hint: what is gone by then has a timeline by its name, or look earlier with --at\n`;

export const showTimeline = (line: CommandLine, session: Session): ExitName => {
  const format = line.choice("output", FORMATS, "text");
  const targets = targetsOf(line.arguments, line.name).map((target) => ({ ...target, gantt: ganttOf(target.kind) }));
  const selected = selectRun(line, session);
  const moment = selectMoment(line, session, selected);
  const view = viewAt(selected.frame, moment.factCount, moment.nowUs);
  const namespace = namespaceOf(line);
  const style = styleFor(session.console.stdout, session.console, line);
  const lives: Gantt[] = [];
  for (const { kind, names, gantt } of targets) {
    const items = kind
      .list(view)
      .filter((item) => !kind.namespaced || namespace === null || item.namespace === namespace);
    for (const name of names ?? items.map((item) => item.name)) {
      const life = gantt(view, namespace ?? items.find((item) => item.name === name)?.namespace ?? "default", name);
      if (life === null) throw notFound(kind, view, name, namespace);
      lives.push(life);
    }
  }
  if (lives.length === 0) session.console.stderr.write(noneHere(targets, view, line));
  if (format === "json") {
    session.console.stdout.write(lives.map((life) => `${JSON.stringify(ganttJson(life))}\n`).join(""));
    return "ok";
  }
  const blocks = lives.map((life) =>
    renderGantt(life, { width: style.columns, ascii: style.ascii })
      .map((text) => `${text}\n`)
      .join(""),
  );
  session.console.stdout.write(blocks.join("\n"));
  return "ok";
};
