// Where in an object that makes pods the pods' spec stands.
import type { Path } from "../input/located.js";

const TEMPLATE = ["spec", "template", "spec"] as const;

const PATHS: ReadonlyMap<string, Path> = new Map<string, Path>([
  ["Pod", ["spec"]],
  ["Deployment", TEMPLATE],
  ["ReplicaSet", TEMPLATE],
  ["StatefulSet", TEMPLATE],
  ["DaemonSet", TEMPLATE],
  ["Job", TEMPLATE],
  ["CronJob", ["spec", "jobTemplate", ...TEMPLATE]],
]);

/** By kind; nowhere (an empty path) in one that makes none. */
export const podSpecPath = (kind: string): Path => PATHS.get(kind) ?? [];
