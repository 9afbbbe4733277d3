// What is wrong with behaviours once the objects are known: annotations that say nothing, behaviours nobody has.
import { containerCount, containerAt } from "@podsim/core";
import { readAnnotations } from "../behaviors/annotations.js";
import type { BehaviorSpec } from "../behaviors/behavior-spec.js";
import { templateOf } from "../behaviors/behavior-summary.js";
import { compileMatch, selectorProblem } from "../behaviors/matching.js";
import type { PlacedTemplate } from "../behaviors/resolve-behaviors.js";
import { closest } from "../input/closest.js";
import { diagnostic } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { Path } from "../input/located.js";
import type { FileReports } from "./file-reports.js";
import type { WantedPods } from "./intervention.js";
import type { LoadedObject } from "./manifest-files.js";
import type { Issue } from "./schema/schema.js";
import { firstFew, plural } from "./schema/shown.js";

/** A behaviour and where in the scenario it stands. */
export interface PlacedBehavior {
  readonly spec: BehaviorSpec;
  readonly path: Path;
}

const annotationsPath = ({ object, path }: LoadedObject): Path =>
  object.kind === "Pod"
    ? [...path, "metadata", "annotations"]
    : [...path, "spec", "template", "metadata", "annotations"];

const KWOK = "pod-container-running-failed.stage.kwok.x-k8s.io/";

/** Reports what annotations of the objects say in vain, and once that KWOK's were understood. */
export const reportAnnotations = (
  objects: readonly LoadedObject[],
  behaviors: readonly string[],
  reports: FileReports,
): void => {
  let kwokSeen = false;
  for (const loaded of objects) {
    const made = templateOf(loaded.object);
    if (made === null) continue;
    const { annotations } = made.template.metadata;
    if (Object.keys(annotations).length === 0) continue;
    const at = annotationsPath(loaded);
    for (const { annotation, explanation } of readAnnotations(annotations).issues) {
      reports.addIssue(loaded.document, { ...explanation, path: [...at, annotation] });
    }
    const named = annotations["podsim.dev/behavior"];
    if (named !== undefined && !behaviors.includes(named)) {
      const meant = closest(named, behaviors);
      reports.addIssue(loaded.document, {
        code: "E201",
        message: `there is no behaviour "${named}"`,
        why:
          behaviors.length === 0
            ? "the scenario has no behaviours"
            : `behaviours of the scenario: ${firstFew(behaviors)}`,
        fix: meant === null ? "name one of them, or remove the annotation" : `did you mean ${meant}?`,
        path: [...at, "podsim.dev/behavior"],
      });
    }
    const kwok = Object.keys(annotations).find((name) => name.startsWith(KWOK));
    if (kwok === undefined || kwokSeen) continue;
    kwokSeen = true;
    const { source } = loaded.document;
    reports.add(
      source,
      diagnostic(source.file, locateNearest(loaded.document, [...at, kwok]), {
        code: "W506",
        message: "KWOK's annotations for a failing container were read as a behaviour",
        why: "unlike KWOK, the container is restarted by its restart policy, with back-off",
        fix: 'write podsim.dev/exit-code: "1" and podsim.dev/run-for: 3s to say the same without KWOK',
      }),
    );
  }
};

/** Whether any container, with its own image or one it may be given later, is matched. */
const isUsed = ({ spec }: PlacedBehavior, made: readonly PlacedTemplate[], laterImages: readonly string[]): boolean => {
  if (spec.match === null) return false;
  const { matches, namespace: wanted } = compileMatch(spec.match);
  return made.some(({ namespace, template }) => {
    if (wanted !== null && namespace !== wanted) return false;
    for (let ix = 0; ix < containerCount(template.spec); ix += 1) {
      const container = containerAt(template.spec, ix);
      const { name } = container;
      if (matches(template, container) || laterImages.some((image) => matches(template, { name, image }))) return true;
    }
    return false;
  });
};

const unusedIssue = ({ spec, path }: PlacedBehavior, made: readonly PlacedTemplate[]): Issue => {
  const images = new Set(made.flatMap(({ template }) => template.spec.containers.map(({ image }) => image)));
  const why = `images of the ${plural(images.size, "container")}: ${firstFew([...images], 4)}`;
  return {
    code: "E202",
    message: `the behaviour ${spec.name === null ? "" : `"${spec.name}" `}matches no container`,
    why:
      images.size === 0
        ? "no object makes pods"
        : spec.match?.image == null
          ? "no template has these labels, namespace and container"
          : why,
    fix: "correct the match, or remove the behaviour",
    path: [...path, "match"],
  };
};

/** Reports behaviours that nothing has: a typo in a match would switch a part of the model off. */
export const reportUnusedBehaviors = (
  placed: readonly PlacedBehavior[],
  made: readonly PlacedTemplate[],
  laterImages: readonly string[],
  report: (issue: Issue) => void,
): void => {
  const named = new Set(made.map(({ template }) => template.metadata.annotations["podsim.dev/behavior"]));
  for (const each of placed) {
    const { spec, path } = each;
    const problem = spec.match === null ? null : selectorProblem(spec.match);
    if (problem !== null) {
      const why = "Kubernetes refuses the selector";
      report({
        code: "E304",
        message: problem,
        why,
        fix: "write a valid label selector",
        path: [...path, "match", "labelSelector"],
      });
    } else if (spec.name !== null && named.has(spec.name)) continue;
    else if (spec.match === null) {
      const why = "a behaviour is given by its match, or by an annotation that names it";
      report({
        code: "E107",
        message: "this behaviour has no match",
        why,
        fix: "add match: {} to match everything",
        path,
        part: "key",
      });
    } else if (!isUsed(each, made, laterImages)) report(unusedIssue(each, made));
  }
};

/** Reports pods that nothing in the scenario makes: the intervention would do nothing. */
export const reportUnmadePods = (
  { namespace, labels, path }: WantedPods,
  made: readonly PlacedTemplate[],
  report: (issue: Issue) => void,
): void => {
  const found = made.filter(({ template }) => labels(template.metadata.labels));
  if (found.some((each) => each.namespace === namespace)) return;
  const elsewhere = found[0]?.namespace;
  const known = made
    .filter((each) => each.namespace === namespace)
    .map(({ template: { metadata } }) =>
      Object.entries(metadata.labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(","),
    )
    .map((labels) => (labels === "" ? "none" : labels));
  report({
    code: "E202",
    message: `this selector matches no pod in namespace "${namespace}"`,
    why: known.length === 0 ? "nothing makes pods there" : `labels of pods there: ${firstFew([...new Set(known)], 4)}`,
    fix:
      elsewhere === undefined
        ? 'correct the labels, or add "allowEmpty: true" if matching nothing is intended'
        : `add namespace: ${elsewhere}`,
    path,
  });
};
