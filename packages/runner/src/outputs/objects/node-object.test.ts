import {
  imageStored,
  nodeAdded,
  nodeFailed,
  nodePressureChanged,
  nodeReadyChanged,
  nodeTainted,
  nodeUntainted,
} from "@podsim/core";
import { describe, expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { kindNamed } from "../kinds/index.js";
import type { JsonObject } from "./kube-object.js";

const chronicle = (): Chronicle => new Chronicle().record(nodeAdded, 0, nodeAdded.example);

const nodeAt = (facts: Chronicle, time: string): JsonObject => {
  const [node] = kindNamed("node")?.list(facts.viewAt(time)) ?? [];
  return node?.toObject() ?? {};
};

/** Since the start of the run: "02:56". */
const short = (stamp: unknown): string => String(stamp).slice(14, 19);

/** Of each condition "type status heartbeat transition". */
const conditionsAt = (facts: Chronicle, time: string): readonly string[] => {
  const { conditions } = nodeAt(facts, time)["status"] as { readonly conditions: readonly Record<string, string>[] };
  return conditions.map(
    ({ type, status, lastHeartbeatTime, lastTransitionTime }) =>
      `${type ?? ""} ${status ?? ""} ${short(lastHeartbeatTime)} ${short(lastTransitionTime)}`,
  );
};

const heartbeatAt = (facts: Chronicle, time: string): string => conditionsAt(facts, time)[0]?.split(" ")[2] ?? "";

describe("kubelet 0.14: heartbeats of a node's conditions", () => {
  test("are five minutes apart where nothing changes", () => {
    const quiet = chronicle();
    expect(["4m", "5m", "9m59s", "11m"].map((time) => heartbeatAt(quiet, time))).toEqual([
      ...["00:00", "05:00", "05:00", "10:00"],
    ]);
  });

  test("a condition that changes is reported at once, and all conditions with it; five minutes count from there", () => {
    const short = chronicle().at("2m56s").record(nodePressureChanged, 0, { pressure: "memory", isOn: true });
    expect(conditionsAt(short, "4m")).toEqual([
      ...["MemoryPressure True 02:56 02:56", "DiskPressure False 02:56 00:00", "PIDPressure False 02:56 00:00"],
      "Ready True 02:56 00:00",
    ]);
    expect(heartbeatAt(short, "7m55s")).toBe("02:56");
    expect(heartbeatAt(short, "7m56s")).toBe("07:56");
  });

  test("so is a node that is not ready, and an image that arrived", () => {
    const facts = chronicle()
      .at("1m")
      .record(nodeReadyChanged, 0, { status: "False", reason: "KubeletNotReady" })
      .at("2m")
      .record(imageStored, 0, imageStored.example);
    expect(heartbeatAt(facts, "90s")).toBe("01:00");
    expect(heartbeatAt(facts, "3m")).toBe("02:00");
  });

  test("a node that has fallen silent keeps the last one, while its conditions turn Unknown", () => {
    const lost = chronicle()
      .at("6m")
      .record(nodeFailed, 0, { mode: "partition" })
      .at("6m20s")
      .record(imageStored, 0, imageStored.example)
      .at("6m48s")
      .record(nodeReadyChanged, 0, { status: "Unknown", reason: "NodeStatusUnknown" });
    expect(new Set(conditionsAt(lost, "20m").map((line) => line.replace(/^\w+ /, "")))).toEqual(
      new Set(["Unknown 05:00 06:48"]),
    );
  });
});

describe("taints", () => {
  const UNREACHABLE = "node.kubernetes.io/unreachable";
  const taintsAt = (facts: Chronicle, time: string): unknown =>
    (nodeAt(facts, time)["spec"] as JsonObject)["taints"] ?? [];

  test("the node controller says when it put a taint on, somebody who taints a node does not", () => {
    const facts = chronicle()
      .at("50s")
      .record(nodeTainted, 0, { key: UNREACHABLE, value: "", effect: "NoSchedule" })
      .at("55s")
      .record(nodeTainted, 0, { key: UNREACHABLE, value: "", effect: "NoExecute" })
      .record(nodeTainted, 0, { key: "gone", value: "x", effect: "NoExecute" });
    expect(taintsAt(facts, "1m")).toEqual([
      { effect: "NoSchedule", key: UNREACHABLE, timeAdded: "2026-01-01T00:00:50Z" },
      { effect: "NoExecute", key: UNREACHABLE, timeAdded: "2026-01-01T00:00:55Z" },
      { effect: "NoExecute", key: "gone", value: "x" },
    ]);
  });

  test("one that comes back is as old as its return", () => {
    const facts = chronicle()
      .at("50s")
      .record(nodeTainted, 0, { key: UNREACHABLE, value: "", effect: "NoExecute" })
      .at("60s")
      .record(nodeUntainted, 0, { key: UNREACHABLE, effect: "NoExecute" })
      .at("70s")
      .record(nodeTainted, 0, { key: UNREACHABLE, value: "", effect: "NoExecute" });
    expect(taintsAt(facts, "65s")).toEqual([]);
    expect(taintsAt(facts, "2m")).toMatchObject([{ timeAdded: "2026-01-01T00:01:10Z" }]);
  });
});
