import { describe, expect, test } from "vitest";
import { SECOND } from "@podsim/core/time";
import { Correlator } from "./correlator.js";
import { EventLedger } from "./event-ledger.js";
import type { EventWrite, Occurrence } from "./recorded-event.js";

const occurrence = (
  at: number,
  over: { message?: string; reason?: string; name?: string; uid?: string; fieldPath?: string } = {},
): Occurrence => ({
  seq: at,
  atUs: at * SECOND,
  announcement: {
    type: "Warning",
    reason: over.reason ?? "BackOff",
    message: over.message ?? "Back-off restarting failed container",
    from: "kubelet",
    object: { kind: "Pod", namespace: "default", name: over.name ?? "web-1" },
  },
  object: {
    apiVersion: "v1",
    kind: "Pod",
    namespace: "default",
    name: over.name ?? "web-1",
    uid: over.uid ?? `uid of ${over.name ?? "web-1"}`,
    ...(over.fieldPath === undefined ? {} : { fieldPath: over.fieldPath }),
  },
  source: { component: "kubelet", host: "node-1" },
  objectVersion: 0,
});

const recorder = (): { correlator: Correlator; ledger: EventLedger; writes: EventWrite[] } => {
  const writes: EventWrite[] = [];
  const ledger = new EventLedger((write) => writes.push(write));
  return { correlator: new Correlator(ledger), ledger, writes };
};

describe("a component's recorder", () => {
  test("kubelet 11.2: the same Event again counts, keeps its first time and moves its last", () => {
    const { correlator, ledger } = recorder();
    for (const at of [1, 5, 9]) correlator.record(occurrence(at));
    expect(ledger.events).toHaveLength(1);
    expect(ledger.events[0]).toMatchObject({ count: 3, firstUs: SECOND, lastUs: 9 * SECOND, firstSeq: 1, lastSeq: 9 });
  });

  test("kubelet 11.2, F18: another message, field path, reason or object is another Event", () => {
    const { correlator, ledger } = recorder();
    correlator.record(occurrence(1));
    correlator.record(occurrence(1, { message: "other" }));
    correlator.record(occurrence(1, { fieldPath: "spec.containers{app}" }));
    correlator.record(occurrence(1, { reason: "Failed" }));
    correlator.record(occurrence(1, { name: "web-2" }));
    expect(ledger.events.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
  });

  test("kubelet 11.2, 11.3, 11.4: a later object of the same name is counted, combined and held back by itself", () => {
    const { correlator, ledger } = recorder();
    for (let k = 0; k < 30; k += 1) correlator.record(occurrence(k));
    correlator.record(occurrence(30, { uid: "uid-2" }));
    expect(ledger.events.map(({ object, count, firstUs }) => [object.uid, count, firstUs])).toEqual([
      ["uid of web-1", 25, 0],
      ["uid-2", 1, 30 * SECOND],
    ]);
    for (let k = 0; k < 8; k += 1) correlator.record(occurrence(31 + k, { message: `probe ${k}`, uid: "uid-3" }));
    for (let k = 0; k < 8; k += 1) correlator.record(occurrence(41 + k, { message: `probe ${8 + k}`, uid: "uid-4" }));
    expect(ledger.events.some(({ message }) => message.startsWith("(combined"))).toBe(false);
  });

  test("kubelet 11.3: from ten different messages on they are one Event with the newest text", () => {
    const { correlator, ledger } = recorder();
    for (let k = 0; k < 12; k += 1) correlator.record(occurrence(k, { message: `probe ${k}` }));
    expect(ledger.events).toHaveLength(10);
    expect(ledger.events[8]?.message).toBe("probe 8");
    expect(ledger.events[9]).toMatchObject({ message: "(combined from similar events): probe 11", count: 3 });
  });

  test("kubelet 11.3: a gap of more than ten minutes begins anew", () => {
    const { correlator, ledger } = recorder();
    for (let k = 0; k < 9; k += 1) correlator.record(occurrence(k, { message: `probe ${k}` }));
    correlator.record(occurrence(8 + 601, { message: "probe 9" }));
    expect(ledger.events.at(-1)?.message).toBe("probe 9");
    correlator.record(occurrence(8 + 602, { message: "probe 10" }));
    expect(ledger.events.at(-1)?.message).toBe("probe 10");
  });

  test("kubelet 11.4, F18: after a burst of 25 one write passes every 300 s, and the count jumps", () => {
    const { correlator, ledger, writes } = recorder();
    for (let k = 0; k < 100; k += 1) correlator.record(occurrence(k));
    expect(writes).toHaveLength(25);
    expect(ledger.events[0]?.count).toBe(25);
    correlator.record(occurrence(300));
    expect(writes).toHaveLength(26);
    expect(ledger.events[0]?.count).toBe(101);
  });

  test("kubelet 11.4: what was held back at first appears with its whole count", () => {
    const { correlator, ledger } = recorder();
    for (let k = 0; k < 25; k += 1) correlator.record(occurrence(k));
    correlator.record(occurrence(26, { message: "late" }));
    expect(ledger.events).toHaveLength(1);
    correlator.record(occurrence(400, { message: "late" }));
    expect(ledger.events[1]).toMatchObject({ message: "late", count: 2, firstUs: 26 * SECOND });
  });
});
