// Taints against tolerations.
import type { Taint, Toleration } from "./meta.js";

/** Whether a toleration covers a taint. Operators other than Exists and Equal (and "", which is Equal) cover none. */
export const tolerates = (toleration: Toleration, taint: Taint): boolean => {
  if (toleration.effect !== "" && toleration.effect !== taint.effect) return false;
  if (toleration.key !== "" && toleration.key !== taint.key) return false;
  const operator: string = toleration.operator;
  switch (operator) {
    case "":
    case "Equal":
      return toleration.value === taint.value;
    case "Exists":
      return true;
    default:
      return false;
  }
};

export const toleratesTaint = (tolerations: readonly Toleration[], taint: Taint): boolean => {
  for (const toleration of tolerations) if (tolerates(toleration, taint)) return true;
  return false;
};

/** The first taint, in the node's order, that counts and that no toleration covers; null = none. */
export const findUntoleratedTaint = (
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  counts: (taint: Taint) => boolean = () => true,
): Taint | null => {
  for (const taint of taints) {
    if (counts(taint) && !toleratesTaint(tolerations, taint)) return taint;
  }
  return null;
};
