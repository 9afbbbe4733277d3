// What differs between kubelets by version, feature gates and configuration.
import type { BackOffLimits, KubernetesVersion } from "@podsim/core";
import { BACK_OFF_INITIAL_US, BACK_OFF_MAX_US, profileOf } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Settings } from "../settings.js";

export interface KubeletRules {
  /** A sync that found a container in back-off is followed by one when the back-off ends, not by one after 10 to 15 s. */
  readonly requeuesAtBackOffEnd: boolean;
  /** A sync that did something and succeeded asks for a relist of its pod at once, instead of waiting for the next. */
  readonly relistsAtOnce: boolean;
  readonly restartBackOff: BackOffLimits;
}

const REDUCED_INITIAL_US = SECOND;
const REDUCED_MAX_US = 60 * SECOND;

/** A node's own maximum wins over the reduced one, and lowers the initial wait where that would be above it. */
export const restartBackOffLimits = ({
  kubernetes,
  featureGates,
  kubelet,
}: Omit<Settings, "seed" | "latencies">): BackOffLimits => {
  const { gates } = profileOf(kubernetes, featureGates);
  const initialUs = gates.ReduceDefaultCrashLoopBackOffDecay ? REDUCED_INITIAL_US : BACK_OFF_INITIAL_US;
  const maxUs = gates.ReduceDefaultCrashLoopBackOffDecay ? REDUCED_MAX_US : BACK_OFF_MAX_US;
  const ownMaxUs = kubelet?.maxContainerRestartPeriodUs;
  if (!gates.KubeletCrashLoopBackOffMax || ownMaxUs === undefined) return { initialUs, maxUs };
  return { initialUs: Math.min(initialUs, ownMaxUs), maxUs: ownMaxUs };
};

const SINCE_1_35: Readonly<Record<KubernetesVersion, boolean>> = { "1.34": false, "1.35": true };

export const kubeletRules = (settings: Omit<Settings, "seed" | "latencies">): KubeletRules => ({
  requeuesAtBackOffEnd: SINCE_1_35[settings.kubernetes],
  relistsAtOnce: SINCE_1_35[settings.kubernetes],
  restartBackOff: restartBackOffLimits(settings),
});
