// Whether two maps of texts (labels, annotations, resource lists) say the same.
import type { Labels } from "@podsim/core";

export const isSameLabels = (a: Labels, b: Labels): boolean => {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
};
