// Finds the objects a read command asks for, in the namespaces it looks in.
import { compileSelectorText } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { closest } from "../../input/closest.js";
import type { Listed, ObjectKind } from "../../outputs/kinds/object-kind.js";
import type { RunView } from "../../outputs/view/run-view.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { fieldTest } from "./field-selector.js";
import type { Target } from "./targets.js";

const DEFAULT_NAMESPACE = "default";

/** Where to look; null = everywhere. */
export const namespaceOf = (line: CommandLine): string | null =>
  line.flag("allNamespaces") ? null : (line.text("namespace") ?? DEFAULT_NAMESPACE);

export const isVisible = (kind: ObjectKind, item: Listed, namespace: string | null): boolean =>
  !kind.namespaced || namespace === null || item.namespace === namespace;

/** The test of -l and --field-selector. */
export const selectionTest = (line: CommandLine, kind: ObjectKind): ((item: Listed) => boolean) => {
  const selector = line.text("selector");
  const fields = line.text("fieldSelector");
  const labels = selector === null ? null : compileSelectorText(selector);
  if (labels !== null && isLeft(labels)) {
    throw CommandFailure.usage(
      labels.left,
      `-l "${selector ?? ""}" is no label selector`,
      "write -l app=web,tier!=cache",
    );
  }
  const byLabels = labels === null ? (): boolean => true : (item: Listed): boolean => labels.right(item.labels);
  const byFields = fields === null ? (): boolean => true : fieldTest(fields, kind);
  return (item) => byLabels(item) && byFields(item);
};

/** Other namespaces that hold objects of the kind. */
const otherNamespaces = (kind: ObjectKind, view: RunView, namespace: string): readonly string[] =>
  kind.namespaced
    ? [...new Set(kind.list(view).map((item) => item.namespace))].filter((other) => other !== namespace).sort()
    : [];

/** The namespaces of an object of that name elsewhere. */
const elsewhere = (kind: ObjectKind, view: RunView, name: string): readonly string[] =>
  kind
    .list(view)
    .filter((item) => item.name === name)
    .map((item) => item.namespace);

const resourceName = ({ plural, group }: ObjectKind): string => (group === "" ? plural : `${plural}.${group}`);

/** Exit 4: there is no such object, with where there is one or what was probably meant. */
export const notFound = (kind: ObjectKind, view: RunView, name: string, namespace: string | null): CommandFailure => {
  const message = `${resourceName(kind)} "${name}" not found`;
  const places = kind.namespaced ? elsewhere(kind, view, name) : [];
  const [place] = places;
  const [one] = kind.shortNames;
  if (place !== undefined) {
    const why = `namespace ${namespace ?? ""} has none of that name; ${places.join(", ")} has`;
    return CommandFailure.missing(message, why, `add -n ${place}`);
  }
  const names = kind
    .list(view)
    .filter((item) => isVisible(kind, item, namespace))
    .map((item) => item.name);
  const near = closest(name, names);
  const where = kind.namespaced && namespace !== null ? ` in namespace ${namespace}` : "";
  const why =
    names.length === 0
      ? `there are no ${kind.plural}${where} at that moment`
      : `there are ${names.length} ${kind.plural}${where} at that moment`;
  return CommandFailure.missing(
    message,
    why,
    near === null ? `podsim get ${one ?? kind.plural} -A` : `did you mean ${near}?`,
  );
};

export interface Found {
  readonly items: readonly Listed[];
  /** For each name that no object has. */
  readonly missing: readonly CommandFailure[];
}

/** The objects of a target: those named, or all that pass the selectors. */
export const findObjects = (target: Target, view: RunView, line: CommandLine): Found => {
  const { kind, names } = target;
  const namespace = namespaceOf(line);
  const passes = selectionTest(line, kind);
  const visible = kind.list(view).filter((item) => isVisible(kind, item, namespace) && passes(item));
  if (names === null) return { items: visible, missing: [] };
  const items: Listed[] = [];
  const missing: CommandFailure[] = [];
  for (const name of names) {
    const named = visible.filter((item) => item.name === name);
    if (named.length > 0) items.push(...named);
    else missing.push(notFound(kind, view, name, namespace));
  }
  return { items, missing };
};

/** What to say on stderr when nothing was found: kubectl's sentence, and where there is something. */
export const nothingFound = (targets: readonly Target[], view: RunView, line: CommandLine): string => {
  const namespace = namespaceOf(line);
  const namespaced = targets.some(({ kind }) => kind.namespaced);
  if (namespace === null || !namespaced) return "No resources found\n";
  const sentence = `No resources found in ${namespace} namespace.\n`;
  const others = [...new Set(targets.flatMap(({ kind }) => otherNamespaces(kind, view, namespace)))];
  const [only] = others;
  if (only === undefined) return sentence;
  const what = targets.map(({ kind }) => kind.plural).join(", ");
  return others.length === 1
    ? `${sentence}hint: the ${what} of this run are in namespace ${only}: add -n ${only}, or -A\n`
    : `${sentence}hint: this run has ${what} in ${others.join(", ")}: add -n NAMESPACE, or -A\n`;
};
