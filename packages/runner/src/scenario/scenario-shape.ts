// The outline of a scenario file, section by section: each is read on its own, so that a fault in one hides none in another.
import { left, right } from "fp-ts/lib/Either.js";
import { showValue } from "@podsim/core";
import type { Duration } from "@podsim/core";
import type { SchedulerCost } from "@podsim/scheduler";
import { schedulerCostShape } from "./scheduler-cost-shape.js";
import { controllersShape, NO_CONTROLLERS } from "./controllers-shape.js";
import type { ControllersOutline } from "./controllers-shape.js";
import { dictionary, list, listOrOne } from "./schema/collections.js";
import { optional, record, required, withDefault } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Schema } from "./schema/schema.js";
import { integer, number, oneOf, text } from "./schema/scalars.js";
import { duration } from "./schema/times.js";

import type { TypicalPodsOutline } from "./typical-pods.js";

const API_VERSION = "podsim.dev/v1alpha1";

const anything: Schema<unknown> = new Leaf("a value", (_): _ is unknown => true, right);

const literal = (word: string, why: string): Schema<string> =>
  new Leaf(
    word,
    (value): value is string => value === word,
    (value) =>
      value === word
        ? right(word)
        : left({ code: "E108", message: `expected ${word}, got ${showValue(value)}`, why, fix: `write ${word}` }),
  );

/** Top of the file. */
export const documentShape = record("the scenario", {
  apiVersion: required(literal(API_VERSION, "this podsim reads one version of the format"), API_VERSION),
  kind: required(literal("Scenario", "the file was taken for a scenario"), "Scenario"),
  metadata: required(
    record("metadata", { name: required(text, "my-scenario"), labels: optional(anything) }),
    "{ name: my-scenario }",
  ),
  spec: required(anything, ""),
});

/** Fields of spec; what they hold is looked at section by section. */
export const specShape = record(
  "spec",
  {
    question: optional(text),
    clock: required(anything, "{ stop: { after: 1h } }"),
    cluster: required(anything, "{ manifests: [./web.yaml] }"),
  },
  {
    alsoKnown: [
      "kubernetes",
      "featureGates",
      "kubelet",
      "params",
      "behaviors",
      "workload",
      "timeline",
      "thresholds",
      "repeat",
      "checks",
      "sweep",
      "expect",
    ],
  },
);

/** JavaScript takes 30 February for 2 March, and 24:00 for the next day. */
const isRfc3339 = (value: string): boolean => {
  const [, local = ""] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.exec(value) ?? [];
  const millis = Date.parse(`${local}Z`);
  return !Number.isNaN(Date.parse(value)) && !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(local);
};

const timestamp: Schema<string> = new Leaf(
  "a date",
  (value): value is string => typeof value === "string",
  (value) =>
    typeof value === "string" && isRfc3339(value)
      ? right(new Date(value).toISOString().replace(".000Z", "Z"))
      : left({
          code: "E104",
          message: `${showValue(value)} is not a date and time`,
          why: "time 0 of the run is a moment, written as in RFC 3339",
          fix: 'write "2026-01-05T09:00:00Z"',
        }),
);

/** What ends a run before its time: nothing happens any more, or everything that is to finish has finished. */
export type StopCondition = "quiescent" | "allJobsDone";

const orWhen = oneOf<StopCondition>(["quiescent", "allJobsDone"], "a run stops when its time is over, or before");

export interface Clock {
  readonly start: string | null;
  readonly stop: { readonly after: Duration; readonly orWhen: StopCondition | null };
}

export const clockShape: Schema<Clock> = record<Clock>("clock", {
  start: optional(timestamp),
  stop: required(
    record<Clock["stop"]>("stop", { after: required(duration, "1h"), orWhen: optional(orWhen) }),
    "{ after: 1h }",
  ),
});

export interface ClusterOutline {
  /** What `kubectl get` printed of a cluster that is there already. */
  readonly dump: readonly string[];
  readonly manifests: readonly string[];
  /** Manifests written in the scenario itself. */
  readonly objects: readonly unknown[];
  readonly nodes: readonly unknown[];
  readonly overrides: readonly unknown[];
  readonly scheduler: SchedulerOutline | null;
  readonly controllers: ControllersOutline;
}

/** spec.cluster.scheduler. */
export interface SchedulerOutline {
  /** File of a KubeSchedulerConfiguration. */
  readonly config: string | null;
  /** Path in the configuration -> value. */
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly tieBreak: "random" | "first-name" | null;
  /** Null = tries and bindings take no time. */
  readonly cost: SchedulerCost | null;
  /** What GpuFragmentation is told to expect. */
  readonly typicalPods: TypicalPodsOutline | null;
}

const schedulerShape: Schema<SchedulerOutline> = record<SchedulerOutline>(
  "scheduler",
  {
    config: optional(text),
    overrides: withDefault(dictionary(anything), {}),
    typicalPods: optional(
      record<TypicalPodsOutline>("typicalPods", {
        workload: required(text, "trace"),
        share: withDefault(number({ min: 0.01, max: 1 }), 0.95),
      }),
    ),
    tieBreak: optional(oneOf(["random", "first-name"], "equally good nodes are told apart in one of these ways")),
    cost: optional(schedulerCostShape),
  },
  {
    unsupported: {
      plugins: "a plugin of your own is named on the command line: --plugin FILE",
    },
  },
);

export const clusterShape: Schema<ClusterOutline> = record<ClusterOutline>("cluster", {
  dump: withDefault(
    listOrOne(text, (value) => typeof value === "string"),
    [],
  ),
  manifests: withDefault(
    listOrOne(text, (value) => typeof value === "string"),
    [],
  ),
  objects: withDefault(list(anything), []),
  nodes: withDefault(list(anything), []),
  overrides: withDefault(list(anything), []),
  scheduler: optional(schedulerShape),
  controllers: withDefault(controllersShape, NO_CONTROLLERS),
});

export interface Repeat {
  readonly seeds: number;
  readonly base: number;
  readonly require: number;
}

export const DEFAULT_REPEAT: Repeat = { seeds: 1, base: 1, require: 1 };

export const repeatShape: Schema<Repeat> = record<Repeat>("repeat", {
  seeds: withDefault(integer({ min: 1, max: 10_000, of: "a seed" }), DEFAULT_REPEAT.seeds),
  base: withDefault(integer({ min: 0, max: 2 ** 31 }), DEFAULT_REPEAT.base),
  require: withDefault(number({ min: 0, max: 1 }), DEFAULT_REPEAT.require),
});
