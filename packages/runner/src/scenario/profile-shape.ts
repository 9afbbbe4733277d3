// Which Kubernetes a scenario means: version, feature gates, and what is set for every kubelet.
import { left, right } from "fp-ts/lib/Either.js";
import { DEFAULT_PROFILE, FEATURE_GATES, KUBERNETES_VERSIONS, profileOf, showValue } from "@podsim/core";
import type { Duration, FeatureGate, FeatureGates, KubernetesVersion } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { KubeletSettings } from "@podsim/scheduler";
import { isLeft } from "fp-ts/lib/Either.js";
import { optional, record } from "./schema/record.js";
import type { Fields, Mapping } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Schema } from "./schema/schema.js";
import { flag } from "./schema/scalars.js";
import { duration } from "./schema/times.js";
import type { SectionReader } from "./section-reader.js";

export const kubernetesVersion: Schema<KubernetesVersion> = new Leaf(
  "a Kubernetes version",
  (value): value is KubernetesVersion => KUBERNETES_VERSIONS.some((each) => each === value),
  (value) => {
    const known = KUBERNETES_VERSIONS.find((version) => version === value || Number(version) === value);
    if (known !== undefined) return right(known);
    const message = `Kubernetes ${typeof value === "string" ? `"${value}"` : String(showValue(value))} is not modelled`;
    const versions = KUBERNETES_VERSIONS.join(" and ");
    const why = `versions differ in back-offs, events and defaults; this podsim knows ${versions}`;
    const fix = `write ${KUBERNETES_VERSIONS.map((version) => `"${version}"`).join(" or ")}`;
    return left({ code: "E108", message, why, fix });
  },
);

type GateSwitches = Readonly<Record<FeatureGate, boolean | null>>;

const gateFields = Object.fromEntries(FEATURE_GATES.map((gate) => [gate, optional(flag)]));

const featureGatesShape: Schema<GateSwitches> = record<GateSwitches>(
  "featureGates",
  gateFields as Fields<GateSwitches>,
);

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

interface KubeletShape {
  readonly crashLoopBackOff: { readonly maxContainerRestartPeriod: Duration | null } | null;
}

const kubeletShape: Schema<KubeletShape> = record<KubeletShape>("kubelet", {
  crashLoopBackOff: optional(record("crashLoopBackOff", { maxContainerRestartPeriod: optional(restartPeriod) })),
});

export interface ScenarioProfile {
  readonly kubernetes: KubernetesVersion;
  /** Those that are set. */
  readonly featureGates: FeatureGates;
  readonly kubelet: KubeletSettings;
}

export const DEFAULT_SCENARIO_PROFILE: ScenarioProfile = {
  kubernetes: DEFAULT_PROFILE.kubernetes,
  featureGates: {},
  kubelet: {},
};

/** What `spec` says of it; `asked`: a version that takes the place of the scenario's. */
export const readProfile = (spec: Mapping, reader: SectionReader, asked: KubernetesVersion | null): ScenarioProfile => {
  const written = spec["kubernetes"] ?? DEFAULT_PROFILE.kubernetes;
  const own = reader.decode(kubernetesVersion, written, ["spec", "kubernetes"]);
  const kubernetes = asked ?? own ?? DEFAULT_PROFILE.kubernetes;
  const switches = reader.decode(featureGatesShape, spec["featureGates"] ?? {}, ["spec", "featureGates"]);
  const set = FEATURE_GATES.flatMap((gate) => (switches?.[gate] == null ? [] : [[gate, switches[gate]]]));
  const featureGates = Object.fromEntries(set) as FeatureGates;
  const shape = reader.decode(kubeletShape, spec["kubelet"] ?? {}, ["spec", "kubelet"]);
  const periodUs = shape?.crashLoopBackOff?.maxContainerRestartPeriod ?? null;
  if (periodUs !== null && switches !== null && !profileOf(kubernetes, featureGates).gates.KubeletCrashLoopBackOffMax) {
    reader.report({
      code: "E108",
      message: "a kubelet does not take this setting while its feature gate is off",
      why: `KubeletCrashLoopBackOffMax is off in Kubernetes ${kubernetes} unless it is switched on`,
      fix: "add to spec:  featureGates: { KubeletCrashLoopBackOffMax: true }",
      path: ["spec", "kubelet", "crashLoopBackOff", "maxContainerRestartPeriod"],
    });
  }
  return { kubernetes, featureGates, kubelet: periodUs === null ? {} : { maxContainerRestartPeriodUs: periodUs } };
};
