// A module loader's hook that hands out modules with bugs in them, each behind a switch: how bugs are planted without
// touching the program, and how one process can look for one after the other.
import type { InitializeHook, LoadHook } from "node:module";

interface Place {
  readonly id: string;
  /** The end of the module's address: "scheduler/dist/src/kubelet/restarts.js". */
  readonly module: string;
  /** As compiled; found exactly once. */
  readonly find: string;
}

/** Either two expressions, of which the first is what is there, or the whole place with BUG for "is switched on". */
export type Planting = Place & ({ readonly instead: string } | { readonly switched: string });

let plantings: readonly Planting[] = [];

export const initialize: InitializeHook<readonly Planting[]> = (given) => {
  plantings = given;
};

const textOf = (source: string | NodeJS.TypedArray | ArrayBuffer): string =>
  typeof source === "string" ? source : new TextDecoder().decode(source);

/** The place with the bug and without it, whichever is switched on. */
const withSwitch = (planting: Planting): string => {
  const isOn = `(globalThis.plantedBug === ${JSON.stringify(planting.id)})`;
  return "switched" in planting
    ? planting.switched.replaceAll("BUG", isOn)
    : `(${isOn} ? (${planting.instead}) : (${planting.find}))`;
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  const mine = plantings.filter(({ module }) => url.endsWith(module));
  if (mine.length === 0 || loaded.source == null) return loaded;
  let text = textOf(loaded.source);
  for (const planting of mine) {
    const parts = text.split(planting.find);
    if (parts.length !== 2) {
      throw new Error(
        `${planting.module} has ${String(parts.length - 1)} places like the one to change: ${planting.find}`,
      );
    }
    text = parts.join(withSwitch(planting));
  }
  return { ...loaded, source: text };
};
