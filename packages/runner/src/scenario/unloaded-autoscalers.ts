// Autoscalers of whose metrics no load says anything: they will find none, and never scale.
import type { HorizontalPodAutoscaler, KubernetesObject } from "@podsim/core";
import { loadMattersTo } from "@podsim/scheduler";
import type { ApiRequest, SetLoadRequest } from "@podsim/scheduler";
import { diagnostic } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { FileReports } from "./file-reports.js";
import type { LoadedObject } from "./manifest-files.js";
import { firstFew } from "./schema/shown.js";
import { flagText } from "./targets.js";

const isLoad = (request: ApiRequest): request is SetLoadRequest => request.verb === "set-load";

const AMOUNTS: Readonly<Record<string, string>> = { cpu: "total: 2", memory: "each: 200Mi" };

/** An entry of the timeline that the autoscaler would go by. */
const exampleFor = ({ metadata: { namespace }, spec }: HorizontalPodAutoscaler): string => {
  const [metric] = spec.metrics;
  if (metric?.external !== undefined)
    return `{ at: 0s, load: { external: ${metric.external.metric.name}, total: 30 } }`;
  const { kind, name } = metric?.object?.describedObject ?? spec.scaleTargetRef;
  const what = (metric?.object ?? metric?.pods)?.metric ?? metric?.resource ?? metric?.containerResource;
  const shown = what?.name ?? "cpu";
  const where = namespace === "default" ? "" : `, namespace: ${namespace}`;
  const amount = AMOUNTS[shown] ?? "total: 100";
  return `{ at: 0s, load: { target: ${kind.toLowerCase()}/${name}${where}, metric: ${shown}, ${amount} } }`;
};

const autoscalersIn = (objects: readonly KubernetesObject[]): readonly HorizontalPodAutoscaler[] =>
  objects.filter((object) => object.kind === "HorizontalPodAutoscaler");

/** Warns once of all that no load of the requests is about. `found`: objects that stand in no manifest. */
export const reportUnloadedAutoscalers = (
  objects: readonly LoadedObject[],
  found: readonly KubernetesObject[],
  requests: readonly ApiRequest[],
  reports: FileReports,
): void => {
  const autoscalers = autoscalersIn([...objects.map(({ object }) => object), ...found]);
  if (autoscalers.length === 0) return;
  const loads = requests.filter(isLoad).map(({ load: { kind, namespace, name, metric } }) => ({
    target: { kind, namespace, name },
    metric,
  }));
  const unloaded = autoscalers.filter((object) => !loads.some((load) => loadMattersTo(object, load)));
  const [first] = unloaded;
  if (first === undefined) return;
  const names = unloaded.map(({ metadata: { name, namespace } }) => `${name}${flagText(namespace)}`);
  const place = objects.find(({ object }) => object === first) ?? null;
  const at = place === null ? null : locateNearest(place.document, [...place.path, "spec"]);
  reports.add(
    place?.document.source ?? null,
    diagnostic(place?.document.source.file ?? null, at, {
      code: "W508",
      message: `no load says what is asked of the targets of HorizontalPodAutoscaler ${firstFew(names, 5)}`,
      why: "metrics follow from loads alone: without one an autoscaler finds none, and leaves the replicas as they are",
      fix: `add to the timeline of a scenario:  ${exampleFor(first)}`,
    }),
  );
};
