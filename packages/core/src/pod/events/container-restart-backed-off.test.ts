import { expect, test } from "vitest";
import { aPod, exited } from "../../../testing/pod-builder.js";
import { runtimeAt } from "../container-runtime.js";
import type { PodState } from "../pod-state.js";
import { withRuntime } from "../pod-state.js";
import { containerRestartBackedOff } from "./container-restart-backed-off.js";
import { containerRestartDecided } from "./container-restart-decided.js";

const backedOff = (pod: PodState): PodState => containerRestartBackedOff.evolve(pod, { container: 0 }, 0);
const decided = (pod: PodState, seconds: number): PodState =>
  containerRestartDecided.evolve(pod, { container: 0, backOffUs: seconds * 1_000_000 }, 0);

const pod = decided(aPod({ runtime: { app: exited(1) } }), 10);

test("a sync that finds what the one before has found leaves the pod as it is", () => {
  const first = backedOff(pod);
  expect(runtimeAt(first, 0).failure).toEqual({
    reason: "CrashLoopBackOff",
    message: `back-off 10s restarting failed container=app pod=web_default(${pod.identity.uid})`,
  });
  expect(backedOff(first)).toBe(first);
});

test("a longer back-off, or anything else that was said, is another message", () => {
  const first = backedOff(pod);
  const { reason, message } = runtimeAt(first, 0).failure ?? {};
  const longer = backedOff(decided(first, 20));
  expect(runtimeAt(longer, 0).failure).toEqual({ reason, message: message?.replace("10s", "20s") });
  for (const other of [`${message ?? ""}!`, message?.slice(0, -1) ?? "", ""]) {
    const runtime = { ...runtimeAt(first, 0), failure: { reason: "CrashLoopBackOff", message: other } };
    const after = backedOff(withRuntime(first, { ...first.runtime, containers: [runtime] }));
    expect(runtimeAt(after, 0).failure).toEqual({ reason, message });
  }
});
