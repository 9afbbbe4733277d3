// Times and selectors as the author of a controller writes them.
import { compileSelectorText, parseDuration } from "@podsim/core";
import type { Duration } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";

/** Throws TypeError of a time that is none. */
export const timeOf = (text: string, where: string): Duration => {
  const parsed = parseDuration(text);
  if (isLeft(parsed)) throw new TypeError(`${where}: "${text}": ${parsed.left.reason}`);
  return parsed.right;
};

/** Throws TypeError of a selector that is none. */
export const selecting = (selector: string): ((labels: Readonly<Record<string, string>>) => boolean) => {
  const compiled = compileSelectorText(selector);
  if (isLeft(compiled)) throw new TypeError(`"${selector}" is no label selector: ${compiled.left}`);
  return compiled.right;
};
