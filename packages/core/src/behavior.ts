// What a container does once it runs, as plain data: resolved by the runner from scenario, annotations or inference,
// read by the kubelet. Times are distributions; every draw from one is keyed by pod and container.
import type { ScriptSource } from "./script.js";
import type { Duration } from "./time.js";

/** A distribution of durations. Percentiles are the main spelling; all parameters in microseconds. */
export type Distribution =
  | { readonly kind: "constant"; readonly value: Duration }
  | { readonly kind: "uniform"; readonly min: Duration; readonly max: Duration }
  | { readonly kind: "exponential"; readonly mean: Duration }
  /** p50 > 0, p99 >= p50. */
  | { readonly kind: "lognormal"; readonly p50: Duration; readonly p99: Duration };

export interface Crash {
  /** Share of container instances that crash at all, 0..1. */
  readonly chance: number;
  /** From the start of the instance to the crash. */
  readonly after: Distribution;
  /** Exit codes with their weights (> 0). */
  readonly exitCodes: readonly (readonly [exitCode: number, weight: number])[];
}

export interface ProbeBehavior {
  /** From the start of the instance until the probe passes; "startup" = when start-up ends; "never". */
  readonly passAfter: Duration | "startup" | "never";
  /** From the start of the instance until the probe fails for good; null = never. */
  readonly failFrom: Duration | null;
  /** What a failing probe reports after "… probe failed: ". */
  readonly failure: string;
  /** From the question to the answer, 0 if absent; longer than the probe's timeout is a failure. */
  readonly takes?: Duration;
  /** Spells in which a probe that would pass fails; absent = none. */
  readonly flap?: ProbeFlap;
}

export interface ProbeFlap {
  /** Of executions, the share at which such a spell begins: 0 < chance <= 1. Counted in periods of the probe. */
  readonly chance: number;
  /** How long a spell lasts. */
  readonly lasts: Distribution;
}

/** From `atUs` on `amount` is in use: until the next point as it is ("step"), or going straight to that one ("ramp"). */
export interface UsagePoint {
  /** Since the instance started; 0 for the first point, rising. */
  readonly atUs: Duration;
  readonly amount: number;
  readonly until: "step" | "ramp";
}

export type Usage =
  | { readonly kind: "curve"; readonly points: readonly UsagePoint[] }
  /** One amount for the life of each instance; the distribution's parameters are amounts. */
  | { readonly kind: "drawn"; readonly amount: Distribution };

/** What a running instance takes of its node. */
export interface ResourceUse {
  /** Bytes; null = not known, which counts as none. */
  readonly memory: Usage | null;
  /** Whether going over the container's memory limit ends it. */
  readonly killedAtLimit: boolean;
  /** Bytes written outside of volumes: own layer and logs. */
  readonly disk: Usage | null;
  /** emptyDir volume of the pod -> bytes written to it. */
  readonly volumes: Readonly<Record<string, Usage>>;
  readonly processes: Usage | null;
}

export interface Behavior {
  /** Which rule gave it: a scenario's behaviour name, "annotation", or "default". */
  readonly name: string;
  readonly image: {
    readonly sizeBytes: number;
    /** Bytes per second and node. */
    readonly pullBytesPerSecond: number;
    /** The registry has no such image: every pull fails. */
    readonly missing: boolean;
    /** The registry asks for credentials that nobody gives: every pull is denied. */
    readonly denied?: boolean;
    /** Present on every node from the start. */
    readonly cached: boolean;
  };
  /** What the runtime answers when it is to start the program, which it cannot; absent = it can. */
  readonly startError?: string;
  /** Container started -> it serves. */
  readonly startup: Distribution;
  /** Nothing is known of it where it is absent. */
  readonly use?: ResourceUse;
  /** How long an instance runs before it exits by itself; null = until killed. */
  readonly run: Distribution | null;
  /** Exit code of an instance that ends by itself after `run`. */
  readonly exitCode: number;
  readonly crash: Crash | null;
  readonly probes: {
    readonly startup: ProbeBehavior | null;
    readonly liveness: ProbeBehavior | null;
    readonly readiness: ProbeBehavior | null;
  };
  /** SIGTERM -> exit; "ignore" = only SIGKILL ends it. */
  readonly onSigterm: { readonly exitAfter: Distribution; readonly exitCode: number } | "ignore";
  readonly hooks: { readonly postStart: HookBehavior; readonly preStop: HookBehavior };
  /** What of it is left to the container's own commands; absent = nothing. */
  readonly script?: ScriptSource;
}

/** From some moment on containers behave otherwise; who gives behaviours knows which and how. */
export interface BehaviorChange {
  readonly name: string;
  readonly change: object;
}

export interface HookBehavior {
  readonly takes: Distribution;
  readonly fails: boolean;
}
