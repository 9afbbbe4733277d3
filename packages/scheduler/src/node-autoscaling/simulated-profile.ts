// The scheduler profile that autoscalers try their plans with: the first of those the cluster's scheduler runs.
import { DEFAULT_SCHEDULER, profilesFor } from "../configuration/build-profiles.js";
import type { Profile } from "../framework/profile.js";
import { PLUGINS } from "../plugins/index.js";
import type { Settings } from "../settings.js";

export type SimulatedProfile = Profile;

export const simulatedProfile = ({ scheduler }: Settings): SimulatedProfile =>
  profilesFor((scheduler ?? DEFAULT_SCHEDULER).configuration, PLUGINS)[0];
