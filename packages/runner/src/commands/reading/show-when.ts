// `when`: goes through a run from a moment on and tells, object by object, when what was asked for first held.
import { formatClock } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import type { ExitName } from "../../failures.js";
import { escapeTerminal } from "../../input/escape-terminal.js";
import { qualifiedName } from "../../outputs/kinds/object-kind.js";
import type { ObjectKind } from "../../outputs/kinds/object-kind.js";
import { viewAt } from "../../outputs/view/make-view.js";
import { readWaitedFor } from "../../outputs/view/waited-for.js";
import type { WaitedFor } from "../../outputs/view/waited-for.js";
import { watch } from "../../outputs/view/watch.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { isVisible, namespaceOf, notFound, selectionTest } from "./list-objects.js";
import { momentFor, selectRun } from "./selected-run.js";
import type { SelectedRun } from "./selected-run.js";
import type { Target } from "./targets.js";
import { targetsOf } from "./targets.js";

const FORMATS = ["text", "json"] as const;

/** null = it was there, and it never held. */
type Met = { readonly atUs: SimTime; readonly seq: number } | null;

interface Answer {
  readonly kind: ObjectKind;
  readonly namespace: string;
  readonly name: string;
  readonly met: Met;
}

const waitedFor = (line: CommandLine): WaitedFor => {
  const read = readWaitedFor(line.text("for") ?? "");
  if (!isLeft(read)) return read.right;
  const why = "--for takes condition=NAME[=VALUE], jsonpath=PATH[=VALUE], create or delete";
  throw CommandFailure.usage(read.left, why, "write --for=condition=Ready");
};

const answersOf = (target: Target, wanted: WaitedFor, selected: SelectedRun, line: CommandLine): readonly Answer[] => {
  const { kind, names } = target;
  if (kind.watching === null) {
    throw CommandFailure.usage(
      `${kind.plural} cannot be watched`,
      "nothing in a run changes them one by one",
      "podsim when --for=condition=Ready pods",
    );
  }
  const namespace = namespaceOf(line);
  const passes = selectionTest(line, kind);
  const at = line.text("at");
  const from = at === null ? { factCount: 0, nowUs: 0 } : momentFor(at, selected);
  const answers = new Map<string, Answer>();
  watch(
    selected.frame,
    kind,
    { factCount: from.factCount, atUs: from.nowUs, toFactCount: selected.run.log.length },
    (event) => {
      const { item } = event;
      if (!isVisible(kind, item, namespace) || (names !== null && !names.includes(item.name)) || !passes(item)) return;
      const key = `${item.namespace}/${item.name}`;
      if (answers.get(key)?.met != null) return;
      const met = wanted.isMet(event) ? { atUs: event.atUs, seq: event.seq } : null;
      answers.set(key, { kind, namespace: item.namespace, name: item.name, met });
    },
  );
  return [...answers.values()];
};

const answerText = (
  { kind, namespace, name, met }: Answer,
  words: string,
  selected: SelectedRun,
  showNamespace: boolean,
): string => {
  const object = `${showNamespace && namespace !== "" ? `${namespace}/` : ""}${qualifiedName(kind, name)}`;
  if (met === null) return `${object} never`;
  const { log } = selected.run;
  const fact = met.seq < 0 ? "already then" : `#${String(met.seq)} ${log.registry[log.typeOf(met.seq)]?.type ?? ""}`;
  return `${object} ${words} at ${formatClock(met.atUs)}   ${fact}`;
};

const answerJson = ({ kind, namespace, name, met }: Answer, asked: string): object => ({
  kind: kind.kind,
  namespace,
  name,
  for: asked,
  met: met !== null,
  tUs: met?.atUs ?? null,
  seq: met === null || met.seq < 0 ? null : met.seq,
});

export const showWhen = (line: CommandLine, session: Session): ExitName => {
  const format = line.choice("output", FORMATS, "text");
  const wanted = waitedFor(line);
  const targets = targetsOf(line.arguments, line.name);
  const selected = selectRun(line, session);
  const answers = targets.flatMap((target) => answersOf(target, wanted, selected, line));
  const { stdout } = session.console;
  for (const answer of answers) {
    const text =
      format === "json"
        ? JSON.stringify(answerJson(answer, line.text("for") ?? ""))
        : escapeTerminal(answerText(answer, wanted.words, selected, line.flag("allNamespaces")));
    stdout.write(`${text}\n`);
  }
  for (const { kind, names } of targets) {
    const missing = (names ?? [null]).find(
      (name) => !answers.some((each) => each.kind === kind && (name === null || each.name === name)),
    );
    if (missing === undefined) continue;
    if (line.flag("ignoreNotFound")) continue;
    const view = viewAt(selected.frame, selected.run.log.length, selected.run.endUs);
    if (missing !== null) throw notFound(kind, view, missing, namespaceOf(line));
    throw CommandFailure.missing(
      `there never were such ${kind.plural}`,
      "no object of the run passes -n and -l",
      "podsim when … -A",
    );
  }
  return answers.some(({ met }) => met === null) ? "different" : "ok";
};
