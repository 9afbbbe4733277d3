// spec.kubelet: what is set for every kubelet of a scenario, under the names of a KubeletConfiguration.
import { isLeft, left } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import type { Duration } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { DEFAULT_EVICTION_THRESHOLDS } from "@podsim/scheduler";
import type { FirstReadinessProbe, KubeletSettings } from "@podsim/scheduler";
import { evictionFields, thresholdsIn, withEvictionRule } from "./eviction-shape.js";
import type { EvictionDraft } from "./eviction-shape.js";
import { checked, mapped } from "./schema/collections.js";
import { optional, record } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Explanation, Schema } from "./schema/schema.js";
import { flag, integer, oneOf } from "./schema/scalars.js";
import { duration } from "./schema/times.js";

const LONGEST_US = 300 * SECOND;

/** Bounds of the kubelet's own configuration. */
const restartPeriod: Schema<Duration> = new Leaf(
  "a time from 1s to 300s",
  (value): value is Duration => typeof value === "number",
  (value, path) => {
    const read = duration.validate(value, []);
    if (isLeft(read)) return left(duration.explain(value, path));
    if (read.right >= SECOND && read.right <= LONGEST_US) return read;
    const why = "a kubelet takes nothing shorter than one second and nothing longer than the usual five minutes";
    const message = `${showValue(value)} is not a maximum for the restart back-off`;
    return left({ code: "E108", message, why, fix: "write a time from 1s to 300s" });
  },
);

interface KubeletDraft extends EvictionDraft {
  readonly crashLoopBackOff: { readonly maxContainerRestartPeriod: Duration | null } | null;
  readonly serializeImagePulls: boolean | null;
  readonly maxParallelImagePulls: number | null;
  readonly registryPullQPS: number | null;
  readonly registryBurst: number | null;
  readonly firstReadinessProbe: FirstReadinessProbe | null;
  readonly imageGCHighThresholdPercent: number | null;
  readonly imageGCLowThresholdPercent: number | null;
  readonly shutdownGracePeriod: Duration | null;
  readonly shutdownGracePeriodCriticalPods: Duration | null;
}

const draft = record<KubeletDraft>("kubelet", {
  crashLoopBackOff: optional(record("crashLoopBackOff", { maxContainerRestartPeriod: optional(restartPeriod) })),
  serializeImagePulls: optional(flag),
  maxParallelImagePulls: optional(integer({ min: 1, of: "pulls" })),
  registryPullQPS: optional(integer({ min: 0, of: "pulls per second" })),
  registryBurst: optional(integer({ min: 1, of: "pulls" })),
  // Of podsim's own: which way a race in the kubelet goes.
  firstReadinessProbe: optional(oneOf<FirstReadinessProbe>(["next-tick", "at-once"])),
  imageGCHighThresholdPercent: optional(integer({ min: 0, max: 100, of: "percent" })),
  imageGCLowThresholdPercent: optional(integer({ min: 0, max: 100, of: "percent" })),
  shutdownGracePeriod: optional(duration),
  shutdownGracePeriodCriticalPods: optional(duration),
  ...evictionFields,
});

/** The fields that were given. */
const given = <A extends object>(fields: { readonly [K in keyof A]: A[K] | null | undefined }): Partial<A> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as Partial<A>;

const pullObjection = ({ serializeImagePulls, maxParallelImagePulls }: KubeletDraft): Explanation | null =>
  serializeImagePulls === true && (maxParallelImagePulls ?? 1) > 1
    ? {
        code: "E108",
        message: "a kubelet that pulls one image after the other pulls none in parallel",
        why: "invalid configuration: maxParallelImagePulls cannot be larger than 1 unless serializeImagePulls is false",
        fix: "write serializeImagePulls: false, or remove one of the two",
      }
    : null;

const imageObjection = (draft: KubeletDraft): Explanation | null =>
  (draft.imageGCLowThresholdPercent ?? 80) >= (draft.imageGCHighThresholdPercent ?? 85)
    ? {
        code: "E108",
        message: "images would be thrown out down to no less than what they are thrown out from",
        why: "invalid configuration: imageGCLowThresholdPercent must be less than imageGCHighThresholdPercent",
        fix: "lower imageGCLowThresholdPercent, which is 80 where it is not set",
      }
    : null;

const shutdownObjection = (draft: KubeletDraft): Explanation | null =>
  (draft.shutdownGracePeriodCriticalPods ?? 0) > (draft.shutdownGracePeriod ?? 0)
    ? {
        code: "E108",
        message: "critical pods are given more time to shut down than there is",
        why: "invalid configuration: shutdownGracePeriodCriticalPods must be <= shutdownGracePeriod",
        fix: "raise shutdownGracePeriod, which is for all pods together",
      }
    : null;

export const kubeletShape: Schema<KubeletSettings> = mapped(
  withEvictionRule(
    checked(draft, (fields) => pullObjection(fields) ?? imageObjection(fields) ?? shutdownObjection(fields)),
  ),
  (fields): KubeletSettings =>
    given<KubeletSettings>({
      maxContainerRestartPeriodUs: fields.crashLoopBackOff?.maxContainerRestartPeriod,
      serializeImagePulls: fields.serializeImagePulls,
      maxParallelImagePulls: fields.maxParallelImagePulls,
      registryPullQPS: fields.registryPullQPS,
      registryBurst: fields.registryBurst,
      firstReadinessProbe: fields.firstReadinessProbe,
      evictionThresholds: thresholdsIn(fields, DEFAULT_EVICTION_THRESHOLDS),
      imageGCHighPercent: fields.imageGCHighThresholdPercent,
      imageGCLowPercent: fields.imageGCLowThresholdPercent,
      evictionMaxPodGraceSeconds: fields.evictionMaxPodGracePeriod,
      evictionPressureTransitionUs: fields.evictionPressureTransitionPeriod,
      shutdownGraceUs: fields.shutdownGracePeriod,
      shutdownGraceCriticalUs: fields.shutdownGracePeriodCriticalPods,
    }),
);
