// What the class a pod names does to it on its way into the store: its overhead, and where it may run.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { PodSpec } from "./pod.js";
import type { RuntimeClass } from "./runtime-class.js";
import { isSameValue } from "./same-value.js";

const withOverhead = (spec: PodSpec, runtimeClass: RuntimeClass | undefined): Either<string, PodSpec> => {
  const fixed = runtimeClass?.overhead?.podFixed;
  const given = spec.overhead ?? {};
  const isGiven = Object.keys(given).length > 0;
  if (fixed === undefined) {
    return isGiven
      ? left("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")
      : right(spec);
  }
  if (isGiven && !isSameValue(given, fixed)) {
    return left("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  }
  return right(isGiven ? spec : { ...spec, overhead: fixed });
};

const withScheduling = (spec: PodSpec, { scheduling }: RuntimeClass): Either<string, PodSpec> => {
  if (scheduling === undefined) return right(spec);
  const nodeSelector = { ...spec.nodeSelector };
  for (const [key, value] of Object.entries(scheduling.nodeSelector)) {
    const own = nodeSelector[key];
    if (own !== undefined && own !== value) {
      return left(
        `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`,
      );
    }
    nodeSelector[key] = value;
  }
  const missing = scheduling.tolerations.filter((each) => !spec.tolerations.some((own) => isSameValue(own, each)));
  if (missing.length === 0 && isSameValue(nodeSelector, spec.nodeSelector ?? {})) return right(spec);
  return right({
    ...spec,
    ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector }),
    tolerations: [...spec.tolerations, ...missing],
  });
};

/**
 * The spec with what its RuntimeClass adds to it; itself if that is nothing. Left: why the server forbids the pod, in its
 * words. Doing it twice changes nothing.
 */
export const withRuntimeClass = (spec: PodSpec, classes: readonly RuntimeClass[]): Either<string, PodSpec> => {
  const name = spec.runtimeClassName ?? "";
  if (name === "") return withOverhead(spec, undefined);
  const found = classes.find(({ metadata }) => metadata.name === name);
  if (found === undefined) return left(`pod rejected: RuntimeClass "${name}" not found`);
  const loaded = withOverhead(spec, found);
  return isLeft(loaded) ? loaded : withScheduling(loaded.right, found);
};
