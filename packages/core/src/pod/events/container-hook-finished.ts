// A postStart or preStop hook ended, failed, or was abandoned when the grace ran out.
import type { EventDefinition } from "../../event.js";
import { aboutContainer } from "../announce.js";
import { withFailure } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";

export interface ContainerHookFinished {
  readonly container: number;
  readonly hook: "postStart" | "preStop";
  readonly outcome: "completed" | "failed" | "abandoned";
}

export const containerHookFinished: EventDefinition<"ContainerHookFinished", ContainerHookFinished, PodState> = {
  type: "ContainerHookFinished",
  entity: "pod",
  revision: 1,
  fields: {
    container: "int",
    hook: { oneOf: ["postStart", "preStop"] },
    outcome: { oneOf: ["completed", "failed", "abandoned"] },
  },
  evolve: (pod, d) =>
    d.hook === "postStart" && d.outcome === "failed"
      ? withFailure(pod, d.container, { reason: "PostStartHookError", message: "" })
      : pod,
  announce: (pod, d) => {
    if (d.outcome !== "failed") return [];
    return d.hook === "postStart"
      ? [aboutContainer(pod, d.container, "Warning", "FailedPostStartHook", "PostStartHook failed")]
      : [aboutContainer(pod, d.container, "Warning", "FailedPreStopHook", "PreStopHook failed")];
  },
  example: { container: 0, hook: "preStop", outcome: "completed" },
};
