// A module loader's hook that hands out one module changed in one place: how a bug is planted without touching the program.
import type { InitializeHook, LoadHook } from "node:module";

export interface Planting {
  /** The end of the module's address: "scheduler/dist/src/kubelet/restarts.js". */
  readonly module: string;
  /** As compiled; found exactly once. */
  readonly find: string;
  readonly instead: string;
}

let planting: Planting | null = null;

export const initialize: InitializeHook<Planting> = (given) => {
  planting = given;
};

const textOf = (source: string | NodeJS.TypedArray | ArrayBuffer): string =>
  typeof source === "string" ? source : new TextDecoder().decode(source);

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (planting === null || !url.endsWith(planting.module) || loaded.source == null) return loaded;
  const parts = textOf(loaded.source).split(planting.find);
  if (parts.length !== 2) {
    throw new Error(
      `${planting.module} has ${String(parts.length - 1)} places like the one to change: ${planting.find}`,
    );
  }
  return { ...loaded, source: parts.join(planting.instead) };
};
