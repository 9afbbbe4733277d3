// Annotations as describe shows them.
import { byteLength, shortened } from "./shortened.js";

/** The most bytes of an annotation, or of an attribute of a volume. */
export const ANNOTATION_BYTES_MAX = 140;

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** "key: value" in order of keys; a long value or one of several lines goes below its key, cut off. */
export const annotationTexts = (annotations: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(annotations)
    .filter((key) => key !== LAST_APPLIED)
    .sort()
    .flatMap((key) => {
      const value = (annotations[key] ?? "").replace(/\n$/, "");
      if (byteLength(value) + byteLength(key) + 2 <= ANNOTATION_BYTES_MAX && !value.includes("\n")) {
        return [`${key}: ${value}`];
      }
      return [`${key}:`, ...value.split("\n").map((line) => `  ${shortened(line, ANNOTATION_BYTES_MAX - 2)}`)];
    });
