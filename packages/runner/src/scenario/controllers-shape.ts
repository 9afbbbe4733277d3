// spec.cluster.controllers: which controllers run, and how those that can be set are set.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import type { Distribution, Duration } from "@podsim/core";
import { DEFAULT_HORIZONTAL_AUTOSCALER, DEFAULT_LATENCIES } from "@podsim/scheduler";
import type { HorizontalAutoscalerSettings, Settings } from "@podsim/scheduler";
import { distribution } from "../behaviors/distribution.js";
import { autoscalerShape } from "./autoscaler-shape.js";
import type { AutoscalerDraft } from "./autoscaler-shape.js";
import { karpenterShape } from "./karpenter-shape.js";
import type { KarpenterDraft } from "./karpenter-shape.js";
import { forms, mapped } from "./schema/collections.js";
import { isMapping, optional, record, withDefault } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Schema } from "./schema/schema.js";
import { integer, number } from "./schema/scalars.js";
import { duration } from "./schema/times.js";

/** What the section changes of a run's settings. */
export type ControllerSettings = Partial<
  Pick<
    Settings,
    "controllersOff" | "controllerClient" | "latencies" | "horizontalAutoscaler" | "clusterAutoscaler" | "karpenter"
  >
>;

/** The section as it was read; groups of nodes are still to be built. */
export interface ControllersOutline {
  readonly settings: ControllerSettings;
  readonly autoscaler: AutoscalerDraft | null;
  readonly karpenter: KarpenterDraft | null;
}

export const NO_CONTROLLERS: ControllersOutline = { settings: {}, autoscaler: null, karpenter: null };

/** "off", or how a controller is set; null = on, and set as usual. */
type Setting<A> = A | "off" | null;

/** on or off, which some readers of YAML take for true and false. */
const isSwitch = (value: unknown): boolean => value === "on" || value === "off" || typeof value === "boolean";

const switching: Schema<"off" | null> = new Leaf(
  "on or off",
  (value): value is "off" | null => value === "off" || value === null,
  (value) =>
    isSwitch(value)
      ? right(value === "off" || value === false ? "off" : null)
      : left({
          code: "E108",
          message: `expected on or off, got ${showValue(value)}`,
          why: "this controller can be switched and has no settings",
          fix: "write on or off",
        }),
);

const switchable = <A>(settings: Schema<A>, fix: string): Schema<Setting<A>> =>
  forms<Setting<A>>(
    "on, off, or settings",
    (value) =>
      isMapping(value)
        ? mapped(settings, (set): Setting<A> => set)
        : isSwitch(value)
          ? mapped(switching, (word): Setting<A> => word)
          : null,
    fix,
  );

/** A time of more than nothing. */
const period: Schema<Duration> = new Leaf(
  "a time such as 15s",
  (value): value is Duration => typeof value === "number",
  (value, path) => {
    const read = duration.validate(value, []);
    if (isLeft(read)) return left(duration.explain(value, path));
    const why = "a controller that never waited would never come to an end";
    return read.right > 0 ? read : left({ code: "E108", message: "this must be more than 0s", why, fix: "write 15s" });
  },
);

interface HpaDraft {
  readonly syncPeriod: Duration;
  readonly tolerance: number;
  readonly downscaleStabilization: Duration;
  readonly cpuInitializationPeriod: Duration;
  readonly initialReadinessDelay: Duration;
  readonly metricResolution: Duration;
}

const USUAL = DEFAULT_HORIZONTAL_AUTOSCALER;

/** Under the names of kube-controller-manager's and metrics-server's flags. */
const hpa: Schema<HorizontalAutoscalerSettings> = mapped(
  record<HpaDraft>("hpa", {
    syncPeriod: withDefault(period, USUAL.syncPeriodUs),
    tolerance: withDefault(number({ min: 0, max: 1 }), USUAL.tolerance),
    downscaleStabilization: withDefault(duration, USUAL.downscaleStabilizationUs),
    cpuInitializationPeriod: withDefault(duration, USUAL.cpuInitializationUs),
    initialReadinessDelay: withDefault(duration, USUAL.initialReadinessUs),
    metricResolution: withDefault(period, USUAL.metricResolutionUs),
  }),
  (draft) => ({
    syncPeriodUs: draft.syncPeriod,
    tolerance: draft.tolerance,
    downscaleStabilizationUs: draft.downscaleStabilization,
    cpuInitializationUs: draft.cpuInitializationPeriod,
    initialReadinessUs: draft.initialReadinessDelay,
    metricResolutionUs: draft.metricResolution,
  }),
);

interface ClientDraft {
  readonly qps: number;
  readonly burst: number;
}

/** What kube-controller-manager gives each of its controllers. */
const client: Schema<ClientDraft> = record<ClientDraft>("client", {
  qps: withDefault(number({ min: 0.001 }), 20),
  burst: withDefault(integer({ min: 1 }), 30),
});

interface ControllersDraft {
  readonly client: Setting<ClientDraft>;
  readonly watchDelay: Distribution | null;
  readonly autoscaler: Setting<AutoscalerDraft>;
  readonly karpenter: Setting<KarpenterDraft>;
  readonly hpa: Setting<HorizontalAutoscalerSettings>;
  readonly cronJob: "off" | null;
}

const draft = record<ControllersDraft>("controllers", {
  client: optional(switchable(client, "write off, on, or { qps: 20, burst: 30 }")),
  watchDelay: optional(distribution),
  karpenter: optional(switchable(karpenterShape, "write off, or { pools: [{ name: default, instanceTypes: […] }] }")),
  autoscaler: optional(switchable(autoscalerShape, "write off, or { groups: [{ name: general, max: 10 }] }")),
  hpa: optional(switchable(hpa, "write on, off, or { tolerance: 0.2 }")),
  cronJob: optional(switching),
});

/** The names of controllers that are switched off, by their word in a scenario. */
const NAMES = {
  hpa: "horizontal-pod-autoscaler-controller",
  cronJob: "cronjob-controller",
} as const;

export const controllersShape: Schema<ControllersOutline> = mapped(draft, (given): ControllersOutline => {
  const off = (Object.keys(NAMES) as (keyof typeof NAMES)[]).filter((word) => given[word] === "off");
  return {
    settings: {
      ...(off.length === 0 ? {} : { controllersOff: off.map((word) => NAMES[word]) }),
      ...(given.client === null || given.client === "off" ? {} : { controllerClient: given.client }),
      ...(given.watchDelay === null ? {} : { latencies: { ...DEFAULT_LATENCIES, controllerSync: given.watchDelay } }),
      ...(given.hpa === null || given.hpa === "off" ? {} : { horizontalAutoscaler: given.hpa }),
    },
    autoscaler: given.autoscaler === "off" ? null : given.autoscaler,
    karpenter: given.karpenter === "off" ? null : given.karpenter,
  };
});
