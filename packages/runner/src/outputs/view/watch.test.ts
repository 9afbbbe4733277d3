import { aSpec } from "@podsim/core/testing";
import { podSchedulingFailed, podCreated } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { OneNode } from "@podsim/scheduler/testing";
import { expect, test } from "vitest";
import { Chronicle, frameOf } from "../../../testing/chronicle.js";
import { kindNamed } from "../kinds/index.js";
import type { ObjectKind } from "../kinds/object-kind.js";
import { watch } from "./watch.js";

const pods = kindNamed("pods") as ObjectKind;

const rows = (log: OneNode["log"], factCount = 0, atUs = 0): readonly string[] => {
  const seen: string[] = [];
  watch(frameOf(log), pods, { factCount, atUs, toFactCount: log.length }, ({ type, item }) => {
    const [, ready, status, restarts] = item.cells();
    seen.push(`${type} ${ready} ${status} ${restarts}`);
  });
  return seen;
};

test("kubelet 10.17: a watch prints every write to the object, also when its row stays the same", () => {
  const node = new OneNode();
  node.pod(0, aSpec());
  node.delete(20, 0, 5);
  node.run(60);
  expect(rows(node.log)).toEqual([
    "ADDED 0/1 Pending 0",
    "MODIFIED 0/1 Pending 0",
    "MODIFIED 0/1 ContainerCreating 0",
    "MODIFIED 1/1 Running 0",
    "MODIFIED 1/1 Terminating 0",
    // The kubelet's word that it has seen the delete.
    "MODIFIED 1/1 Terminating 0",
    "MODIFIED 0/1 Completed 0",
    "DELETED 0/1 Completed 0",
  ]);
});

test("a watch begun later starts with what is there", () => {
  const node = new OneNode();
  node.pod(0, aSpec());
  node.delete(20, 0, 5);
  node.run(60);
  const at = 10 * SECOND;
  let factCount = 0;
  while (factCount < node.log.length && node.log.at(factCount) <= at) factCount += 1;
  expect(rows(node.log, factCount, at)[0]).toBe("ADDED 1/1 Running 0");
  expect(rows(node.log, factCount, at).at(-1)).toBe("DELETED 0/1 Completed 0");
});

test("writing what is there already is no change: the API server sends nothing", () => {
  const message = "0/3 nodes are available: 3 Insufficient cpu.";
  const chronicle = new Chronicle()
    .record(podCreated, 0, {
      ...podCreated.example,
      template: { metadata: { labels: {}, annotations: {} }, spec: aSpec() },
    })
    .at("1s")
    .record(podSchedulingFailed, 0, { message, reason: "Unschedulable" })
    .at("2s")
    .record(podSchedulingFailed, 0, { message, reason: "Unschedulable" })
    .at("3s")
    .record(podSchedulingFailed, 0, {
      message: "0/4 nodes are available: 4 Insufficient cpu.",
      reason: "Unschedulable",
    });
  expect(rows(chronicle.log)).toHaveLength(3);
});
