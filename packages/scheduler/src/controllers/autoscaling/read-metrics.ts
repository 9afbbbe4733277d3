// What each metric of an autoscaler says now, and how many replicas it asks for.
import { groupPods, isReady, proposeForPods, proposeForShare, proposeForValue, specOf } from "@podsim/core";
import type { AutoscalerState, Load, LoadTarget, MetricReading, MetricSpec, PodState, SimTime } from "@podsim/core";
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { HorizontalAutoscalerSettings } from "../../autoscaling-settings.js";
import type { Scale } from "../../api-server/scale-subresource.js";
import { milliOf } from "./milli-of.js";
import type { MetricsServer } from "./metrics-server.js";
import type { ReadyHistory } from "./ready-history.js";

/** All that a look at one autoscaler goes by. */
export interface Look {
  readonly autoscaler: AutoscalerState;
  readonly scale: Scale;
  readonly pods: readonly PodState[];
  readonly loads: readonly Load[];
  readonly history: ReadyHistory;
  readonly now: SimTime;
}

export interface Asked {
  readonly replicas: number;
  readonly reading: MetricReading;
  /** What the controller calls the metric. */
  readonly name: string;
}

/** Why there is nothing to be read. */
export interface Unread {
  readonly reason: string;
  /** As the condition and the Event say it. */
  readonly message: string;
  /** As the error of the whole says it. */
  readonly summary: string;
}

const NO_POD_METRICS = "no metrics returned from resource metrics API";
const NO_CUSTOM_METRICS = "no metrics returned from custom metrics API";
const NONE_READY = "did not receive metrics for targeted pods (pods might be unready)";

const NO_READING: MetricReading = { averageUtilization: null, averageValueMilli: null, valueMilli: null };

const isAbout = (load: Load, target: LoadTarget, metric: string): boolean =>
  load.metric === metric &&
  load.target.kind === target.kind &&
  load.target.namespace === target.namespace &&
  load.target.name === target.name;

/** What the pod's containers (or the one) request of the resource; the name of one that says nothing. */
const requestOf = (pod: PodState, resource: string, container: string | null): Either<string, number> => {
  let sum = 0;
  for (const { name, resources } of specOf(pod).containers) {
    if (container !== null && name !== container) continue;
    const request = resources.requests?.[resource];
    if (request === undefined)
      return left(`missing request for ${resource} in container ${name} of Pod ${pod.identity.name}`);
    sum += milliOf(request);
  }
  return right(sum);
};

export class MetricReader {
  constructor(
    private readonly server: MetricsServer,
    private readonly settings: HorizontalAutoscalerSettings,
  ) {}

  read(metric: MetricSpec, look: Look): Either<Unread, Asked> {
    if (metric.resource !== undefined) return this.#ofResource(metric.resource, null, look);
    if (metric.containerResource !== undefined) {
      return this.#ofResource(metric.containerResource, metric.containerResource.container, look);
    }
    if (metric.pods !== undefined) return this.#ofPods(metric.pods, look);
    if (metric.object !== undefined) {
      const { describedObject, metric: identifier, target } = metric.object;
      const { namespace } = look.autoscaler.object.metadata;
      const described: LoadTarget = { kind: describedObject.kind, namespace, name: describedObject.name };
      const loads = look.loads.filter((load) => isAbout(load, described, identifier.name));
      const words = {
        reason: "FailedGetObjectMetric",
        missing: `unable to get metric ${identifier.name}: ${describedObject.kind} on ${namespace} ${describedObject.name}/no metrics returned from custom metrics API`,
        summary: "failed to get object metric value: ",
        name: `${describedObject.kind} metric ${identifier.name}`,
      };
      return this.#ofValue(target, loads, words, look);
    }
    const { metric: identifier, target } = metric.external ?? {
      metric: { name: "" },
      target: { type: "Value" } as const,
    };
    const loads = look.loads.filter((load) => load.target.kind === "" && load.metric === identifier.name);
    const words = {
      reason: "FailedGetExternalMetric",
      missing: `unable to get external metric ${look.autoscaler.object.metadata.namespace}/${identifier.name}/nil: no metrics returned from external metrics API`,
      summary: `failed to get ${identifier.name} external metric value: `,
      name: `external metric ${identifier.name}(nil)`,
    };
    return this.#ofValue(target, loads, words, look);
  }

  #loadsOf(metric: string, { autoscaler, loads }: Look): readonly Load[] {
    const { metadata, spec } = autoscaler.object;
    const { kind, name } = spec.scaleTargetRef;
    return loads.filter((load) => isAbout(load, { kind, namespace: metadata.namespace, name }, metric));
  }

  #ofResource(
    { name, target }: NonNullable<MetricSpec["resource"]>,
    container: string | null,
    look: Look,
  ): Either<Unread, Asked> {
    const isShare = target.averageValue === undefined;
    const which = container === null ? "resource" : "container resource";
    const unread = (why: string): Either<Unread, Asked> => {
      const message = `failed to get ${name} ${isShare ? "utilization" : "usage"}: ${why}`;
      const kind = container === null ? "resource metric" : "container metric";
      return left({
        reason: container === null ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric",
        message,
        summary: `failed to get ${name} ${kind} value: ${message}`,
      });
    };
    const loads = this.#loadsOf(name, look);
    if (loads.length === 0 || look.pods.length === 0) {
      return unread(`unable to get metrics for resource ${name}: ${NO_POD_METRICS}`);
    }
    const requests = new Map<number, number>();
    if (isShare) {
      for (const pod of look.pods) {
        const request = requestOf(pod, name, container);
        if (request._tag === "Left") return unread(request.left);
        requests.set(pod.identity.ix, request.right);
      }
    }
    const asked = this.#propose(look, loads, container, name === "cpu", {
      requestOf: isShare ? (pod) => requests.get(pod) ?? 0 : null,
      target: target.averageValue === undefined ? (target.averageUtilization ?? 0) : milliOf(target.averageValue),
    });
    if (asked === null) return unread(NONE_READY);
    const { replicas, utilization, averageMilli } = asked;
    return right({
      replicas,
      reading: { averageUtilization: utilization, averageValueMilli: averageMilli, valueMilli: null },
      name: isShare ? `${name} ${which} utilization (percentage of request)` : `${name} ${which}`,
    });
  }

  #ofPods({ metric, target }: NonNullable<MetricSpec["pods"]>, look: Look): Either<Unread, Asked> {
    const unread = (why: string): Either<Unread, Asked> =>
      left({ reason: "FailedGetPodsMetric", message: why, summary: `failed to get pods metric value: ${why}` });
    const loads = this.#loadsOf(metric.name, look);
    if (loads.length === 0 || look.pods.length === 0) {
      return unread(`unable to get metric ${metric.name}: ${NO_CUSTOM_METRICS}`);
    }
    const rule = { requestOf: null, target: milliOf(target.averageValue ?? "1") };
    const asked = this.#propose(look, loads, null, false, rule);
    if (asked === null) return unread(NONE_READY);
    const reading = { ...NO_READING, averageValueMilli: asked.averageMilli };
    return right({ replicas: asked.replicas, reading, name: `pods metric ${metric.name}` });
  }

  #propose(
    { pods, history, scale, now }: Look,
    loads: readonly Load[],
    container: string | null,
    isCpu: boolean,
    rule: { readonly requestOf: ((pod: number) => number) | null; readonly target: number },
  ) {
    const samples = new Map(
      pods.map((pod) => [pod.identity.ix, this.server.sample(pod, loads, history, container, now)]),
    );
    const groups = groupPods(pods, (pod) => samples.get(pod), isCpu, now, this.settings);
    if (groups.counted.length === 0) return null;
    const valueOf = (pod: number): number => samples.get(pod as PodState["identity"]["ix"])?.valueMilli ?? 0;
    return proposeForPods({ groups, valueOf, ...rule }, scale.specReplicas, this.settings.tolerance);
  }

  #ofValue(
    target: NonNullable<MetricSpec["external"]>["target"],
    loads: readonly Load[],
    words: { readonly reason: string; readonly missing: string; readonly summary: string; readonly name: string },
    { scale, pods, now }: Look,
  ): Either<Unread, Asked> {
    if (loads.length === 0) {
      return left({ reason: words.reason, message: words.missing, summary: `${words.summary}${words.missing}` });
    }
    const valueMilli = this.server.valueOf(loads, now);
    const { tolerance } = this.settings;
    if (target.averageValue !== undefined) {
      const { replicas, averageMilli } = proposeForShare(
        valueMilli,
        milliOf(target.averageValue),
        scale.statusReplicas,
        tolerance,
      );
      return right({ replicas, reading: { ...NO_READING, averageValueMilli: averageMilli }, name: words.name });
    }
    const readyCount = pods.filter((pod) => pod.status.phase === "Running" && isReady(pod)).length;
    const replicas = proposeForValue(
      valueMilli,
      milliOf(target.value ?? "1"),
      scale.specReplicas,
      readyCount,
      tolerance,
    );
    return right({ replicas, reading: { ...NO_READING, valueMilli }, name: words.name });
  }
}
