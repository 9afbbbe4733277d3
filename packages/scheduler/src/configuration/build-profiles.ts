// A checked configuration made ready to run.
import { isRight } from "fp-ts/lib/Either.js";
import { invariant } from "@podsim/core";
import type { AnyPlugin } from "../framework/plugin.js";
import { buildProfile } from "../framework/profile.js";
import type { ProfileSpec } from "../framework/profile-outline.js";
import type { Profile } from "../framework/profile.js";
import type { SchedulerSettings } from "../settings.js";
import { DEFAULT_CONFIGURATION } from "./scheduler-configuration.js";
import type { SchedulerConfiguration } from "./scheduler-configuration.js";

export const DEFAULT_SCHEDULER: SchedulerSettings = { configuration: DEFAULT_CONFIGURATION, tieBreak: "random" };

const built = (spec: ProfileSpec, registry: readonly AnyPlugin[]): Profile => {
  const profile = buildProfile(spec, registry);
  invariant(isRight(profile), () => `profile ${spec.schedulerName} cannot be built`);
  return profile.right;
};

/** In their order; throws if one cannot be built. */
export const profilesFor = (
  { profiles: [first, ...others] }: SchedulerConfiguration,
  registry: readonly AnyPlugin[],
): readonly [Profile, ...Profile[]] => [built(first, registry), ...others.map((spec) => built(spec, registry))];
