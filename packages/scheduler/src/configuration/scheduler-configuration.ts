// KubeSchedulerConfiguration, as kube-scheduler's --config takes it: profiles, back-off, how many nodes are scored.
import {
  constant,
  defaulted,
  defaultedPointer,
  int32,
  int64,
  listOf,
  optional,
  optionalPointer,
  required,
  struct,
  text,
} from "@podsim/core";
import type { ApiType } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { DEFAULT_BACK_OFF } from "../framework/back-off-time.js";
import type { BackOffLimits } from "../framework/back-off-time.js";
import type { PluginEntry } from "../framework/default-plugins.js";
import type { PluginLists, PluginSet } from "../framework/plugin-lists.js";
import { DEFAULT_PROFILE } from "../framework/profile.js";
import type { ProfileSpec } from "../framework/profile-outline.js";

/** What a configuration comes to. Plain data. */
export interface SchedulerConfiguration {
  /** Their names differ; all have one order of the queue. */
  readonly profiles: readonly [ProfileSpec, ...ProfileSpec[]];
  readonly backOff: BackOffLimits;
}

export const DEFAULT_CONFIGURATION: SchedulerConfiguration = { profiles: [DEFAULT_PROFILE], backOff: DEFAULT_BACK_OFF };

interface ProfileDraft {
  readonly schedulerName?: string;
  readonly percentageOfNodesToScore?: number;
  readonly plugins: PluginLists;
  readonly pluginConfig: readonly { readonly name: string }[];
}

/** The object as written, with Kubernetes' defaults. */
export interface ConfigurationDraft {
  readonly apiVersion: "kubescheduler.config.k8s.io/v1";
  readonly kind: "KubeSchedulerConfiguration";
  readonly parallelism: number;
  readonly percentageOfNodesToScore?: number;
  readonly podInitialBackoffSeconds: number;
  readonly podMaxBackoffSeconds: number;
  readonly profiles: readonly ProfileDraft[];
}

const pluginSet = struct<PluginSet>("PluginSet", {
  enabled: optional(
    listOf(struct<PluginEntry>("Plugin", { name: defaulted(text, ""), weight: optionalPointer(int32) })),
  ),
  // A weight may stand in this list too, and means nothing there.
  disabled: optional(
    listOf(struct<{ readonly name: string }>("Plugin", { name: defaulted(text, "") }, { inert: ["weight"] })),
  ),
});

const plugins = struct<PluginLists>("Plugins", {
  preEnqueue: optional(pluginSet),
  queueSort: optional(pluginSet),
  preFilter: optional(pluginSet),
  filter: optional(pluginSet),
  postFilter: optional(pluginSet),
  preScore: optional(pluginSet),
  score: optional(pluginSet),
  reserve: optional(pluginSet),
  permit: optional(pluginSet),
  preBind: optional(pluginSet),
  bind: optional(pluginSet),
  postBind: optional(pluginSet),
  multiPoint: optional(pluginSet),
});

const profile = struct<ProfileDraft>("KubeSchedulerProfile", {
  schedulerName: optionalPointer(text),
  percentageOfNodesToScore: optionalPointer(int32),
  plugins: defaulted(plugins, {}),
  // The arguments are read by the plugins' own codecs.
  pluginConfig: defaulted(
    listOf(struct<{ readonly name: string }>("PluginConfig", { name: defaulted(text, "") }, { inert: ["args"] })),
    [],
  ),
});

const PARALLELISM = 16;

export const configurationCodec: ApiType<ConfigurationDraft> = struct<ConfigurationDraft>(
  "KubeSchedulerConfiguration",
  {
    apiVersion: required(constant("kubescheduler.config.k8s.io/v1"), "kubescheduler.config.k8s.io/v1"),
    kind: required(constant("KubeSchedulerConfiguration"), "KubeSchedulerConfiguration"),
    parallelism: defaultedPointer(int32, PARALLELISM),
    percentageOfNodesToScore: optionalPointer(int32),
    podInitialBackoffSeconds: defaultedPointer(int64, 1),
    podMaxBackoffSeconds: defaultedPointer(int64, 10),
    profiles: defaulted(listOf(profile), []),
  },
  {
    notModelled: { extenders: "no extender is asked; pods are placed as if it let every node pass and scored none" },
    inert: [
      "leaderElection",
      "clientConnection",
      "metricsBindAddress",
      "healthzBindAddress",
      "enableProfiling",
      "enableContentionProfiling",
      "delayCacheUntilActive",
    ],
  },
);

/** The only profile may leave its name out; null = it has to be given. */
export const schedulerNameOf = ({ profiles }: ConfigurationDraft, i: number): string | null => {
  const given = profiles[i]?.schedulerName;
  if (given === undefined) return profiles.length <= 1 ? DEFAULT_PROFILE.schedulerName : null;
  return given === "" ? null : given;
};

const argsOf = (entry: { readonly name: string; readonly args?: unknown }): unknown => entry.args ?? {};

const specOf = (draft: ConfigurationDraft, own: ProfileDraft, i: number): ProfileSpec => ({
  schedulerName: schedulerNameOf(draft, i) ?? "",
  percentageOfNodesToScore: own.percentageOfNodesToScore ?? draft.percentageOfNodesToScore ?? 0,
  plugins: own.plugins,
  pluginConfig: own.pluginConfig.map((entry) => ({ name: entry.name, args: argsOf(entry) })),
});

const NO_PROFILE: ProfileDraft = { plugins: {}, pluginConfig: [] };

/** The profiles of a draft, faulty ones included: one, if none is given. */
export const profilesOf = (draft: ConfigurationDraft): readonly [ProfileSpec, ...ProfileSpec[]] => {
  const [first = NO_PROFILE, ...others] = draft.profiles;
  return [specOf(draft, first, 0), ...others.map((own, i) => specOf(draft, own, i + 1))];
};

export const configurationOf = (draft: ConfigurationDraft): SchedulerConfiguration => ({
  profiles: profilesOf(draft),
  backOff: { initialUs: draft.podInitialBackoffSeconds * SECOND, maxUs: draft.podMaxBackoffSeconds * SECOND },
});
