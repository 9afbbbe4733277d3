import { kubeletRestarted, nodeAdded, nodeCordoned, nodeRemoved } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { OneNode } from "@podsim/scheduler/testing";
import { describe, expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { EventRecorder, recordedEvents } from "./event-recorder.js";
import { intervalText } from "./event-text.js";
import type { EventWrite, RecordedEvent } from "./recorded-event.js";
import { Replay } from "../view/replay.js";

const constant = (seconds: number): { kind: "constant"; value: number } => ({
  kind: "constant",
  value: seconds * SECOND,
});

const eventsOf = (node: OneNode, seconds: number): readonly RecordedEvent[] =>
  recordedEvents(node.log, node.log.length, seconds * SECOND);

const reasons = (events: readonly RecordedEvent[]): readonly string[] =>
  events.filter(({ object }) => object.kind === "Pod").map(({ reason }) => reason);

describe("the Events of a run", () => {
  test("kubelet 11.10: a first start records Pulling, Pulled, Created, Started and nothing about the sandbox", () => {
    const node = new OneNode();
    node.pod(0, aSpec());
    node.run(30);
    expect(reasons(eventsOf(node, 30))).toEqual(["Pulling", "Pulled", "Created", "Started"]);
  });

  test("kubelet 11.12: in a crash loop Created and Started count restarts, BackOff counts syncs", () => {
    const node = new OneNode({ behaviors: { app: { run: constant(1), exitCode: 1 } } });
    node.pod(0, aSpec());
    node.run(600);
    const events = eventsOf(node, 600);
    const restarts = node.world.pods.at(0)?.status.containerStatuses[0]?.restartCount ?? 0;
    expect(restarts).toBeGreaterThan(4);
    expect(events.find(({ reason }) => reason === "Started")?.count).toBe(restarts + 1);
    expect(events.find(({ reason }) => reason === "BackOff")?.count).toBeGreaterThan(restarts);
    expect(events.find(({ reason }) => reason === "BackOff")).toMatchObject({
      type: "Warning",
      source: { component: "kubelet", host: "node-1" },
    });
  });

  test("kubelet 11.11: a liveness loop aggregates Unhealthy, Killing, Created and Started", () => {
    const liveness = { passAfter: "never" as const, failFrom: null, failure: "connection refused" };
    const node = new OneNode({ behaviors: { app: { probes: { startup: null, readiness: null, liveness } } } });
    node.pod(0, aSpec({ containers: [aContainer({ livenessProbe: aProbe({ periodSeconds: 5 }) })] }));
    node.run(300);
    const events = eventsOf(node, 300);
    for (const reason of ["Unhealthy", "Killing", "Created", "Started"]) {
      expect(
        events.filter((event) => event.reason === reason),
        reason,
      ).toHaveLength(1);
      expect(events.find((event) => event.reason === reason)?.count, reason).toBeGreaterThan(1);
    }
  });

  test("kubelet 11.5: a node that lost power counts from one again", () => {
    const node = new OneNode({ behaviors: { app: { run: constant(1), exitCode: 1 } } });
    node.pod(0, aSpec());
    node.fail(60, "power-off");
    node.recover(100);
    node.run(200);
    expect(eventsOf(node, 200).filter(({ reason }) => reason === "Started").length).toBeGreaterThan(1);
  });

  test("kubelet 0.18: what a kubelet counted is lost when it starts again, and with a node that joins anew", () => {
    const node = { namespace: "", name: nodeAdded.example.object.metadata.name };
    const chronicle = new Chronicle()
      .record(nodeAdded, 0, nodeAdded.example)
      .record(nodeCordoned, 0, {})
      .record(nodeCordoned, 0, {})
      .record(kubeletRestarted, 0, {})
      .record(nodeCordoned, 0, {})
      .record(nodeRemoved, 0, {})
      .record(nodeAdded, 1, { ...nodeAdded.example, nodeIx: 1 })
      .record(nodeCordoned, 1, {});
    const events = recordedEvents(chronicle.log, chronicle.log.length, 0);
    const cordoned = events.filter(({ reason }) => reason === "NodeNotSchedulable");
    expect(cordoned.map(({ count }) => count)).toEqual([2, 1, 1]);
    for (const { object } of cordoned) expect(object).toMatchObject(node);
  });

  test("the writes in order lead to the same Events, and every one names a fact", () => {
    const node = new OneNode({ behaviors: { app: { run: constant(2), exitCode: 3 } } });
    node.pod(0, aSpec());
    node.delete(100, 0, 5);
    node.run(200);
    const writes: EventWrite[] = [];
    const replay = new Replay(node.log);
    const recorder = new EventRecorder(replay.world, (write) => writes.push(write));
    replay.advance(node.log.length, (step) => recorder.see(step));
    const last = new Map(writes.map(({ event }) => [event.ix, event]));
    expect([...last.values()]).toEqual(recorder.events);
    for (const { event } of writes) {
      expect(node.log.at(event.lastSeq)).toBe(event.lastUs);
      expect(event.count).toBeGreaterThan(0);
    }
  });
});

describe("LAST SEEN", () => {
  const event = (over: Partial<RecordedEvent>): RecordedEvent => ({
    ix: 0,
    namespace: "default",
    type: "Normal",
    reason: "Pulled",
    message: "",
    source: { component: "kubelet", host: "node-1" },
    object: { apiVersion: "v1", kind: "Pod", namespace: "default", name: "web-1", uid: "uid-1" },
    firstUs: 0,
    lastUs: 0,
    count: 1,
    isSeries: false,
    firstSeq: 0,
    lastSeq: 0,
    ...over,
  });

  test.each<[Partial<RecordedEvent>, number, string]>([
    [{}, 300, "5m"],
    [{ count: 12, firstUs: 180 * SECOND, lastUs: 2700 * SECOND }, 3000, "5m (x12 over 47m)"],
    [{ count: 2, lastUs: 10 * SECOND, isSeries: true }, 70, "60s (x2 over 70s)"],
    [{ firstUs: 1_900_000, lastUs: 1_900_000 }, 3, "2s"],
    [{ firstUs: 1_900_000, lastUs: 1_900_000, isSeries: true }, 3, "1s"],
  ])("kubelet 11.7: %j seen at %s s reads %s", (over, nowSeconds, text) => {
    expect(intervalText(event(over), nowSeconds * SECOND)).toBe(text);
  });
});
