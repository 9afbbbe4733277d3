// What `get` and `describe` need to know of a kind of object: what it is called, its columns, and every object there is.
import type { Entity, Envelope, Labels } from "@podsim/core";
import type { IndentedWriter } from "../text/indented-writer.js";
import type { KubeObject } from "../objects/kube-object.js";
import type { RunView } from "../view/run-view.js";

export interface Column {
  /** As printed: "UP-TO-DATE". */
  readonly name: string;
  /** Only with -o wide. */
  readonly wide?: boolean;
}

/** One object as it is at the moment looked at; everything but its name is made when asked for. */
export interface Listed {
  /** "" for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  /** One cell per column of the kind, those of -o wide included. */
  cells(): readonly string[];
  toObject(): KubeObject;
}

/** How a kind is watched: which facts change what the API server shows of one of its objects. */
export interface Watching {
  readonly entity: Entity;
  /** The object in one of its states. */
  item(state: unknown, view: RunView): Listed;
  /** Whether the fact left the object as clients of the API server see it. */
  isSame(before: unknown, after: unknown, fact: Envelope): boolean;
}

export interface ObjectKind {
  /** "Pod" */
  readonly kind: string;
  /** "" for the core group. */
  readonly group: string;
  /** "pods", what the API calls them. */
  readonly plural: string;
  readonly singular: string;
  /** What may be typed instead. */
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Whether `get all` shows it. */
  readonly inAll: boolean;
  readonly columns: readonly Column[];
  /** In the order of their keys, as the API server lists them. */
  list(view: RunView): readonly Listed[];
  describe(view: RunView, namespace: string, name: string, out: IndentedWriter): void;
  readonly watching: Watching | null;
}

/** "deployment.apps/web", the name of an object among those of other kinds. */
export const qualifiedName = (kind: ObjectKind, name: string): string =>
  `${kind.singular}${kind.group === "" ? "" : `.${kind.group}`}/${name}`;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By namespace, then name, as etcd keeps its keys. */
export const inKeyOrder = <Named extends Pick<Listed, "namespace" | "name">>(
  items: readonly Named[],
): readonly Named[] => [...items].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));

export const NAME_COLUMN: Column = { name: "NAME" };
export const AGE_COLUMN: Column = { name: "AGE" };
