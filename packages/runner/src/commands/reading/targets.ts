// Which objects a command line asks for: "pods", "pods web-1", "pods,deploy", "pod/web-1 deploy/web", "all".
import { closestKindName, KINDS, kindNamed } from "../../outputs/kinds/index.js";
import type { ObjectKind } from "../../outputs/kinds/object-kind.js";
import { CommandFailure } from "../line/command-failure.js";

/** Objects of one kind; names null = every one. */
export interface Target {
  readonly kind: ObjectKind;
  readonly names: readonly string[] | null;
}

const requireKind = (name: string): ObjectKind => {
  const kind = kindNamed(name);
  if (kind !== null) return kind;
  const near = closestKindName(name);
  throw CommandFailure.usage(
    `the server doesn't have a resource type "${name}"`,
    `podsim knows ${KINDS.map(({ plural }) => plural).join(", ")}, and their short names`,
    near === null ? "podsim get all" : `did you mean ${near}?`,
  );
};

const kindsOf = (text: string): readonly ObjectKind[] =>
  text
    .split(",")
    .filter((name) => name !== "")
    .flatMap((name) => (name === "all" ? KINDS.filter(({ inAll }) => inAll) : [requireKind(name)]));

const slashTarget = (text: string): Target => {
  const slash = text.indexOf("/");
  const [kind, name] = [text.slice(0, slash), text.slice(slash + 1)];
  if (kind !== "" && name !== "" && !name.includes("/")) return { kind: requireKind(kind), names: [name] };
  throw CommandFailure.usage(
    `arguments in resource/name form must have a single resource and name, got "${text}"`,
    "what stands before the slash is a kind, what stands behind it a name",
    "write pod/web-1, and -n for the namespace",
  );
};

/** One target per kind, names of the same kind together. */
const merged = (targets: readonly Target[]): readonly Target[] => {
  const byKind = new Map<ObjectKind, string[]>();
  for (const { kind, names } of targets) byKind.set(kind, [...(byKind.get(kind) ?? []), ...(names ?? [])]);
  return [...byKind].map(([kind, names]) => ({ kind, names }));
};

/** At least one argument; what cannot be understood ends the command with exit code 2. */
export const targetsOf = (args: readonly string[], commandName: string): readonly Target[] => {
  const [first, ...names] = args;
  if (first === undefined) {
    throw CommandFailure.usage(
      "you must say which kind of object",
      `kinds are ${KINDS.map(({ plural }) => plural).join(", ")}`,
      `${commandName} pods`,
    );
  }
  if (args.some((arg) => arg.includes("/"))) {
    const plain = args.find((arg) => !arg.includes("/"));
    if (plain === undefined) return merged(args.map(slashTarget));
    throw CommandFailure.usage(
      `there is no need to give a kind of its own beside "${args.find((arg) => arg.includes("/")) ?? ""}"`,
      `"${plain}" stands there without a kind`,
      `write ${args.map((arg) => (arg.includes("/") ? arg : `KIND/${arg}`)).join(" ")}`,
    );
  }
  const kinds = kindsOf(first);
  return kinds.map((kind) => ({ kind, names: names.length === 0 ? null : names }));
};

/** An object of a namespace is named together with its namespace: of one name there may be one in each. */
export const refuseNamesEverywhere = (targets: readonly Target[], allNamespaces: boolean): void => {
  const named = targets.find(({ kind, names }) => kind.namespaced && names !== null);
  if (!allNamespaces || named === undefined) return;
  const { kind, names } = named;
  throw CommandFailure.usage(
    "a resource cannot be retrieved by name across all namespaces",
    `${names?.join(", ") ?? ""} may be in several namespaces: ${kind.plural} are named within one`,
    "write -n NAMESPACE in place of -A, or leave the name out",
  );
};

/** Exactly one object, as KIND/NAME or KIND NAME. */
export const singleTarget = (args: readonly string[], commandName: string): { kind: ObjectKind; name: string } => {
  const [target] = targetsOf(args, commandName);
  const [name] = target?.names ?? [];
  if (target !== undefined && name !== undefined) return { kind: target.kind, name };
  throw CommandFailure.usage("you must name an object", "this command looks at one object", `${commandName} pod/web-1`);
};
