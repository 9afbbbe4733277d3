// Values as messages show them.
import { formatDuration } from "@podsim/core";
import type { Duration } from "@podsim/core";

/** "a, b or c" */
export const listed = (words: readonly string[], last = "or"): string => {
  const head = words.slice(0, -1).join(", ");
  const tail = words.at(-1) ?? "";
  return head === "" ? tail : `${head} ${last} ${tail}`;
};

/** 4294967296 -> "4 294 967 296" */
export const grouped = (n: number | bigint): string => String(n).replace(/\B(?=(\d{3})+$)/g, " ");

/** The first few of many: "a, b, c, … (12 in all)". */
export const firstFew = (words: readonly string[], limit = 6): string =>
  words.length <= limit ? words.join(", ") : `${words.slice(0, limit).join(", ")}, … (${String(words.length)} in all)`;

export const plural = (count: number, noun: string): string =>
  `${grouped(count)} ${noun}${count === 1 ? "" : noun.endsWith("s") ? "es" : "s"}`;

/** A length of time as people write it: "10m", not "10m0s"; still exact. */
export const shortTime = (us: Duration): string =>
  formatDuration(us)
    .replace(/(?<=[hm])0s$/, "")
    .replace(/(?<=h)0m$/, "");
