// Taints as kubectl takes them: key=value:Effect.
import { right } from "fp-ts/lib/Either.js";
import type { TaintEffect } from "@podsim/core";
import { Leaf } from "./schema/schema.js";
import type { Schema } from "./schema/schema.js";

export interface TaintText {
  readonly key: string;
  readonly value: string;
  /** Null = every effect. */
  readonly effect: TaintEffect | null;
  /** As it was written. */
  readonly text: string;
}

const SHAPE = /^([A-Za-z0-9][-A-Za-z0-9_./]*)(?:=([-A-Za-z0-9_.]*))?(?::(NoSchedule|PreferNoSchedule|NoExecute))?$/;

/** key=value:Effect, as kubectl takes it. */
export const taintText = (needsEffect: boolean, example: string): Schema<TaintText> =>
  new Leaf<TaintText>(
    "a taint",
    (value): value is TaintText => typeof value === "object" && value !== null && "key" in value,
    (value) => {
      const [text = "", key, given = "", effect] = typeof value === "string" ? (SHAPE.exec(value.trim()) ?? []) : [];
      if (key !== undefined && (effect !== undefined || !needsEffect)) {
        return right({ key, value: given, effect: (effect as TaintEffect | undefined) ?? null, text });
      }
      return {
        _tag: "Left",
        left: {
          code: "E104",
          message: `${typeof value === "string" ? `"${value}"` : "this"} is no taint`,
          why: "a taint is a key, maybe a value, and one of the effects NoSchedule, PreferNoSchedule, NoExecute",
          fix: `write ${example}`,
        },
      };
    },
  );
