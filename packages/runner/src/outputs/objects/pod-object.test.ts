import { aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { OneNode } from "@podsim/scheduler/testing";
import { expect, test } from "vitest";
import { frameOf } from "../../../testing/chronicle.js";
import { kindNamed } from "../kinds/index.js";
import { viewAt } from "../view/make-view.js";
import { factCountAt } from "../view/replay.js";
import type { JsonObject } from "./kube-object.js";

/** A pod that takes five seconds to end once it was deleted, after twenty. */
const deleted = (): OneNode => {
  const node = new OneNode();
  node.pod(0, aSpec());
  node.delete(20, 0, 5);
  node.run(60);
  return node;
};

const podAt = ({ log }: OneNode, atUs: number): Record<string, JsonObject> => {
  const view = viewAt(frameOf(log), factCountAt(log, atUs), atUs);
  return (kindNamed("pod")?.list(view)[0]?.toObject() ?? {}) as Record<string, JsonObject>;
};

const seenAt = (node: OneNode, atUs: number): readonly unknown[] => {
  const { metadata, status } = podAt(node, atUs);
  const conditions = (status?.["conditions"] ?? []) as readonly JsonObject[];
  const seen = new Set(conditions.map(({ observedGeneration }) => observedGeneration));
  return [metadata?.["generation"], status?.["observedGeneration"], ...seen];
};

test("kubelet 7.13, 8.1: a pod's status says of which generation it is, and a delete is another one", () => {
  const node = deleted();
  expect(seenAt(node, 0)).toEqual([1, undefined]);
  expect(seenAt(node, 15 * SECOND)).toEqual([1, 1, 1]);
  expect(seenAt(node, 20 * SECOND)).toEqual([2, 1, 1]);
  expect(seenAt(node, 21 * SECOND)).toEqual([2, 2, 2]);
});
