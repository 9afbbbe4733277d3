// taint: taints are put on nodes.
import { right } from "fp-ts/lib/Either.js";
import type { TaintEffect } from "@podsim/core";
import type { TaintNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required } from "../scenario/schema/record.js";
import { Leaf } from "../scenario/schema/schema.js";
import type { Schema } from "../scenario/schema/schema.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

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

interface TaintParams {
  readonly nodes: NodesParam;
  readonly taint: TaintText;
}

const EXAMPLE = "dedicated=batch:NoSchedule";

export const taint = defineIntervention<TaintParams>({
  name: "taint",
  doc: "put a taint on nodes (kubectl taint); out-of-service is node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
  example: { nodes: { names: ["node-3"] }, taint: EXAMPLE },
  params: record<TaintParams>("taint", {
    nodes: required(nodes, "{ names: [node-3] }"),
    taint: required(taintText(true, EXAMPLE), EXAMPLE),
  }),
  text: (given) => `taint ${given.nodes.text} ${given.taint.text}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const { key, value, effect } = given.taint;
    const about = resolveNodes(given.nodes, planning, ["nodes"]);
    const request: TaintNodesRequest = { verb: "taint", nodes: about, key, value, effect, remove: false };
    return [request];
  },
});
