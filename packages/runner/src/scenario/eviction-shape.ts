// How a scenario sets when a kubelet evicts: evictionHard, evictionSoft and what belongs to them, as in a
// KubeletConfiguration. Signals are mapped to "100Mi" or "10%".
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { isLeft } from "fp-ts/lib/Either.js";
import { parseQuantity, showValue, value as wholeUnits } from "@podsim/core";
import type { Duration, EvictionSignal, EvictionThreshold } from "@podsim/core";
import { checked } from "./schema/collections.js";
import { optional, record } from "./schema/record.js";
import type { Fields } from "./schema/record.js";
import { integer } from "./schema/scalars.js";
import { Leaf } from "./schema/schema.js";
import type { Explanation, Schema } from "./schema/schema.js";
import { duration } from "./schema/times.js";

/** Those a scenario can name; inodes are not modelled. */
const SIGNALS = ["memory.available", "nodefs.available", "imagefs.available", "pid.available"] as const;
type NamedSignal = (typeof SIGNALS)[number] & EvictionSignal;

type Value = EvictionThreshold["value"];
type Signals<A> = { readonly [Signal in NamedSignal]: A | null };

const readValue = (written: unknown): Either<Explanation, Value> => {
  const text = typeof written === "number" ? String(written) : written;
  const share = typeof text === "string" ? /^(\d+(?:\.\d+)?)%$/.exec(text) : null;
  const percent = share === null ? null : Number(share[1]);
  if (percent !== null && percent <= 100) return right({ share: percent / 100 });
  const parsed = typeof text === "string" ? parseQuantity(text) : null;
  if (parsed !== null && !isLeft(parsed) && parsed.right.nano >= 0n) return right({ amount: wholeUnits(parsed.right) });
  return left({
    code: "E103",
    message: `${String(showValue(written))} is no eviction threshold`,
    why: "a threshold is an amount, or a share of what the node has",
    fix: "write 100Mi or 10%",
  });
};

const thresholdValue: Schema<Value> = new Leaf(
  "an amount or a share",
  (value): value is Value => typeof value === "object",
  readValue,
);

const bySignal = <A>(name: string, item: Schema<A>): Schema<Signals<A>> => {
  const fields = Object.fromEntries(SIGNALS.map((signal) => [signal, optional(item)]));
  const unsupported = {
    "nodefs.inodesFree": "inodes are not modelled",
    "imagefs.inodesFree": "inodes are not modelled",
    "containerfs.available": "containers and images share the node's file system",
  };
  return record<Signals<A>>(name, fields as unknown as Fields<Signals<A>>, { unsupported });
};

export interface EvictionDraft {
  readonly evictionHard: Signals<Value> | null;
  readonly evictionSoft: Signals<Value> | null;
  readonly evictionSoftGracePeriod: Signals<Duration> | null;
  readonly evictionMinimumReclaim: Signals<Value> | null;
  readonly evictionMaxPodGracePeriod: number | null;
  readonly evictionPressureTransitionPeriod: Duration | null;
}

export const evictionFields: Fields<EvictionDraft> = {
  evictionHard: optional(bySignal("evictionHard", thresholdValue)),
  evictionSoft: optional(bySignal("evictionSoft", thresholdValue)),
  evictionSoftGracePeriod: optional(bySignal("evictionSoftGracePeriod", duration)),
  evictionMinimumReclaim: optional(bySignal("evictionMinimumReclaim", thresholdValue)),
  evictionMaxPodGracePeriod: optional(integer({ min: 0, of: "seconds" })),
  evictionPressureTransitionPeriod: optional(duration),
};

/** Every soft threshold needs a grace of its own. */
const evictionObjection = (draft: EvictionDraft): Explanation | null => {
  const signal = SIGNALS.find(
    (each) => (draft.evictionSoft?.[each] ?? null) !== null && (draft.evictionSoftGracePeriod?.[each] ?? null) === null,
  );
  return signal === undefined
    ? null
    : {
        code: "E107",
        message: `evictionSoft ${signal} has no grace period`,
        why: `grace period must be specified for the soft eviction threshold ${signal}`,
        fix: `add evictionSoftGracePeriod: { ${signal}: 90s }`,
      };
};

const thresholdsOf = (
  draft: EvictionDraft,
  values: Signals<Value> | null,
  graceOf: (signal: NamedSignal) => Duration,
): readonly EvictionThreshold[] =>
  SIGNALS.flatMap((signal): readonly EvictionThreshold[] => {
    const value = values?.[signal] ?? null;
    if (value === null) return [];
    return [{ signal, value, graceUs: graceOf(signal), minReclaim: draft.evictionMinimumReclaim?.[signal] ?? null }];
  });

/** Hard thresholds that are given take the place of all that a kubelet has by itself; null = it keeps those. */
export const thresholdsIn = (
  draft: EvictionDraft,
  byDefault: readonly EvictionThreshold[],
): readonly EvictionThreshold[] | null => {
  const { evictionHard, evictionSoft, evictionMinimumReclaim: reclaim } = draft;
  if (evictionHard === null && evictionSoft === null && reclaim === null) return null;
  const kept = byDefault.map((threshold): EvictionThreshold => {
    const minReclaim = SIGNALS.map((signal) => (signal === threshold.signal ? (reclaim?.[signal] ?? null) : null));
    return { ...threshold, minReclaim: minReclaim.find((each) => each !== null) ?? null };
  });
  const hard = evictionHard === null ? kept : thresholdsOf(draft, evictionHard, () => 0);
  return [...hard, ...thresholdsOf(draft, evictionSoft, (signal) => draft.evictionSoftGracePeriod?.[signal] ?? 0)];
};

/** The schema itself, with its rule. */
export const withEvictionRule = <A extends EvictionDraft>(schema: Schema<A>): Schema<A> =>
  checked(schema, evictionObjection);
