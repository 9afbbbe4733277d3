// Kinds whose objects stand in a table of the world: listing, describing and watching them is the same for all.
import type { Entity } from "@podsim/core";
import { describeObject } from "../describe/describe-object.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { inKeyOrder } from "./object-kind.js";

interface Table<State> {
  values(): Iterable<State>;
  /** `namespace`: "" for cluster-scoped objects. */
  find(namespace: string, name: string): State | undefined;
}

interface TabledKind<State> extends Omit<ObjectKind, "list" | "describe" | "watching"> {
  readonly entity: Entity;
  table(world: RunView["world"]): Table<State>;
  listed(state: State, view: RunView): Listed;
  /** Absent = kubectl has no words of its own for the kind. */
  readonly describe?: (state: State, view: RunView, out: IndentedWriter) => void;
  /** Whether clients of the API server see no difference; absent = only one and the same state is the same to them. */
  readonly isSame?: (before: State, after: State) => boolean;
}

export const tabledKind = <State>(tabled: TabledKind<State>): ObjectKind => {
  const { entity, table, listed, describe, isSame, ...words } = tabled;
  return {
    ...words,
    list: (view) => inKeyOrder([...table(view.world).values()].map((state) => listed(state, view))),
    describe: (view, namespace, name, out) => {
      const state = table(view.world).find(words.namespaced ? namespace : "", name);
      if (state === undefined) return;
      if (describe === undefined) describeObject(listed(state, view).toObject(), view, out);
      else describe(state, view, out);
    },
    watching: {
      entity,
      item: (state, view) => listed(state as State, view),
      isSame: (before, after) => (isSame === undefined ? before === after : isSame(before as State, after as State)),
    },
  };
};
