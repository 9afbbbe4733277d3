// A HorizontalPodAutoscaler as `get -o json` shows it.
import { formatQuantity, milliQuantityOf } from "@podsim/core";
import type { AutoscalerState, MetricReading, MetricSpec } from "@podsim/core";
import type { WallClock } from "../view/wall-clock.js";
import type { Json, KubeObject } from "./kube-object.js";
import { metadataOf, present } from "./kube-object.js";
import { NOT_YET } from "@podsim/core/time";

/** An amount in thousandths as a quantity. */
export const milliText = (milli: number): string => formatQuantity(milliQuantityOf(milli, "DecimalSI"));

const currentJson = ({ averageUtilization, averageValueMilli, valueMilli }: MetricReading): Json =>
  present({
    averageUtilization: averageUtilization ?? undefined,
    averageValue: averageValueMilli === null ? undefined : milliText(averageValueMilli),
    value: valueMilli === null ? undefined : milliText(valueMilli),
  });

const metricJson = (metric: MetricSpec, reading: MetricReading): Json => {
  const current = currentJson(reading);
  const { type, resource, containerResource, pods, object, external } = metric;
  return present({
    type,
    resource: resource && { name: resource.name, current },
    containerResource: containerResource && {
      name: containerResource.name,
      container: containerResource.container,
      current,
    },
    pods: pods && { metric: pods.metric as unknown as Json, current },
    object: object && {
      describedObject: object.describedObject as unknown as Json,
      metric: object.metric as unknown as Json,
      current,
    },
    external: external && { metric: external.metric as unknown as Json, current },
  });
};

export const autoscalerObject = (autoscaler: AutoscalerState, clock: WallClock): KubeObject => {
  const { object, uid, createdAtUs, status, conditions } = autoscaler;
  const { name, namespace, labels, annotations } = object.metadata;
  const metrics = object.spec.metrics.flatMap((metric, ix) => {
    const reading = status.currentMetrics[ix];
    return reading == null ? [] : [metricJson(metric, reading)];
  });
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadataOf({ name, namespace, uid, createdAtUs, labels, annotations }, clock),
    spec: object.spec as unknown as Json,
    status: present({
      conditions: conditions.map(({ type, status: is, reason, message, lastTransitionUs }) => ({
        type,
        status: is,
        reason,
        message,
        lastTransitionTime: clock.timestamp(lastTransitionUs),
      })),
      currentMetrics: metrics.length === 0 ? undefined : metrics,
      currentReplicas: status.currentReplicas,
      desiredReplicas: status.desiredReplicas,
      lastScaleTime: status.lastScaleUs === NOT_YET ? undefined : clock.timestamp(status.lastScaleUs),
    }),
  };
};
