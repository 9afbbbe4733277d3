import {
  replicaSetCreated,
  replicaSetCreateFailed,
  replicaSetCreateRecovered,
  replicaSetMinReadyChanged,
  replicaSetScaled,
  replicaSetStatusUpdated,
} from "@podsim/core";
import { expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { kindNamed } from "../kinds/index.js";
import type { JsonObject } from "./kube-object.js";

const setAt = (facts: Chronicle, time: string): JsonObject =>
  kindNamed("rs")?.list(facts.viewAt(time))[0]?.toObject() ?? {};

const chronicle = (): Chronicle => new Chronicle().record(replicaSetCreated, 0, replicaSetCreated.example);

test("each version of its spec is a generation, which its controller has seen", () => {
  const facts = chronicle()
    .at("1s")
    .record(replicaSetStatusUpdated, 0, replicaSetStatusUpdated.example)
    .at("2s")
    .record(replicaSetScaled, 0, { from: 3, to: 5 })
    .at("3s")
    .record(replicaSetStatusUpdated, 0, replicaSetStatusUpdated.example)
    .at("4s")
    .record(replicaSetMinReadyChanged, 0, { minReadySeconds: 10 });
  const generations = ["1s", "3s", "5s"].map((time) => {
    const { metadata, status } = setAt(facts, time) as Record<string, JsonObject>;
    return [metadata?.["generation"], status?.["observedGeneration"]];
  });
  expect(generations).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

test("its failure is the first refusal, whatever the server says later, until pods can be created again", () => {
  const facts = chronicle()
    .at("10s")
    .record(replicaSetCreateFailed, 0, { message: "no" })
    .at("20s")
    .record(replicaSetCreateFailed, 0, { message: "still no" })
    .at("30s")
    .record(replicaSetStatusUpdated, 0, replicaSetStatusUpdated.example)
    .at("40s")
    .record(replicaSetCreateRecovered, 0, {})
    .at("50s")
    .record(replicaSetCreateFailed, 0, { message: "no" });
  const conditionsAt = (time: string): unknown => (setAt(facts, time)["status"] as JsonObject)["conditions"];
  expect(conditionsAt("35s")).toEqual([
    {
      type: "ReplicaFailure",
      status: "True",
      reason: "FailedCreate",
      message: "no",
      lastTransitionTime: "2026-01-01T00:00:10Z",
    },
  ]);
  expect(conditionsAt("45s")).toBeUndefined();
  expect(conditionsAt("55s")).toMatchObject([{ lastTransitionTime: "2026-01-01T00:00:50Z" }]);
});
