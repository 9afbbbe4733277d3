// Which of all loads a metric of an autoscaler goes by.
import type { HorizontalPodAutoscaler, Load, LoadTarget, MetricSpec } from "@podsim/core";

/** What says whom a load is about. */
type Aim = Pick<Load, "target" | "metric">;

const isAbout = (load: Aim, target: LoadTarget, metric: string): boolean =>
  load.metric === metric &&
  load.target.kind === target.kind &&
  load.target.namespace === target.namespace &&
  load.target.name === target.name;

const goesBy = (metric: MetricSpec, { metadata, spec }: HorizontalPodAutoscaler, load: Aim): boolean => {
  const { namespace } = metadata;
  const ofPods = metric.resource?.name ?? metric.containerResource?.name ?? metric.pods?.metric.name;
  if (ofPods !== undefined) {
    const { kind, name } = spec.scaleTargetRef;
    return isAbout(load, { kind, namespace, name }, ofPods);
  }
  if (metric.object !== undefined) {
    const { kind, name } = metric.object.describedObject;
    return isAbout(load, { kind, namespace, name }, metric.object.metric.name);
  }
  return load.target.kind === "" && load.metric === (metric.external?.metric.name ?? "");
};

/** Whether any of the autoscaler's metrics goes by the load. */
export const mattersTo = (object: HorizontalPodAutoscaler, load: Aim): boolean =>
  object.spec.metrics.some((metric) => goesBy(metric, object, load));

/** The loads of each metric of an autoscaler, found again only when the loads or the object are others. */
export class LoadsByMetric {
  #all: readonly Load[] | null = null;
  #object: HorizontalPodAutoscaler | null = null;
  #found: readonly (readonly Load[])[] = [];

  /** In the order of the spec's metrics. */
  of(object: HorizontalPodAutoscaler, all: readonly Load[]): readonly (readonly Load[])[] {
    if (all === this.#all && object === this.#object) return this.#found;
    this.#all = all;
    this.#object = object;
    this.#found = object.spec.metrics.map((metric) => all.filter((load) => goesBy(metric, object, load)));
    return this.#found;
  }
}
