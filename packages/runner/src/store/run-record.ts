// What is written down about a run beside its logs: run.json, checked when it is read back.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import { DEFAULT_PROFILE, FEATURE_GATES, KUBERNETES_VERSIONS, profileOf } from "@podsim/core";
import type { Behavior, Duration, FeatureGate, FeatureGates, Profile, SimTime } from "@podsim/core";
import type { Reseed, SchedulerSettings } from "@podsim/scheduler";
import type { ThresholdSpec } from "../run/prepared.js";

/** A change of the number before the dot makes runs written before unreadable; one after it adds fields. */
export const RUN_FORMAT = "1.0";

export interface SeedRecord {
  readonly seed: number;
  /** Name of the log file beside run.json. */
  readonly log: string;
  /** The next four are null while the log is being written: whatever it holds is a valid beginning. */
  readonly facts: number | null;
  /** Digest of the log. */
  readonly digest: string | null;
  /** Digest of the world at the end. */
  readonly worldDigest: string | null;
  readonly virtualEndUs: SimTime | null;
  /** Whether the run went as far as it was meant to. */
  readonly complete: boolean;
  /** agenda-empty, horizon-reached, quiescent, budget-spent, interrupted …; "" while it runs. */
  readonly stopReason: string;
}

/** Which behaviours the containers of one pod template had. */
export interface TemplateRecord {
  /** Content digest of the template. */
  readonly template: string;
  /** Positions in `behaviors`, by container. */
  readonly containers: readonly number[];
}

export interface PluginRecord {
  /** Absolute path. */
  readonly file: string;
  /** Of the module's text. */
  readonly digest: string;
}

export interface RunRecord {
  readonly apiVersion: "podsim.dev/v1alpha1";
  readonly kind: "Run";
  readonly formatVersion: string;
  /** Version of the program that wrote it. */
  readonly podsim: string;
  /** "zone-outage-9f3c2e1": the directory's name. */
  readonly run: string;
  readonly name: string;
  /** 32 hexadecimal digits made of what goes into the run; its name ends in the first seven. */
  readonly hash: string;
  readonly question: string | null;
  /** Parameters of the scenario with the values they had; absent where it has none. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Arguments that bring the run about again. */
  readonly command: readonly string[];
  readonly inputDigest: string;
  readonly kubernetes: string;
  /** Feature gates that were set; absent where none were. */
  readonly featureGates?: FeatureGates;
  /** Other seeds from moments on; absent where none were set. */
  readonly reseeds?: readonly Reseed[];
  /** RFC 3339; virtual time 0. */
  readonly clockStart: string;
  readonly horizonUs: Duration;
  /** Share of the seeds that must pass. */
  readonly require: number;
  readonly thresholds: readonly ThresholdSpec[];
  readonly complete: boolean;
  readonly seeds: readonly SeedRecord[];
  /** How the scheduler decided; absent = the scheduler every cluster has. */
  readonly scheduler?: SchedulerSettings;
  /** Modules of scheduler plugins of the user's own. */
  readonly plugins?: readonly PluginRecord[];
  readonly behaviors: readonly Behavior[];
  readonly templates: readonly TemplateRecord[];
  /** Wall-clock facts: the one part that differs between equal runs. */
  readonly meta: { readonly wall: { readonly tookMillis: number | null } };
}

const orNull = <C extends t.Mixed>(codec: C): t.UnionC<[C, t.NullC]> => t.union([codec, t.null]);

const seedRecord: t.Type<SeedRecord, unknown> = t.type({
  seed: t.number,
  log: t.string,
  facts: orNull(t.number),
  digest: orNull(t.string),
  worldDigest: orNull(t.string),
  virtualEndUs: orNull(t.number),
  complete: t.boolean,
  stopReason: t.string,
});

const behavior = new t.Type<Behavior, unknown>(
  "Behavior",
  (value): value is Behavior => typeof value === "object" && value !== null && "name" in value,
  (value, context) =>
    typeof value === "object" && value !== null && typeof (value as { name?: unknown }).name === "string"
      ? t.success(value as Behavior)
      : t.failure(value, context),
  (value) => value,
);

const threshold: t.Type<ThresholdSpec, unknown> = t.type({
  metric: t.string,
  expression: t.string,
  name: orNull(t.string),
  severity: t.union([t.literal("fail"), t.literal("warn")]),
  onNoData: t.union([t.literal("fail"), t.literal("pass")]),
  window: orNull(t.type({ fromUs: t.number, toUs: t.number })),
});

const featureGates: t.Type<FeatureGates, unknown> = t.partial(
  Object.fromEntries(FEATURE_GATES.map((gate) => [gate, t.boolean])) as Record<FeatureGate, t.BooleanC>,
);

const settings = new t.Type<SchedulerSettings, unknown>(
  "SchedulerSettings",
  (value): value is SchedulerSettings => typeof value === "object" && value !== null && "configuration" in value,
  (value, context) =>
    typeof value === "object" && value !== null && "configuration" in value && "tieBreak" in value
      ? t.success(value as SchedulerSettings)
      : t.failure(value, context),
  (value) => value,
);

const always = t.type({
  apiVersion: t.literal("podsim.dev/v1alpha1"),
  kind: t.literal("Run"),
  formatVersion: t.string,
  podsim: t.string,
  run: t.string,
  name: t.string,
  hash: t.string,
  question: orNull(t.string),
  command: t.readonlyArray(t.string),
  inputDigest: t.string,
  kubernetes: t.string,
  clockStart: t.string,
  horizonUs: t.number,
  require: t.number,
  thresholds: t.readonlyArray(threshold),
  complete: t.boolean,
  seeds: t.readonlyArray(seedRecord),
  behaviors: t.readonlyArray(behavior),
  templates: t.readonlyArray(t.type({ template: t.string, containers: t.readonlyArray(t.number) })),
  meta: t.type({ wall: t.type({ tookMillis: orNull(t.number) }) }),
});

const runRecord: t.Type<RunRecord, unknown> = t.intersection([
  always,
  t.partial({
    featureGates,
    reseeds: t.readonlyArray(t.type({ fromUs: t.number, seed: t.number })),
    params: t.record(t.string, t.unknown),
    scheduler: settings,
    plugins: t.readonlyArray(t.type({ file: t.string, digest: t.string })),
  }),
]);

/** What the run went by; versions and gates that are not known any more count for nothing. */
export const profileIn = ({ kubernetes, featureGates = {} }: RunRecord): Profile => {
  const version = KUBERNETES_VERSIONS.find((each) => each === kubernetes) ?? DEFAULT_PROFILE.kubernetes;
  const known = FEATURE_GATES.filter((gate) => featureGates[gate] !== undefined);
  return profileOf(version, Object.fromEntries(known.map((gate) => [gate, featureGates[gate]])));
};

export type RecordRefusal =
  | { readonly kind: "malformed"; readonly detail: string }
  | { readonly kind: "other-format"; readonly format: string; readonly podsim: string };

const majorOf = (format: string): string => format.split(".")[0] ?? "";

const formatOf = (value: unknown): { readonly formatVersion?: unknown; readonly podsim?: unknown } =>
  typeof value === "object" && value !== null ? value : {};

/** The record in the text of a run.json. */
export const readRunRecord = (text: string): Either<RecordRefusal, RunRecord> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return left({ kind: "malformed", detail: "it is no JSON" });
  }
  const { formatVersion, podsim } = formatOf(value);
  if (typeof formatVersion === "string" && majorOf(formatVersion) !== majorOf(RUN_FORMAT)) {
    return left({ kind: "other-format", format: formatVersion, podsim: String(podsim) });
  }
  const decoded = runRecord.decode(value);
  if (!isLeft(decoded)) return right(decoded.right);
  const [first] = decoded.left;
  const path = first?.context
    .slice(1)
    .map(({ key }) => key)
    .join(".");
  return left({
    kind: "malformed",
    detail: `${path === "" || path === undefined ? "the whole" : path} is not as written`,
  });
};

export const runRecordText = (record: RunRecord): string => `${JSON.stringify(record, null, 2)}\n`;
