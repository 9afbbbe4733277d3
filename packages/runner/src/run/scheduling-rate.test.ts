import { expect, test } from "vitest";
import { EVENTS, podBound } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import { SECOND } from "@podsim/core/time";
import { schedulingRate } from "./scheduling-rate.js";

test("pods placed per virtual second, over the seconds in which a scheduler placed one", () => {
  const log = createColumnLog(EVENTS);
  let pod = 0;
  const place = (atSeconds: number, count: number, by: "scheduler" | "manifest" = "scheduler"): void => {
    for (let k = 0; k < count; k++) log.append(atSeconds * SECOND, podBound, pod++, -1, { node: "n", nodeIx: 0, by });
  };
  place(0.2, 1);
  place(0.9, 2);
  place(1.0, 7);
  place(30, 5, "manifest");
  place(3_600.5, 2);
  expect(schedulingRate(log)).toEqual({ placedPods: 12, busySeconds: 3, mean: 4, p50: 3, p90: 7, p99: 7, max: 7 });
  const none = { placedPods: 0, busySeconds: 0, mean: 0, p50: 0, p90: 0, p99: 0, max: 0 };
  expect(schedulingRate(createColumnLog(EVENTS))).toEqual(none);
});
