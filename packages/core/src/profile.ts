// Which Kubernetes is simulated: a version and the feature gates that are switched otherwise than the version does.

export type KubernetesVersion = "1.34" | "1.35";

export const KUBERNETES_VERSIONS: readonly KubernetesVersion[] = ["1.34", "1.35"];

/** Feature gates that change something in the model, with what each version sets them to. */
const GATES = {
  /** Containers may have a restart policy and rules of their own. */
  ContainerRestartRules: { "1.34": false, "1.35": true },
  /** A node may set a lower maximum for the restart back-off. */
  KubeletCrashLoopBackOffMax: { "1.34": false, "1.35": true },
  /** An image that is present is checked against the pod's right to use it, and its Event says so. */
  KubeletEnsureSecretPulledImages: { "1.34": false, "1.35": true },
  /** The restart back-off goes from 1 s to 60 s instead of from 10 s to 300 s. */
  ReduceDefaultCrashLoopBackOffDecay: { "1.34": false, "1.35": false },
} as const satisfies Readonly<Record<string, Readonly<Record<KubernetesVersion, boolean>>>>;

export type FeatureGate = keyof typeof GATES;

export const FEATURE_GATES: readonly FeatureGate[] = Object.keys(GATES) as FeatureGate[];

export type FeatureGates = Readonly<Partial<Record<FeatureGate, boolean>>>;

export interface Profile {
  readonly kubernetes: KubernetesVersion;
  /** Every gate that is known, on or off. */
  readonly gates: Readonly<Record<FeatureGate, boolean>>;
}

/** `set`: gates that are not left as the version has them. */
export const isGateOn = (gate: FeatureGate, kubernetes: KubernetesVersion, set: FeatureGates = {}): boolean =>
  set[gate] ?? GATES[gate][kubernetes];

/** `set`: gates that are not left as the version has them. */
export const profileOf = (kubernetes: KubernetesVersion, set: FeatureGates = {}): Profile => {
  const gates = Object.fromEntries(FEATURE_GATES.map((gate) => [gate, isGateOn(gate, kubernetes, set)]));
  return { kubernetes, gates: gates as Profile["gates"] };
};

/** What a run is where nobody says otherwise. */
export const DEFAULT_PROFILE: Profile = profileOf("1.34");
