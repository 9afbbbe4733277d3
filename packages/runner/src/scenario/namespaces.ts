// Namespaces that objects are in and nothing declares: created with a warning, or refused as a server would.
import type { KubernetesObject, Namespace } from "@podsim/core";
import { diagnostic } from "../input/diagnostic.js";
import type { Diagnostic } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { SourceText } from "../input/source-text.js";
import type { LoadedObject } from "./manifest-files.js";
import { plural } from "./schema/shown.js";

/** Those every cluster has. */
const INITIAL = ["default", "kube-node-lease", "kube-public", "kube-system"] as const;

export const namespaceObject = (name: string): Namespace & KubernetesObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, namespace: "", labels: {}, annotations: {} },
});

export const INITIAL_NAMESPACES: readonly KubernetesObject[] = INITIAL.map(namespaceObject);

export interface Undeclared {
  readonly name: string;
  readonly source: SourceText;
  readonly diagnostic: Diagnostic;
}

/** One finding per namespace that objects are in and that is not among `declared`. */
export const undeclaredNamespaces = (
  objects: readonly LoadedObject[],
  declared: ReadonlySet<string>,
  isStrict: boolean,
): readonly Undeclared[] => {
  const users = new Map<string, LoadedObject[]>();
  for (const each of objects) {
    const { namespace } = each.object.metadata;
    if (namespace === "" || declared.has(namespace) || (INITIAL as readonly string[]).includes(namespace)) continue;
    const known = users.get(namespace);
    if (known === undefined) users.set(namespace, [each]);
    else known.push(each);
  }
  return [...users].flatMap(([name, [first, ...others]]): readonly Undeclared[] => {
    if (first === undefined) return [];
    const { document, path } = first;
    const found = diagnostic(
      document.source.file,
      locateNearest(document, [...path, "metadata", "namespace"], "value"),
      {
        code: "W503",
        message: isStrict
          ? `namespaces "${name}" not found`
          : `no manifest declares the namespace "${name}"; it was created`,
        why: `${plural(others.length + 1, "object")} ${others.length === 0 ? "is" : "are"} in it, and a real server refuses objects of a namespace that does not exist`,
        fix: `add a manifest:  { apiVersion: v1, kind: Namespace, metadata: { name: ${name} } }`,
      },
    );
    return [{ name, source: document.source, diagnostic: isStrict ? { ...found, severity: "error" } : found }];
  });
};
