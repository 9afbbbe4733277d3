// What the manifests hold and the API server takes out, because the feature gate for it is off.
import { isGateOn, placeOfRestartRules } from "@podsim/core";
import type { FeatureGates, KubernetesObject, KubernetesVersion } from "@podsim/core";
import { templateOf } from "../behaviors/behavior-summary.js";
import { diagnostic } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { Path } from "../input/located.js";
import type { FileReports } from "./file-reports.js";
import type { LoadedObject } from "./manifest-files.js";
import { podSpecPath } from "./pod-spec-path.js";
import { firstFew } from "./schema/shown.js";

interface Gates {
  readonly kubernetes: KubernetesVersion;
  readonly featureGates: FeatureGates;
}

/** Where the object has something of it; null = nowhere. */
const placeIn = (object: KubernetesObject): Path | null => {
  const made = templateOf(object);
  const place = made === null ? null : placeOfRestartRules(made.template.spec);
  return place === null ? null : [...podSpecPath(object.kind), ...place];
};

/** Warns once of containers whose own restart policies and rules do not count. */
export const reportDisabledFields = (
  objects: readonly LoadedObject[],
  { kubernetes, featureGates }: Gates,
  reports: FileReports,
): void => {
  if (isGateOn("ContainerRestartRules", kubernetes, featureGates)) return;
  const users = objects.filter(({ object }) => placeIn(object) !== null);
  const [first] = users;
  if (first === undefined) return;
  const { document, path, object } = first;
  const names = users.map(({ object }) => `${object.kind} ${object.metadata.name}`);
  reports.add(
    document.source,
    diagnostic(document.source.file, locateNearest(document, [...path, ...(placeIn(object) ?? [])]), {
      code: "W507",
      message: `containers' own restartPolicy and restartPolicyRules are dropped (${firstFew(names, 5)})`,
      why: `the feature gate ContainerRestartRules is off in Kubernetes ${kubernetes} unless it is switched on`,
      fix: 'add to spec of the scenario:  featureGates: { ContainerRestartRules: true }     (or kubernetes: "1.35")',
    }),
  );
};
