// kubectl's --sort-by: objects in order of a field, numbers by size and texts the way people count.
import { isLeft } from "fp-ts/lib/Either.js";
import { evaluatePath } from "../../outputs/jsonpath/path.js";
import { readRelaxedPath } from "../../outputs/jsonpath/path-reader.js";
import type { Listed } from "../../outputs/kinds/object-kind.js";
import type { Json } from "../../outputs/objects/kube-object.js";
import { CommandFailure } from "../line/command-failure.js";

/** Runs of digits compare as numbers: web-9 comes before web-10. */
const compareNaturally = (a: string, b: string): number => {
  const parts = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let k = 0; k < Math.max(left.length, right.length); k += 1) {
    const [one, other] = [left[k], right[k]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    if (one === other) continue;
    const numbers = /^\d/.test(one) && /^\d/.test(other);
    if (numbers && Number(one) !== Number(other)) return Number(one) - Number(other);
    return one < other ? -1 : 1;
  }
  return 0;
};

/** What is missing comes first. */
const compareValues = (a: Json | undefined, b: Json | undefined): number => {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareNaturally(
    typeof a === "object" ? JSON.stringify(a) : String(a),
    typeof b === "object" ? JSON.stringify(b) : String(b),
  );
};

/** The objects in order of the field the path leads to; equal ones stay as they are. */
export const sortedBy = (path: string, items: readonly Listed[]): readonly Listed[] => {
  const steps = readRelaxedPath(path);
  if (isLeft(steps)) {
    throw CommandFailure.usage(
      `cannot sort by "${path}": ${steps.left}`,
      "it is read as a JSONPath",
      "write --sort-by=.metadata.name",
    );
  }
  const keyed = items.map((item) => ({ item, value: evaluatePath(steps.right, [item.toObject()])[0] }));
  if (items.length > 0 && keyed.every(({ value }) => value === undefined)) {
    throw CommandFailure.usage(
      `couldn't find any field with path "${path}" in the list of objects`,
      "none of the objects has that field",
      "look at one of them: -o yaml",
    );
  }
  return keyed.sort((a, b) => compareValues(a.value, b.value)).map(({ item }) => item);
};
