import { expect, test } from "vitest";
import { aProbe } from "../../testing/pod-builder.js";
import type { ProbeResult } from "../pod/pod-state.js";
import { countProbe, NO_PROBE_COUNT } from "./probe-worker.js";

/** What is stored after each of the results, "s" or "f". */
const storedAfter = (results: string, success: number, failure: number, initial: ProbeResult): string => {
  const probe = aProbe({ successThreshold: success, failureThreshold: failure });
  let [count, stored] = [NO_PROBE_COUNT, initial];
  return [...results]
    .map((sign) => {
      ({ count, stored } = countProbe(count, stored, sign === "s" ? "success" : "failure", probe));
      return stored === "success" ? "S" : stored === "failure" ? "F" : "-";
    })
    .join("");
};

test.each<[string, number, number, ProbeResult, string]>([
  ["fff", 1, 3, "success", "SSF"],
  ["ffsfff", 1, 3, "success", "SSSSSF"],
  ["sss", 2, 1, "failure", "FSS"],
  ["sfs", 2, 1, "failure", "FFF"],
  ["fs", 1, 3, "unknown", "-S"],
  ["fffff", 1, 3, "unknown", "--FFF"],
])(
  "kubelet 6.8: results %s with thresholds %i and %i, %s stored at first, leave %s",
  (results, s, f, initial, left) => {
    expect(storedAfter(results, s, f, initial)).toBe(left);
  },
);
