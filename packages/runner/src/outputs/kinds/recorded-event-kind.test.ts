import { imagePullStarted, nodeAdded, podBound, podCreated, podSchedulingFailed } from "@podsim/core";
import { expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { recordedEvents } from "./recorded-event-kind.js";

const { namespace, name } = podCreated.example;
const message = "0/1 nodes are available: 1 Insufficient cpu.";

const view = new Chronicle()
  .record(podCreated, 0, podCreated.example)
  .at("10500ms")
  .record(podSchedulingFailed, 0, { reason: "Unschedulable", message })
  .at("20500ms")
  .record(podSchedulingFailed, 0, { reason: "Unschedulable", message })
  .at("21500ms")
  .record(podSchedulingFailed, 0, { reason: "Unschedulable", message })
  .record(podBound, 0, { node: "node-1", nodeIx: 0, by: "scheduler" })
  .at("30500ms")
  .record(imagePullStarted, 0, { container: 0, image: "nginx" })
  .at("40500ms")
  .record(imagePullStarted, 0, { container: 0, image: "nginx" })
  .record(nodeAdded, 0, nodeAdded.example)
  .viewAt("50s");

/** Cells of every Event in these columns. */
const cellsOf = (...names: readonly string[]): readonly (readonly string[])[] =>
  recordedEvents.list(view).map((item) => {
    const cells = item.cells();
    return names.map((column) => cells[recordedEvents.columns.findIndex((each) => each.name === column)] ?? "");
  });

test("kubectl's columns: how often something happened, and since when, is told by -o wide alone", () => {
  const columns = recordedEvents.columns.map((column) => (column.wide === true ? `${column.name}, wide` : column.name));
  expect(columns).toEqual([
    "LAST SEEN",
    "TYPE",
    "REASON",
    "OBJECT",
    "SUBOBJECT, wide",
    "SOURCE, wide",
    "MESSAGE",
    "FIRST SEEN, wide",
    "COUNT, wide",
    "NAME, wide",
  ]);
});

test("kubelet 11.7: by name, with when each was last seen; times of the scheduler are not cut to the second", () => {
  expect(cellsOf("LAST SEEN", "OBJECT", "REASON", "FIRST SEEN", "COUNT")).toEqual([
    ["10s", "node/node-1", "RegisteredNode", "10s", "1"],
    ["39s", `pod/${name}`, "FailedScheduling", "39s", "1"],
    ["28s", `pod/${name}`, "FailedScheduling", "29s", "2"],
    ["28s", `pod/${name}`, "Scheduled", "28s", "1"],
    ["10s", `pod/${name}`, "Pulling", "20s", "2"],
  ]);
});

test("SOURCE is the component with its host, or its instance where the newer API names one", () => {
  expect(cellsOf("SOURCE", "SUBOBJECT", "MESSAGE").slice(3)).toEqual([
    ["default-scheduler, default-scheduler-podsim", "", `Successfully assigned ${namespace}/${name} to node-1`],
    ["kubelet, node-1", "spec.containers{app}", 'Pulling image "nginx"'],
  ]);
});

test("objects: the reference has the UID, and what the scheduler was about is said", () => {
  const objects = recordedEvents.list(view).map((item) => item.toObject());
  expect(objects[2]).toMatchObject({
    action: "Scheduling",
    eventTime: "2026-01-01T00:00:20.500000Z",
    involvedObject: { apiVersion: "v1", kind: "Pod", namespace, name, uid: podCreated.example.uid },
    series: { count: 2, lastObservedTime: "2026-01-01T00:00:21.500000Z" },
    source: {},
  });
  expect(objects[3]).toMatchObject({ action: "Binding", reason: "Scheduled" });
  expect(objects[4]).toMatchObject({
    count: 2,
    firstTimestamp: "2026-01-01T00:00:30Z",
    lastTimestamp: "2026-01-01T00:00:40Z",
    source: { component: "kubelet", host: "node-1" },
  });
});
