// Service accounts that pods run as and nothing declares: taken to be there with a warning, or refused as a server would.
import { namedServiceAccount } from "@podsim/core";
import { templateOf } from "../behaviors/behavior-summary.js";
import { diagnostic } from "../input/diagnostic.js";
import type { Diagnostic } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { SourceText } from "../input/source-text.js";
import type { LoadedObject, NamedObject } from "./manifest-files.js";
import { podSpecPath } from "./pod-spec-path.js";
import { firstFew } from "./schema/shown.js";

/** The one that every namespace has. */
const DEFAULT = "default";

/** Of the pods it makes; "" if they name none, or it makes none. */
const accountOf = ({ object }: LoadedObject): string => {
  const made = templateOf(object);
  return made === null ? "" : namedServiceAccount(made.template.spec);
};

interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly users: readonly [LoadedObject, ...LoadedObject[]];
}

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

const accountsOf = (objects: readonly LoadedObject[]): readonly Account[] => {
  const accounts = new Map<string, Account>();
  for (const each of objects) {
    const [name, { namespace }] = [accountOf(each), each.object.metadata];
    if (name === "" || name === DEFAULT) continue;
    const key = keyOf(namespace, name);
    const known = accounts.get(key);
    accounts.set(key, { namespace, name, users: known === undefined ? [each] : [...known.users, each] });
  }
  return [...accounts.values()];
};

const findingOf = ({ namespace, name, users }: Account, isStrict: boolean): Diagnostic => {
  const [{ document, path, object }] = users;
  const named = users.map((user) => `${user.object.kind} ${user.object.metadata.name}`);
  const place = locateNearest(document, [...path, ...podSpecPath(object.kind), "serviceAccountName"], "value");
  const found = diagnostic(document.source.file, place, {
    code: "W509",
    message: isStrict
      ? `serviceaccount "${name}" not found`
      : `no manifest declares the ServiceAccount "${name}"; it is taken to be there (${firstFew(named, 5)})`,
    why: "a real server makes no pods of an account that does not exist",
    // A ServiceAccount itself is not modelled, and refused as such.
    fix: isStrict
      ? "leave serviceAccountName out, or run without --strict"
      : `add a manifest:  { apiVersion: v1, kind: ServiceAccount, metadata: { name: ${name}, namespace: ${namespace} } }`,
  });
  return isStrict ? { ...found, severity: "error" } : found;
};

/** One finding per account that pods of the objects run as and that is not among what was read and passed over. */
export const undeclaredAccounts = (
  objects: readonly LoadedObject[],
  passedOver: readonly NamedObject[],
  isStrict: boolean,
): readonly { readonly source: SourceText; readonly diagnostic: Diagnostic }[] => {
  const declared = new Set(
    passedOver.filter(({ kind }) => kind === "ServiceAccount").map(({ namespace, name }) => keyOf(namespace, name)),
  );
  return accountsOf(objects)
    .filter(({ namespace, name }) => !declared.has(keyOf(namespace, name)))
    .map((account) => ({ source: account.users[0].document.source, diagnostic: findingOf(account, isStrict) }));
};
