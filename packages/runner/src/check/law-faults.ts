// What keeps a law of one's own from being one, before any history is made.
import { EVENTS } from "@podsim/core";
import type { Invariant } from "@podsim/core";
import { closest } from "../input/closest.js";

const TYPES: ReadonlySet<string> = new Set(EVENTS.map(({ type }) => type));

const faultsOf = (law: unknown): readonly string[] => {
  if (typeof law !== "object" || law === null || !("observe" in law) || typeof law.observe !== "function") {
    return ["a law is what always, step, eventually or never makes; this is none"];
  }
  const { id, hears = [] } = law as Invariant;
  return hears
    .filter((type) => !TYPES.has(type))
    .map((type) => {
      const near = closest(type, TYPES);
      return `${id} hears of "${type}", which never happens${near === null ? "" : `: did you mean ${near}?`}`;
    });
};

/** One sentence for each; none = all of them can be judged. */
export const lawFaults = (laws: readonly unknown[]): readonly string[] => laws.flatMap(faultsOf);
