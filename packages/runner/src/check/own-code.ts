// Laws and controllers of the user's own, as their modules export them, before anything is played.
import type { Invariant } from "@podsim/core";
import type { Reconciler } from "@podsim/scheduler";
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Diagnostic } from "../input/diagnostic.js";
import { loadModule, unusableModule } from "../scenario/own-module.js";
import type { ModuleAccess, ModuleUse } from "../scenario/own-module.js";
import { ALL_INVARIANTS } from "./all-invariants.js";
import { lawFaults } from "./law-faults.js";

const CODE = "E210";

const LAWS: ModuleUse = {
  noun: "the laws'",
  code: CODE,
  example: 'laws.mjs, with export const mine = always("app.mine", …)',
};
const CONTROLLERS: ModuleUse = {
  noun: "the controller's",
  code: CODE,
  example: "mine.mjs, with export const mine = { name, watches, *reconcile(key, client) { … } }",
};

/** What is exported, lists taken apart, each once; functions are none of it. */
const partsOf = (exported: unknown): readonly object[] => {
  if (typeof exported !== "object" || exported === null) return [];
  const parts = Object.values(exported).flatMap((value: unknown): readonly unknown[] =>
    Array.isArray(value) ? value : [value],
  );
  return [...new Set(parts)].filter((part) => typeof part === "object" && part !== null);
};

interface Reading<Part> {
  readonly use: ModuleUse;
  /** Whether an exported object is meant to be one. */
  readonly isMeant: (part: object) => boolean;
  /** One sentence for each; none = all of them can be used. `taken`: names that others have. */
  readonly faultsOf: (parts: readonly Part[], taken: ReadonlySet<string>) => readonly string[];
  readonly nameOf: (part: Part) => string;
  readonly none: string;
}

const twice = (names: readonly string[], taken: ReadonlySet<string>, what: string): readonly string[] =>
  names.filter((name, ix) => taken.has(name) || names.indexOf(name) < ix).map((name) => `${name}: ${what}`);

const laws: Reading<Invariant> = {
  use: LAWS,
  isMeant: (part) => "observe" in part || "id" in part,
  faultsOf: (parts, taken) => [
    ...lawFaults(parts),
    ...twice(
      parts.map(({ id }) => id),
      taken,
      "another law has this id",
    ),
  ],
  nameOf: ({ id }) => id,
  none: "it exports no law: laws are what always, step, eventually and never make",
};

const isAsync = (code: unknown): boolean => typeof code === "function" && code.constructor.name.startsWith("Async");

const controllerFaults = (part: Reconciler): readonly string[] => {
  const { name, watches, replicas = 1, reconcile, start } = part as Partial<Reconciler>;
  const faults: string[] = [];
  const who = typeof name === "string" && name !== "" ? name : "a controller";
  if (who !== name) faults.push("a controller needs a name, which the troubles of a scenario call it by");
  if (
    !Array.isArray(watches) ||
    !watches.every((watched: unknown) => typeof watched === "object" && watched !== null && "kind" in watched)
  )
    faults.push(`${who} has to say what it watches: watches: [{ kind: "Pod" }]`);
  if (!Number.isInteger(replicas) || replicas < 1)
    faults.push(`${who} has ${String(replicas)} replicas: it needs at least 1`);
  if (typeof reconcile !== "function" && typeof start !== "function")
    faults.push(`${who} reconciles nothing: it has neither reconcile nor start`);
  if (isAsync(reconcile))
    faults.push(`${who}: reconcile is async; it is a generator that waits with yield*: *reconcile(key, client) { … }`);
  return faults;
};

const controllers: Reading<Reconciler> = {
  use: CONTROLLERS,
  isMeant: (part) => ["watches", "reconcile", "start"].some((key) => key in part),
  faultsOf: (parts, taken) => [
    ...parts.flatMap(controllerFaults),
    ...twice(
      parts.map(({ name }) => name),
      taken,
      "another controller has this name",
    ),
  ],
  nameOf: ({ name }) => name,
  none: "it exports no controller: one has a name, watches, and reconcile or start",
};

const readAll = async <Part extends object>(
  files: readonly string[],
  { use, isMeant, faultsOf, nameOf, none }: Reading<Part>,
  taken: Set<string>,
  access: ModuleAccess,
): Promise<{ readonly parts: readonly Part[]; readonly faults: readonly Diagnostic[] }> => {
  const parts: Part[] = [];
  const faults: Diagnostic[] = [];
  for (const file of files) {
    const module = await loadModule(file, use, access);
    if (isLeft(module)) {
      faults.push(module.left);
      continue;
    }
    const found = partsOf(module.right.exported).filter(isMeant) as Part[];
    const wrong = found.length === 0 ? [none] : faultsOf(found, taken);
    const why = "what is searched with is looked at before anything is played";
    const fix = `podsim help ${use.code} shows one that can be used`;
    faults.push(...wrong.map((fault) => unusableModule(use.code, file, fault, why, fix)));
    for (const part of found) taken.add(nameOf(part));
    parts.push(...found);
  }
  return { parts, faults };
};

export interface OwnCode {
  readonly laws: readonly Invariant[];
  readonly controllers: readonly Reconciler[];
}

/** Loads modules one after another; Left: what is wrong with all of them. */
export const loadOwnCode = async (
  lawFiles: readonly string[],
  controllerFiles: readonly string[],
  access: ModuleAccess,
): Promise<Either<readonly Diagnostic[], OwnCode>> => {
  const ids = new Set(ALL_INVARIANTS.map(({ id }) => id));
  const own = await readAll(lawFiles, laws, ids, access);
  const mine = await readAll(controllerFiles, controllers, new Set(), access);
  const faults = [...own.faults, ...mine.faults];
  return faults.length > 0 ? left(faults) : right({ laws: own.parts, controllers: mine.parts });
};
