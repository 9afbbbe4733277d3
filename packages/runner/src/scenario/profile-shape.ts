// Which Kubernetes a scenario means: version, feature gates, and what is set for every kubelet.
import { left, right } from "fp-ts/lib/Either.js";
import { DEFAULT_PROFILE, FEATURE_GATES, KUBERNETES_VERSIONS, profileOf, showValue } from "@podsim/core";
import type { FeatureGate, FeatureGates, KubernetesVersion } from "@podsim/core";
import type { KubeletSettings } from "@podsim/scheduler";
import { optional, record } from "./schema/record.js";
import type { Fields, Mapping } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Issue, Schema } from "./schema/schema.js";
import { flag } from "./schema/scalars.js";
import { kubeletShape } from "./kubelet-shape.js";
import type { SectionReader } from "./section-reader.js";

const kubernetesVersion: Schema<KubernetesVersion> = new Leaf(
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

/** Versions after the newest that is modelled, which scenarios may name. */
const NEWER = ["1.36"];

/** The newest that is modelled in the place of a newer one, with a warning. */
const versionMeant = (written: unknown, isStrict: boolean, warn: (issue: Issue) => void): unknown => {
  const newer = NEWER.find((version) => version === written || Number(version) === written);
  const newest = KUBERNETES_VERSIONS.at(-1);
  if (newer === undefined || newest === undefined) return written;
  const issue = {
    code: "W504",
    message: `Kubernetes ${newer} is run by the rules of ${newest}`,
    why: `${newest} is the newest version that is modelled; what ${newer} changes is not known`,
    fix: isStrict ? `write "${newest}", or run without --strict` : `nothing, or write "${newest}"; --strict refuses it`,
    path: ["spec", "kubernetes"],
  } as const;
  warn(issue);
  return newest;
};

type GateSwitches = Readonly<Record<FeatureGate, boolean | null>>;

const gateFields = Object.fromEntries(FEATURE_GATES.map((gate) => [gate, optional(flag)]));

const featureGatesShape: Schema<GateSwitches> = record<GateSwitches>(
  "featureGates",
  gateFields as Fields<GateSwitches>,
);

const NO_SWITCHES = Object.fromEntries(FEATURE_GATES.map((gate) => [gate, null])) as GateSwitches;

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
export const readProfile = (
  spec: Mapping,
  reader: SectionReader,
  asked: KubernetesVersion | null,
  isStrict: boolean,
): ScenarioProfile => {
  const written = versionMeant(spec["kubernetes"] ?? DEFAULT_PROFILE.kubernetes, isStrict, (issue) => {
    if (asked === null) reader.warn(issue, isStrict);
  });
  const own = reader.decode(kubernetesVersion, written, ["spec", "kubernetes"]);
  const kubernetes = asked ?? own ?? DEFAULT_PROFILE.kubernetes;
  const gates = spec["featureGates"] ?? null;
  const switches = gates === null ? NO_SWITCHES : reader.decode(featureGatesShape, gates, ["spec", "featureGates"]);
  const set = FEATURE_GATES.flatMap((gate) => (switches?.[gate] == null ? [] : [[gate, switches[gate]]]));
  const featureGates = Object.fromEntries(set) as FeatureGates;
  const given = spec["kubelet"] ?? null;
  const kubelet = (given === null ? null : reader.decode(kubeletShape, given, ["spec", "kubelet"])) ?? {};
  const periodUs = kubelet.maxContainerRestartPeriodUs;
  if (
    periodUs !== undefined &&
    switches !== null &&
    !profileOf(kubernetes, featureGates).gates.KubeletCrashLoopBackOffMax
  ) {
    reader.report({
      code: "E108",
      message: "a kubelet does not take this setting while its feature gate is off",
      why: `KubeletCrashLoopBackOffMax is off in Kubernetes ${kubernetes} unless it is switched on`,
      fix: "add to spec:  featureGates: { KubeletCrashLoopBackOffMax: true }",
      path: ["spec", "kubelet", "crashLoopBackOff", "maxContainerRestartPeriod"],
    });
  }
  return { kubernetes, featureGates, kubelet };
};
