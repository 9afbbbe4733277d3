// When a dump was taken, as far as it tells: a moment before which everything in it was written.
import { isMapping } from "../scenario/schema/record.js";
import type { DumpItem } from "./dump-items.js";
import { textAt } from "./raw-value.js";

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const SECOND_MILLIS = 1_000;

const newestIn = (value: unknown): string => {
  if (typeof value === "string") return STAMP.test(value) ? value : "";
  const inner: readonly unknown[] = Array.isArray(value) ? value : isMapping(value) ? Object.values(value) : [];
  // Stamps of servers are in UTC: their order is that of their texts.
  return inner.reduce<string>((newest, each) => {
    const stamp = newestIn(each);
    return stamp > newest ? stamp : newest;
  }, "");
};

/** The next whole second after the newest stamp in what servers wrote of the objects; null where there is none. */
export const takenAt = (items: readonly DumpItem[]): string | null => {
  let newest = "";
  for (const { raw, kind } of items) {
    const renewed = kind === "Lease" ? newestIn(raw["spec"]) : "";
    for (const stamp of [textAt(raw, "metadata", "creationTimestamp"), newestIn(raw["status"]), renewed]) {
      if (stamp > newest) newest = stamp;
    }
  }
  const millis = Date.parse(newest);
  if (Number.isNaN(millis)) return null;
  return new Date(Math.ceil(millis / SECOND_MILLIS) * SECOND_MILLIS).toISOString().replace(".000Z", "Z");
};
