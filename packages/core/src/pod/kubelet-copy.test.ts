import { describe, expect, test } from "vitest";
import { aContainer, aPod, aProbe, aSpec, exited, running, seconds } from "../../testing/pod-builder.js";
import { containerKillBegan } from "./events/container-kill-began.js";
import { podBackOffsLost } from "./events/pod-back-offs-lost.js";
import { podConditionSet } from "./events/pod-condition-set.js";
import { podCutOff } from "./events/pod-cut-off.js";
import { podDeletionRequested } from "./events/pod-deletion-requested.js";
import { podFailedByController } from "./events/pod-failed-by-controller.js";
import { podFailedByKubelet } from "./events/pod-failed-by-kubelet.js";
import { podMarkedNotReady } from "./events/pod-marked-not-ready.js";
import { podStatusKept } from "./events/pod-status-kept.js";
import { podStatusReported } from "./events/pod-status-reported.js";
import { podUpdated } from "./events/pod-updated.js";
import { probeResultStored } from "./events/probe-result-stored.js";
import { observedGenerationOf } from "./generation.js";
import { asKubeletKnows } from "./kubelet-copy.js";
import type { PodState } from "./pod-state.js";
import { findCondition, specOf, withRuntime } from "./pod-state.js";

const SYNCING = { stage: "syncing" } as const;
const container = aContainer({ readinessProbe: aProbe() });

/** Running and Ready since 5 s. */
const readyPod = (): PodState => {
  const probes = { readiness: "success" } as const;
  const pod = aPod({ containers: [container], runtime: { app: running({ probes }) } });
  return podStatusReported.evolve(pod, SYNCING, seconds(5));
};
const cutOffPod = (): PodState => podCutOff.evolve(readyPod(), {}, seconds(60));

const readiness = (result: "success" | "failure") => ({ container: 0, probe: "readiness", result }) as const;
const readySince = ({ status }: PodState) => {
  const ready = findCondition(status, "Ready");
  return [ready?.status, ready?.lastTransitionUs];
};

const crashed = (pod: PodState): PodState => {
  const back = { backOffUs: seconds(20), lastUpdateUs: seconds(70) };
  return withRuntime(pod, { ...pod.runtime, containers: [{ ...exited(1), restartBackOff: back }] });
};

describe("a kubelet that is cut off", () => {
  test("kubelet 6.16, 0.16: writes into its copy, and sends that with the times it has", () => {
    const failed = probeResultStored.evolve(cutOffPod(), readiness("failure"), seconds(70));
    expect(readySince(failed)).toEqual(["True", seconds(5)]);
    expect(readySince(asKubeletKnows(failed))).toEqual(["False", seconds(70)]);
    const marked = podMarkedNotReady.evolve(failed, {}, seconds(110));
    const passed = probeResultStored.evolve(marked, readiness("success"), seconds(130));
    expect(readySince(passed)).toEqual(["False", seconds(110)]);
    const sent = podStatusReported.evolve(passed, SYNCING, seconds(300));
    expect(readySince(sent)).toEqual(["True", seconds(130)]);
    expect(sent.kubeletCopy).toBeNull();
  });

  test("a status is kept for those alone who are cut off", () => {
    const pod = crashed(readyPod());
    expect(podStatusKept.evolve(pod, SYNCING, seconds(70))).toBe(pod);
    const kept = podStatusKept.evolve(crashed(cutOffPod()), SYNCING, seconds(70));
    expect(kept.status.containerStatuses[0]?.state.kind).toBe("running");
    expect(asKubeletKnows(kept).status.containerStatuses[0]?.state.kind).toBe("terminated");
  });

  test("kubelet 3.9, 7.13: knows of no delete before it is back, and has seen it when it says so", () => {
    const asked = { ...podDeletionRequested.example, graceSeconds: 30, deletionTimestampUs: seconds(110) };
    const going = podDeletionRequested.evolve(cutOffPod(), asked, seconds(80));
    expect(asKubeletKnows(going).deletion).toBeNull();
    expect(observedGenerationOf(containerKillBegan.evolve(going, containerKillBegan.example, seconds(90)))).toBe(1);
    const back = podStatusReported.evolve(going, SYNCING, seconds(300));
    expect(observedGenerationOf(back)).toBe(1);
    expect(observedGenerationOf(podStatusReported.evolve(back, SYNCING, seconds(301)))).toBe(2);
  });

  test("kubelet 7.13, 8.7: one that stopped a container for a delete says so when it is back", () => {
    const asked = { ...podDeletionRequested.example, graceSeconds: 30, deletionTimestampUs: seconds(80) };
    const going = podCutOff.evolve(podDeletionRequested.evolve(readyPod(), asked, seconds(50)), {}, seconds(60));
    const stopping = containerKillBegan.evolve(going, containerKillBegan.example, seconds(61));
    expect(observedGenerationOf(stopping)).toBe(1);
    expect(observedGenerationOf(podStatusReported.evolve(stopping, SYNCING, seconds(300)))).toBe(2);
  });

  test("kubelet 3.26, 4.2: knows of no other image, and keeps its back-off until it does", () => {
    const spec = aSpec({ containers: [{ ...container, image: "registry.example/app:2" }] });
    const template = { metadata: { labels: {}, annotations: {} }, spec };
    const updated = podUpdated.evolve(crashed(cutOffPod()), { template }, seconds(80));
    expect(specOf(asKubeletKnows(updated)).containers[0]?.image).toBe("registry.example/app:1");
    expect(observedGenerationOf(updated)).toBe(1);
    expect(updated.runtime.containers[0]?.restartBackOff?.backOffUs).toBe(seconds(20));
    const back = podStatusReported.evolve(updated, SYNCING, seconds(300));
    expect(specOf(asKubeletKnows(back))).toBe(spec);
    expect(back.runtime.containers[0]?.restartBackOff).toBeNull();
    expect(observedGenerationOf(back)).toBe(2);
  });

  test("kubelet 7.1: what others wrote meanwhile stays", () => {
    const gate = { conditionType: "example.com/gate", status: "True", reason: "", message: "" } as const;
    const set = podConditionSet.evolve(cutOffPod(), gate, seconds(80));
    expect(findCondition(asKubeletKnows(set).status, gate.conditionType)).toBeUndefined();
    const { status } = podStatusReported.evolve(set, SYNCING, seconds(300));
    expect(findCondition(status, gate.conditionType)?.status).toBe("True");
    expect(findCondition(status, "Ready")?.status).toBe("True");
  });

  test("kubelet 1.8, 7.9: so does a terminal phase, and nothing of it is ready", () => {
    const failed = podFailedByController.evolve(cutOffPod(), { reason: "", message: "gone" }, seconds(80));
    const { status } = podStatusReported.evolve(failed, SYNCING, seconds(300));
    expect(status).toMatchObject({ phase: "Failed", message: "gone" });
    expect(findCondition(status, "Ready")?.status).toBe("False");
  });

  test("kubelet 7.10: the pod it gave up is a victim once that is sent", () => {
    const terms = { reason: "Evicted", message: "The node was low.", disruption: true, announced: true };
    const given = podFailedByKubelet.evolve(crashed(cutOffPod()), terms, seconds(80));
    const kept = podStatusKept.evolve(given, { stage: "terminating" }, seconds(82));
    expect(findCondition(kept.status, "DisruptionTarget")).toBeUndefined();
    const { status } = podStatusReported.evolve(kept, SYNCING, seconds(300));
    expect(status).toMatchObject({ phase: "Failed", reason: "Evicted" });
    expect(status.conditions[0]).toMatchObject({ type: "DisruptionTarget", reason: "TerminationByKubelet" });
  });

  test("kubelet 0.18: with its memory the copy is gone", () => {
    const failed = probeResultStored.evolve(cutOffPod(), readiness("failure"), seconds(70));
    const lost = podBackOffsLost.evolve(failed, {}, seconds(90));
    expect(lost.kubeletCopy).toBeNull();
    expect(readySince(lost)).toEqual(["True", seconds(5)]);
  });
});
