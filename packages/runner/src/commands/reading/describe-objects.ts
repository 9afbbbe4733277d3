// `describe`: everything about an object at a moment, in kubectl's words and order.
import { IndentedWriter } from "../../outputs/text/indented-writer.js";
import type { Listed } from "../../outputs/kinds/object-kind.js";
import type { RunView } from "../../outputs/view/run-view.js";
import { viewAt } from "../../outputs/view/make-view.js";
import type { ExitName } from "../../failures.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { isVisible, namespaceOf, notFound, nothingFound, selectionTest } from "./list-objects.js";
import { selectMoment, selectRun } from "./selected-run.js";
import type { Target } from "./targets.js";
import { refuseNamesEverywhere, targetsOf } from "./targets.js";

/** The object of that name, or all whose names begin so, as kubectl does. */
const meant = (items: readonly Listed[], name: string): readonly Listed[] => {
  const exact = items.filter((item) => item.name === name);
  return exact.length > 0 ? exact : items.filter((item) => item.name.startsWith(name));
};

const describedItems = (target: Target, view: RunView, line: CommandLine): readonly Listed[] => {
  const { kind, names } = target;
  const namespace = namespaceOf(line);
  const passes = selectionTest(line, kind);
  const visible = kind.list(view).filter((item) => isVisible(kind, item, namespace) && passes(item));
  if (names === null) return visible;
  return names.flatMap((name) => {
    const items = meant(visible, name);
    if (items.length === 0) throw notFound(kind, view, name, namespace);
    return items;
  });
};

export const describeObjects = (line: CommandLine, session: Session): ExitName => {
  const targets = targetsOf(line.arguments, line.name);
  refuseNamesEverywhere(targets, line.flag("allNamespaces"));
  const selected = selectRun(line, session);
  const moment = selectMoment(line, session, selected);
  const view = viewAt(selected.frame, moment.factCount, moment.nowUs);
  const blocks: string[] = [];
  for (const target of targets) {
    for (const { namespace, name } of describedItems(target, view, line)) {
      const out = new IndentedWriter();
      target.kind.describe(view, namespace, name, out);
      blocks.push(
        out
          .lines()
          .map((text) => `${text}\n`)
          .join(""),
      );
    }
  }
  if (blocks.length === 0) session.console.stderr.write(nothingFound(targets, view, line));
  session.console.stdout.write(blocks.join("\n\n"));
  return "ok";
};
