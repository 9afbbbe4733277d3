import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "@podsim/core/time";
import { EventLedger } from "./event-ledger.js";
import type { EventWrite, Occurrence } from "./recorded-event.js";
import { SeriesRecorder } from "./series-recorder.js";

const failed = (
  seconds: number,
  objectVersion = 1,
  message = "0/3 nodes are available: 3 Insufficient cpu.",
  uid = "uid-1",
): Occurrence => ({
  seq: seconds,
  atUs: seconds * SECOND,
  announcement: {
    type: "Warning",
    reason: "FailedScheduling",
    message,
    from: "default-scheduler",
    object: { kind: "Pod", namespace: "default", name: "web-1" },
  },
  source: { component: "default-scheduler", host: "" },
  object: { apiVersion: "v1", kind: "Pod", namespace: "default", name: "web-1", uid },
  objectVersion,
});

const recorder = (): { series: SeriesRecorder; writes: EventWrite[]; counts: () => number[] } => {
  const writes: EventWrite[] = [];
  const series = new SeriesRecorder(new EventLedger((write) => writes.push(write)));
  return { series, writes, counts: () => writes.map(({ event }) => event.count) };
};

describe("the scheduler's recorder", () => {
  test("kubelet 11.8: the second occurrence begins a series, later ones are told every half hour", () => {
    const { series, writes, counts } = recorder();
    for (const at of [0, 10, 20, 30]) series.record(failed(at));
    expect(counts()).toEqual([1, 2]);
    for (let minute = 1; minute <= 29; minute += 1) {
      series.advance(minute * MINUTE);
      series.record(failed(minute * 60));
    }
    expect(counts()).toEqual([1, 2]);
    series.advance(30 * MINUTE);
    expect(writes.at(-1)).toMatchObject({ atUs: 30 * MINUTE, event: { count: 33, lastUs: 29 * MINUTE } });
  });

  test("kubelet 11.8: six minutes after the last one its final count is told, and the next one is a new Event", () => {
    const { series, writes, counts } = recorder();
    for (const at of [0, 10, 20]) series.record(failed(at));
    series.advance(12 * MINUTE);
    expect(counts()).toEqual([1, 2, 3]);
    expect(writes.at(-1)?.atUs).toBe(12 * MINUTE);
    series.record(failed(12 * 60 + 1));
    expect(writes.at(-1)?.event).toMatchObject({ ix: 1, count: 1 });
  });

  test("an Event about a newer version of the object is another one, with its own message", () => {
    const { series, writes } = recorder();
    series.record(failed(0, 0, "first"));
    series.record(failed(10, 1, "second"));
    expect(writes.map(({ event }) => [event.ix, event.message])).toEqual([
      [0, "first"],
      [1, "second"],
    ]);
  });

  test("a later pod of the same name is another object", () => {
    const { series, counts } = recorder();
    series.record(failed(0, 0));
    series.record(failed(10, 0, "0/3 nodes are available: 3 Insufficient cpu.", "uid-2"));
    expect(counts()).toEqual([1, 1]);
  });
});
