// apiLatency: everything that goes through the API server takes longer, for a while or for good.
import type { Distribution, Duration } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { SlowApiRequest } from "@podsim/scheduler";
import { distribution } from "../behaviors/distribution.js";
import { defineIntervention } from "../scenario/intervention.js";
import { checked } from "../scenario/schema/collections.js";
import { optional, record, required } from "../scenario/schema/record.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";

interface LatencyParams {
  readonly add: Distribution;
  readonly for: Duration | null;
}

/** A kubelet gives up renewing its lease after this long, so beyond it nodes would be lost. */
const ADD_MAX: Duration = 10 * SECOND;

/** As long as all but one call in a hundred takes at most. */
const mostUs = (add: Distribution): Duration => {
  switch (add.kind) {
    case "constant":
      return add.value;
    case "uniform":
      return add.max;
    case "exponential":
      return 4.6 * add.mean;
    case "lognormal":
      return add.p99;
  }
};

const addText = (add: Distribution): string =>
  add.kind === "constant" ? shortTime(add.value) : `up to ${shortTime(mostUs(add))}`;

export const apiLatency = defineIntervention<LatencyParams>({
  name: "apiLatency",
  doc: "let each call to the API server, and seeing each change in it, take longer: controllers, scheduler, kubelets",
  example: { add: { lognormal: { p50: "300ms", p99: "2s" } }, for: "10m" },
  params: checked(
    record<LatencyParams>("apiLatency", { add: required(distribution, "500ms"), for: optional(duration) }),
    ({ add }) =>
      mostUs(add) <= ADD_MAX
        ? null
        : {
            code: "E108",
            message: `the API server cannot be slower than by ${shortTime(ADD_MAX)}`,
            why: "beyond that the heartbeats of kubelets time out and their nodes are lost, which this does not model",
            fix: "add less, or cut nodes off: fail: { nodes: …, mode: partition }",
          },
  ),
  text: (given) =>
    `API server slower by ${addText(given.add)}${given.for === null ? "" : ` for ${shortTime(given.for)}`}`,
  subject: () => "",
  plan: ({ add, for: forUs }) => {
    const request: SlowApiRequest = { verb: "slow-api", add, forUs };
    return [request];
  },
});
