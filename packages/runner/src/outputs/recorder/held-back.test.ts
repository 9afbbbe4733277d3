import { nodeFailed, nodeRecovered } from "@podsim/core";
import type { Envelope, NodeState } from "@podsim/core";
import { aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { OneNode } from "@podsim/scheduler/testing";
import { describe, expect, test } from "vitest";
import { recordedEvents } from "./event-recorder.js";
import { HeldBack } from "./held-back.js";
import type { Occurrence, RecordedEvent } from "./recorded-event.js";
import type { Step } from "../view/replay.js";

const constant = (seconds: number) => ({ kind: "constant" as const, value: seconds * SECOND });

const POD = { kind: "Pod", namespace: "default", name: "web-1" };

const occurrence = (seconds: number): Occurrence => ({
  seq: 0,
  atUs: seconds * SECOND,
  announcement: {
    type: "Normal",
    reason: "Started",
    message: "",
    from: "kubelet",
    object: POD,
  },
  object: { apiVersion: "v1", uid: "uid-1", ...POD },
  source: { component: "kubelet", host: "node-1" },
  objectVersion: 0,
});

/** What the API server has of a pod that crashes every 20 s, on a node that is cut off from 60 s on. */
const eventsAt = (seconds: number, backAt: number): readonly RecordedEvent[] => {
  const node = new OneNode({ behaviors: { app: { run: constant(20), exitCode: 1 } } });
  node.pod(0, aSpec());
  node.fail(60, "partition");
  node.recover(backAt);
  node.run(seconds);
  return recordedEvents(node.log, node.log.length, seconds * SECOND);
};

const lastOf = (events: readonly RecordedEvent[], reason: string): number =>
  Math.max(...events.filter((event) => event.reason === reason).map(({ lastUs }) => lastUs / SECOND));

describe("Events of a kubelet that is cut off", () => {
  test("kubelet 11.6: they wait until it is back, and say when it happened", () => {
    const [during, after] = [eventsAt(119, 120), eventsAt(121, 120)];
    expect(lastOf(during, "Started")).toBeLessThan(60);
    expect(lastOf(after, "Started")).toBeGreaterThan(60);
    expect(lastOf(after, "Started")).toBeLessThan(120);
  });

  test("kubelet 11.6: one that cannot be sent is given up after twelve tries, and holds up the others", () => {
    const node = { name: "node-1" } as NodeState;
    const at = (seconds: number, definition: Envelope["definition"], data = {}): Step => ({
      fact: { seq: 0, at: seconds * SECOND, subject: 0, causedBy: -1, definition, data },
      before: node,
      after: node,
    });
    const heldBack = new HeldBack();
    heldBack.follow(at(60, nodeFailed, { mode: "partition" }));
    for (const seconds of [70, 80, 200, 210]) expect(heldBack.takes(occurrence(seconds))).toBe(true);
    expect(heldBack.takes({ ...occurrence(90), source: { component: "node-controller", host: "" } })).toBe(false);
    // Of the first nobody tries any more from 180 s on, of the second from 290 s on.
    const written = heldBack.follow(at(300, nodeRecovered)).map(({ writtenUs }) => writtenUs);
    expect(written).toEqual([null, null, 300 * SECOND, 300 * SECOND]);
    expect(heldBack.takes(occurrence(310))).toBe(false);
  });

  test("kubelet 11.2, 11.6: the next one of the same kind counts those that were given up", () => {
    const started = eventsAt(420, 400).filter(({ reason }) => reason === "Started");
    expect(started).toHaveLength(1);
    const undisturbed = eventsAt(420, 61).filter(({ reason }) => reason === "Started");
    expect(started[0]?.count).toBe(undisturbed[0]?.count);
  });

  test("kubelet 11.6: a node that never comes back tells nobody", () => {
    expect(lastOf(eventsAt(1_000, 2_000), "Started")).toBeLessThan(60);
  });
});

describe("what happens while no kubelet is there", () => {
  const MI = 2 ** 20;
  const size = { cpu: "4", memory: "4Gi", pods: "110" };

  test("kubelet 9.5: is told by the one that starts", () => {
    const memory = {
      kind: "curve" as const,
      points: [
        { atUs: 0, amount: 10 * MI, until: "step" as const },
        { atUs: 90 * SECOND, amount: 5_000 * MI, until: "step" as const },
      ],
    };
    const app = { use: { memory, killedAtLimit: true, disk: null, volumes: {}, processes: null } };
    const node = new OneNode({ behaviors: { app }, node: { capacity: size, allocatable: size } });
    node.pod(0, aSpec());
    node.fail(60, "kubelet-down");
    node.recover(200);
    node.run(205);
    const told = recordedEvents(node.log, node.log.length, 205 * SECOND);
    expect(told.filter(({ reason }) => reason === "SystemOOM").map(({ lastUs }) => lastUs / SECOND)).toEqual([200]);
  });
});
