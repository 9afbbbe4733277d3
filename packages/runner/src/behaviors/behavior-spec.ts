// What a scenario says of the containers it names: everything is optional, what is not said is inferred.
import type { Crash, Distribution, Duration, LabelSelector, ProbeFlap, ProbeType, Usage } from "@podsim/core";
import { checked, dictionary, forms, list, mapped } from "../scenario/schema/collections.js";
import { labelSelector } from "../scenario/schema/label-selector.js";
import { isMapping, optional, record, required, withDefault } from "../scenario/schema/record.js";
import { Leaf } from "../scenario/schema/schema.js";
import type { Schema } from "../scenario/schema/schema.js";
import { flag, integer, number, oneOf, text } from "../scenario/schema/scalars.js";
import { bytes, duration } from "../scenario/schema/times.js";
import { distribution, DISTRIBUTIONS } from "./distribution.js";
import { byteUsage, countUsage, memory } from "./usage-spec.js";
import type { MemorySpec } from "./usage-spec.js";

export interface BehaviorMatch {
  readonly labelSelector: LabelSelector | null;
  readonly namespace: string | null;
  /** With * for any characters. */
  readonly image: string | null;
  readonly container: string | null;
}

export interface ProbeSpec {
  readonly passAfter: Duration | "startup" | "never";
  readonly failFrom: Duration | null;
  readonly failure: string | null;
  readonly takes: Duration | null;
  readonly flap: ProbeFlap | null;
}

export interface HookSpec {
  readonly takes: Distribution | null;
  readonly fails: boolean;
}

/** What is said from some moment on of the containers it is about, over what is said of them anyway. */
export interface ChangedBehavior {
  readonly match: BehaviorMatch;
  readonly set: BehaviorSpec;
  /** Only containers that have this entry of spec.behaviors, by its position; absent = whatever they have. */
  readonly of?: number;
}

/** One entry of spec.behaviors; null = not said. */
export interface BehaviorSpec {
  readonly name: string | null;
  readonly match: BehaviorMatch | null;
  readonly image: {
    readonly size: number | null;
    readonly pullRate: number | null;
    readonly cached: boolean | null;
    readonly missing: boolean | null;
    readonly denied: boolean | null;
  } | null;
  readonly memory: MemorySpec | null;
  readonly disk: Usage | null;
  readonly volumes: Readonly<Record<string, Usage>> | null;
  readonly processes: Usage | null;
  readonly startup: Distribution | null;
  readonly run: Distribution | null;
  readonly exitCode: number | null;
  readonly crash: Crash | null;
  readonly probes: Readonly<Record<ProbeType, ProbeSpec | null>> | null;
  readonly onSigterm: { readonly exitAfter: Distribution; readonly exitCode: number | null } | "ignore" | null;
  readonly hooks: { readonly postStart: HookSpec | null; readonly preStop: HookSpec | null } | null;
}

const exitCode = integer({ min: 0, max: 255, of: "an exit code" });

export const behaviorMatch = record<BehaviorMatch>("match", {
  labelSelector: optional(labelSelector),
  namespace: optional(text),
  image: optional(text),
  container: optional(text),
});

const passWord = mapped(oneOf<"startup" | "never">(["startup", "never"]), (word): ProbeSpec["passAfter"] => word);
const passTime = mapped(duration, (after): ProbeSpec["passAfter"] => after);

const flap: Schema<ProbeFlap> = mapped(
  record<{ readonly chance: number; readonly for: Distribution }>("flap", {
    chance: required(number({ min: 0, max: 1 }), "0.01"),
    for: required(distribution, "12s"),
  }),
  ({ chance, for: lasts }): ProbeFlap => ({ chance, lasts }),
);

const probe: Schema<ProbeSpec> = record<ProbeSpec>("probe", {
  passAfter: withDefault<ProbeSpec["passAfter"]>(
    forms<ProbeSpec["passAfter"]>(
      "a time, startup or never",
      (value) => (value === "startup" || value === "never" ? passWord : passTime),
      "write 10s, startup or never",
    ),
    "startup",
  ),
  failFrom: optional(duration),
  failure: optional(text),
  takes: optional(duration),
  flap: optional(flap),
});

const hook = record<HookSpec>("hook", { takes: optional(distribution), fails: withDefault(flag, false) });

type ExitCodes = Crash["exitCodes"];

const weightedCode = new Leaf<readonly [number, number]>(
  "an exit code with its weight, [1, 0.8]",
  (value): value is readonly [number, number] => Array.isArray(value),
  (value) => {
    const [code, weight] = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const isPair = Array.isArray(value) && value.length === 2 && exitCode.decode(code)._tag === "Right";
    if (isPair && typeof weight === "number" && weight > 0) return { _tag: "Right", right: [Number(code), weight] };
    const why = "each entry is an exit code from 0 to 255 and a weight above 0";
    return {
      _tag: "Left",
      left: { code: "E104", message: "this is no exit code with its weight", why, fix: "write [1, 0.8]" },
    };
  },
);

const exitCodes: Schema<ExitCodes> = forms<ExitCodes>(
  "an exit code",
  (value) =>
    isMapping(value)
      ? mapped(
          record<{ choice: ExitCodes }>("exitCode", { choice: required(list(weightedCode, 1)) }),
          (given) => given.choice,
        )
      : mapped(exitCode, (code): ExitCodes => [[code, 1]]),
  "write 1, or { choice: [[1, 0.8], [139, 0.2]] }",
);

interface CrashDraft extends Readonly<Record<Distribution["kind"], Distribution | null>> {
  readonly chance: number;
  readonly after: Distribution | null;
  readonly exitCode: ExitCodes;
}

const times = (draft: CrashDraft): readonly Distribution[] =>
  [draft.after, draft.constant, draft.uniform, draft.exponential, draft.lognormal].filter((each) => each !== null);

const crash: Schema<Crash> = mapped(
  checked(
    record<CrashDraft>("crash", {
      chance: withDefault(number({ min: 0, max: 1 }), 1),
      after: optional(distribution),
      constant: optional(DISTRIBUTIONS.constant),
      uniform: optional(DISTRIBUTIONS.uniform),
      exponential: optional(DISTRIBUTIONS.exponential),
      lognormal: optional(DISTRIBUTIONS.lognormal),
      exitCode: withDefault<ExitCodes>(exitCodes, [[1, 1]]),
    }),
    (draft) =>
      times(draft).length === 1
        ? null
        : {
            code: times(draft).length === 0 ? "E107" : "E108",
            message: times(draft).length === 0 ? "crash does not say when" : "crash says twice when",
            why: "a crash needs one distribution of the time from the container's start",
            fix: "write after: 30s, or exponential: { mean: 72h }",
          },
  ),
  (draft): Crash => ({
    chance: draft.chance,
    after: times(draft)[0] ?? { kind: "constant", value: 0 },
    exitCodes: draft.exitCode,
  }),
);

type SigtermSpec = NonNullable<BehaviorSpec["onSigterm"]>;

const sigtermWord = mapped(oneOf<"ignore">(["ignore"]), (word): SigtermSpec => word);
const sigtermExit = mapped(
  record<Exclude<SigtermSpec, "ignore">>("onSigterm", {
    exitAfter: required(distribution, "1s"),
    exitCode: optional(exitCode),
  }),
  (exit): SigtermSpec => exit,
);

const onSigterm: Schema<SigtermSpec> = forms<SigtermSpec>(
  "onSigterm",
  (value) => (typeof value === "string" ? sigtermWord : sigtermExit),
  "write ignore, or { exitAfter: 2s }",
);

interface BehaviorDraft extends BehaviorSpec {
  readonly runFor: Distribution | null;
}

const draft = record<BehaviorDraft>(
  "behavior",
  {
    name: optional(text),
    match: optional(behaviorMatch),
    image: optional(
      record<NonNullable<BehaviorSpec["image"]>>("image", {
        size: optional(bytes),
        pullRate: optional(bytes),
        cached: optional(flag),
        missing: optional(flag),
        denied: optional(flag),
      }),
    ),
    memory: optional(memory),
    disk: optional(byteUsage),
    volumes: optional(dictionary(byteUsage)),
    processes: optional(countUsage),
    startup: optional(distribution),
    run: optional(distribution),
    runFor: optional(distribution),
    exitCode: optional(exitCode),
    crash: optional(crash),
    probes: optional(
      record<NonNullable<BehaviorSpec["probes"]>>("probes", {
        startup: optional(probe),
        liveness: optional(probe),
        readiness: optional(probe),
      }),
    ),
    onSigterm: optional(onSigterm),
    hooks: optional(
      record<NonNullable<BehaviorSpec["hooks"]>>("hooks", { postStart: optional(hook), preStop: optional(hook) }),
    ),
  },
  {
    unsupported: {
      cpu: "CPU use is not modelled: nothing scales or slows down by it",
      attach: "volumes are not modelled: they are there when the pod starts",
    },
  },
);

export const behaviorSpec: Schema<BehaviorSpec> = mapped(
  checked(draft, ({ run, runFor }) =>
    run === null || runFor === null
      ? null
      : {
          code: "E108",
          message: "run and runFor say the same thing",
          why: "both are the time until the container exits",
          fix: "keep run",
        },
  ),
  ({ runFor, ...spec }): BehaviorSpec => ({ ...spec, run: spec.run ?? runFor }),
);
