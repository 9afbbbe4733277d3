// What each metric of an autoscaler says now, and how many replicas it asks for.
import { groupOf, proposeForPods, proposeForShare, proposeForValue } from "@podsim/core";
import type {
  AutoscalerState,
  Load,
  MetricReading,
  MetricSpec,
  PodSpec,
  PodSum,
  Proposal,
  SimTime,
} from "@podsim/core";
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { HorizontalAutoscalerSettings } from "../../autoscaling-settings.js";
import type { Scale } from "../../api-server/scale-subresource.js";
import { milliOf } from "./milli-of.js";
import type { MetricsServer } from "./metrics-server.js";
import type { ReadyHistory } from "./ready-history.js";
import type { AlikePods } from "./target-pods.js";

/** All that the reading of one metric goes by. */
export interface Look {
  readonly autoscaler: AutoscalerState;
  readonly scale: Scale;
  readonly pods: readonly AlikePods[];
  /** Those that the metric goes by. */
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

/** What the containers (or the one) request of the resource; the name of one that says nothing. */
const requestOf = (spec: PodSpec, resource: string, container: string | null): Either<string, number> => {
  let sum = 0;
  for (const { name, resources } of spec.containers) {
    if (container !== null && name !== container) continue;
    const request = resources.requests?.[resource];
    if (request === undefined) return left(name);
    sum += milliOf(request);
  }
  return right(sum);
};

/** What a pod of each kind asks for; or why that cannot be said. */
const requestsOf = (
  pods: readonly AlikePods[],
  resource: string,
  container: string | null,
): Either<string, readonly number[]> => {
  const requests: number[] = [];
  let spec: PodSpec | null = null;
  let request = 0;
  for (const { pod } of pods) {
    if (pod.spec !== spec) {
      const found = requestOf(pod.spec, resource, container);
      if (found._tag === "Left") {
        return left(`missing request for ${resource} in container ${found.left} of Pod ${pod.state.identity.name}`);
      }
      spec = pod.spec;
      request = found.right;
    }
    requests.push(request);
  }
  return right(requests);
};

type Sum = { -readonly [Key in keyof PodSum]: PodSum[Key] };

const noPods = (): Sum => ({ count: 0, usedMilli: 0, requestedMilli: 0 });

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
      const words = {
        reason: "FailedGetObjectMetric",
        missing: `unable to get metric ${identifier.name}: ${describedObject.kind} on ${namespace} ${describedObject.name}/no metrics returned from custom metrics API`,
        summary: "failed to get object metric value: ",
        name: `${describedObject.kind} metric ${identifier.name}`,
      };
      return this.#ofValue(target, words, look);
    }
    const { metric: identifier, target } = metric.external ?? {
      metric: { name: "" },
      target: { type: "Value" } as const,
    };
    const words = {
      reason: "FailedGetExternalMetric",
      missing: `unable to get external metric ${look.autoscaler.object.metadata.namespace}/${identifier.name}/nil: no metrics returned from external metrics API`,
      summary: `failed to get ${identifier.name} external metric value: `,
      name: `external metric ${identifier.name}(nil)`,
    };
    return this.#ofValue(target, words, look);
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
    const nothing = `unable to get metrics for resource ${name}: ${NO_POD_METRICS}`;
    const loads = this.server.seen(look.loads, look.now);
    if (loads.length === 0 || look.pods.length === 0) return unread(nothing);
    const requests = isShare ? requestsOf(look.pods, name, container) : right(null);
    if (requests._tag === "Left") return unread(requests.left);
    const asked = this.#propose(look, loads, container, name === "cpu", {
      requests: requests.right,
      target: target.averageValue === undefined ? (target.averageUtilization ?? 0) : milliOf(target.averageValue),
    });
    if (typeof asked === "string") return unread(asked === "none sampled" ? nothing : NONE_READY);
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
    const nothing = `unable to get metric ${metric.name}: ${NO_CUSTOM_METRICS}`;
    const loads = this.server.seen(look.loads, look.now);
    if (loads.length === 0 || look.pods.length === 0) return unread(nothing);
    const rule = { requests: null, target: milliOf(target.averageValue ?? "1") };
    const asked = this.#propose(look, loads, null, false, rule);
    if (typeof asked === "string") return unread(asked === "none sampled" ? nothing : NONE_READY);
    const reading = { ...NO_READING, averageValueMilli: asked.averageMilli };
    return right({ replicas: asked.replicas, reading, name: `pods metric ${metric.name}` });
  }

  /** Or why no pod counts. `requests`: of each pod, where the target is a share of them. */
  #propose(
    { pods, history, scale, now }: Look,
    loads: readonly Load[],
    container: string | null,
    isCpu: boolean,
    { requests, target }: { readonly requests: readonly number[] | null; readonly target: number },
  ): Proposal | "none sampled" | "none counted" {
    let isSampled = false;
    const sums = { counted: noPods(), ignored: noPods(), missing: noPods(), gone: noPods() };
    for (const [k, { pod, count }] of pods.entries()) {
      const sample = this.server.sample(pod, loads, history, container, now);
      isSampled ||= sample !== undefined;
      const group = groupOf(pod, sample, isCpu, now, this.settings);
      const sum = sums[group];
      sum.count += count;
      sum.requestedMilli += count * (requests?.[k] ?? 0);
      if (group === "counted") sum.usedMilli += count * (sample?.valueMilli ?? 0);
    }
    if (!isSampled) return "none sampled";
    if (sums.counted.count === 0) return "none counted";
    return proposeForPods({ isShare: requests !== null, target, ...sums }, scale.specReplicas, this.settings.tolerance);
  }

  #ofValue(
    target: NonNullable<MetricSpec["external"]>["target"],
    words: { readonly reason: string; readonly missing: string; readonly summary: string; readonly name: string },
    { scale, pods, loads, now }: Look,
  ): Either<Unread, Asked> {
    const valueMilli = this.server.valueOf(loads, now);
    if (valueMilli === null) {
      return left({ reason: words.reason, message: words.missing, summary: `${words.summary}${words.missing}` });
    }
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
    const readyCount = pods.reduce(
      (sum, { pod, count }) => (pod.isRunning && pod.ready === "True" ? sum + count : sum),
      0,
    );
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
