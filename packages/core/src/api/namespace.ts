// Namespace (core/v1): only its name and labels matter.
import type { ObjectMeta } from "./meta.js";

export interface Namespace {
  readonly apiVersion: "v1";
  readonly kind: "Namespace";
  readonly metadata: ObjectMeta;
}
