// What laws may know of a run besides what happened in it.
import type { Circumstances } from "@podsim/core";
import { profileOf } from "@podsim/core";
import { restartBackOffLimits } from "@podsim/scheduler";
import type { PreparedRun } from "./prepared.js";

export const circumstancesOf = ({ settings }: PreparedRun): Circumstances => {
  const { kubernetes, featureGates, horizontalAutoscaler } = settings;
  const profile = profileOf(kubernetes, featureGates);
  const backOff = restartBackOffLimits(settings);
  if (horizontalAutoscaler === undefined) return { profile, backOff };
  return { profile, backOff, downscaleStabilizationUs: horizontalAutoscaler.downscaleStabilizationUs };
};
