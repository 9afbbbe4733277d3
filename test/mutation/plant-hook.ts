// A module loader's hook that hands out modules with bugs in them, each behind a switch: how bugs are planted without
// touching the program, and how one process can look for one after the other.
import type { InitializeHook, LoadHook } from "node:module";

interface Place {
  /** The end of the module's address: "scheduler/dist/src/kubelet/restarts.js". */
  readonly module: string;
  /** As compiled; found exactly once. */
  readonly find: string;
}

/** Either two expressions, of which the first is what is there, or the whole place with BUG for "is switched on". */
export type Change = Place & ({ readonly instead: string } | { readonly switched: string });

export type Planting = Change & {
  readonly id: string;
  /** What else is changed: where two places see to the same thing, one alone makes no difference. */
  readonly and?: readonly Change[];
};

interface Switched {
  readonly id: string;
  readonly change: Change;
}

let plantings: readonly Switched[] = [];

export const initialize: InitializeHook<readonly Planting[]> = (given) => {
  plantings = given.flatMap(({ id, and = [], ...change }) => [change, ...and].map((each) => ({ id, change: each })));
};

const textOf = (source: string | NodeJS.TypedArray | ArrayBuffer): string =>
  typeof source === "string" ? source : new TextDecoder().decode(source);

/** The place with the bug and without it, whichever is switched on. */
const withSwitch = ({ id, change }: Switched): string => {
  const isOn = `(globalThis.plantedBug === ${JSON.stringify(id)})`;
  return "switched" in change
    ? change.switched.replaceAll("BUG", isOn)
    : `(${isOn} ? (${change.instead}) : (${change.find}))`;
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  const mine = plantings.filter(({ change }) => url.endsWith(change.module));
  if (mine.length === 0 || loaded.source == null) return loaded;
  let text = textOf(loaded.source);
  for (const planting of mine) {
    const { module, find } = planting.change;
    const parts = text.split(find);
    if (parts.length !== 2) {
      throw new Error(`${module} has ${String(parts.length - 1)} places like the one to change: ${find}`);
    }
    text = parts.join(withSwitch(planting));
  }
  return { ...loaded, source: text };
};
