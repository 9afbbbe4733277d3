// What a simulated cluster is made with besides its objects: seed, Kubernetes profile, how long things take.
import type {
  Distribution,
  Duration,
  EvictionThreshold,
  FeatureGates,
  KubernetesVersion,
  SimTime,
  ZoneSpan,
} from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { HorizontalAutoscalerSettings } from "./autoscaling-settings.js";
import type { ClusterAutoscalerSettings } from "./node-autoscaling/node-group.js";
import type { ClientLimitSettings } from "./client-limit.js";
import type { KarpenterSettings } from "./node-autoscaling/karpenter/node-pool.js";
import type { SchedulerConfiguration } from "./configuration/scheduler-configuration.js";

const between = (minMs: number, maxMs: number): Distribution => ({
  kind: "uniform",
  min: minMs * MILLISECOND,
  max: maxMs * MILLISECOND,
});
const always = (ms: number): Distribution => ({ kind: "constant", value: ms * MILLISECOND });

/** 2026-01-01T00:00:00Z: what the clocks show at virtual time zero where nobody says it; microseconds since 1970. */
export const DEFAULT_CLOCK_START_US = 1_767_225_600 * SECOND;

/** How long each step takes when nothing is wrong. Every draw is keyed by the pod or node it is for. */
export interface Latencies {
  /** A change in the API server -> a controller's sync. */
  readonly controllerSync: Distribution;
  /** One write of a controller to the API server; batches of slow start follow each other at this distance. */
  readonly apiRoundTrip: Distribution;
  /** Pod created -> it stands in the scheduling queue. */
  readonly schedulerWatch: Distribution;
  /** Bound (or changed) in the API server -> its kubelet knows. */
  readonly kubeletWatch: Distribution;
  readonly volumeMount: Distribution;
  /** A provisioner is asked for a volume -> the volume is there and bound. */
  readonly volumeProvision: Distribution;
  /** A driver is asked to attach a volume to a node -> it is attached. */
  readonly volumeAttach: Distribution;
  /** The reverse. */
  readonly volumeDetach: Distribution;
  readonly sandboxCreate: Distribution;
  /** Registry round trip of a pull with policy Always when the image is there. */
  readonly imageDigestCheck: Distribution;
  /** Until a pull of an image that does not exist is refused. */
  readonly imagePullFailure: Distribution;
  readonly containerCreate: Distribution;
  readonly containerStart: Distribution;
  readonly sandboxStop: Distribution;
  /** Unmounting volumes and removing the cgroup after the containers stopped. */
  readonly podCleanUp: Distribution;
  /** Ready condition written -> the EndpointSlice shows it. */
  readonly endpointUpdate: Distribution;
}

/** Values of kubelet.md B2 and controllers.md 8.4 and 8.11; they fit the published traces. */
export const DEFAULT_LATENCIES: Latencies = {
  controllerSync: always(10),
  apiRoundTrip: always(10),
  schedulerWatch: between(5, 50),
  kubeletWatch: between(50, 200),
  volumeMount: between(100, 500),
  volumeProvision: between(2_000, 5_000),
  volumeAttach: between(5_000, 30_000),
  volumeDetach: between(5_000, 30_000),
  sandboxCreate: between(500, 1_200),
  imageDigestCheck: between(1_000, 2_500),
  imagePullFailure: between(2_500, 3_500),
  containerCreate: between(50, 200),
  containerStart: between(50, 200),
  sandboxStop: between(50, 100),
  podCleanUp: between(200, 1_000),
  endpointUpdate: always(50),
};

/** What can be set for every kubelet, as in a KubeletConfiguration. */
export interface KubeletSettings {
  /** Longest restart back-off, 1 s to 300 s; only counts with the gate KubeletCrashLoopBackOffMax. */
  readonly maxContainerRestartPeriodUs?: Duration;
  /** true where it is not said: one pull after the other. */
  readonly serializeImagePulls?: boolean;
  /** At least 1; above 1 only without serializeImagePulls. */
  readonly maxParallelImagePulls?: number;
  /** 5 where it is not said; 0 = no bound. */
  readonly registryPullQPS?: number;
  /** 10 where it is not said. */
  readonly registryBurst?: number;
  /** "next-tick" where it is not said. */
  readonly firstReadinessProbe?: FirstReadinessProbe;
  /** Hard and soft ones, in place of those every kubelet has. */
  readonly evictionThresholds?: readonly EvictionThreshold[];
  /** 85 where it is not said. */
  readonly imageGCHighPercent?: number;
  /** 80 where it is not said. */
  readonly imageGCLowPercent?: number;
  /** 0 where it is not said. */
  readonly evictionMaxPodGraceSeconds?: number;
  /** How long a pressure condition outlives the pressure; 5 min where it is not said. */
  readonly evictionPressureTransitionUs?: Duration;
  /** What pods have to end in when their node is shut down, all together; 0 where it is not said: none. */
  readonly shutdownGraceUs?: Duration;
  /** The part of it that is for critical pods, which end last. */
  readonly shutdownGraceCriticalUs?: Duration;
}

/**
 * A sync that first reports a running container pokes its readiness worker before the report is stored. Normally the worker
 * looks before the report is there and finds nothing to probe ("next-tick"); now and then the report wins ("at-once").
 */
export type FirstReadinessProbe = "next-tick" | "at-once";

/** What the scheduler's work takes in virtual time; it tries one pod at a time and binds many. Plain data. */
export interface SchedulerCost {
  /** Every try. */
  readonly perAttempt: Distribution;
  /** Besides, for each node that filters are asked about, dry runs of preemption included. */
  readonly perNodeFilteredUs: Duration;
  /** From the end of a try that found a node to the binding in the API server. */
  readonly bind: Distribution;
}

/** How the scheduler decides. Plain data. */
export interface SchedulerSettings {
  readonly configuration: SchedulerConfiguration;
  /** "random": drawn from the seed, as kube-scheduler throws dice; "first-name": the first name in the order of texts. */
  readonly tieBreak: "random" | "first-name";
  /** Absent = tries take no time and bindings take effect at once. */
  readonly cost?: SchedulerCost;
}

/** From this moment on another seed. */
export interface Reseed {
  readonly fromUs: SimTime;
  readonly seed: number;
}

export interface Settings {
  /** What the cluster's clocks show at virtual time zero: microseconds since 1970; 2026-01-01T00:00:00Z unless told. */
  readonly clockStartUs?: number;
  /** How far ahead of UTC the clocks of the time zones are that CronJobs name. */
  readonly timeZones?: Readonly<Record<string, readonly ZoneSpan[]>>;
  readonly seed: number;
  /** Other seeds that draws but those of the scheduler's ties go by from a moment on, the earliest moment first; absent = none. */
  readonly reseeds?: readonly Reseed[];
  readonly kubernetes: KubernetesVersion;
  /** Those that are not as the version has them. */
  readonly featureGates?: FeatureGates;
  readonly kubelet?: KubeletSettings;
  readonly latencies: Latencies;
  /** How fast each controller may write to the API server; absent = as fast as it likes. */
  readonly controllerClient?: ClientLimitSettings;
  /** Names of controllers that do not run; absent = all do. */
  readonly controllersOff?: readonly string[];
  /** Absent = as the controller comes. */
  readonly horizontalAutoscaler?: HorizontalAutoscalerSettings;
  /** Absent = the cluster has no Karpenter. */
  readonly karpenter?: KarpenterSettings;
  /** Absent = the cluster has no Cluster Autoscaler. */
  readonly clusterAutoscaler?: ClusterAutoscalerSettings;
  /** Absent = the default profile, ties at random. */
  readonly scheduler?: SchedulerSettings;
}
