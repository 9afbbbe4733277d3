// Ready is said of what runs.
import type { ContainerStatus, PodState } from "../pod/pod-state.js";
import { isReady } from "../pod/pod-state.js";
import { step } from "../law/laws.js";
import type { Invariant, Judgement } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

const judgeContainer = (pod: PodState, status: ContainerStatus, isInit: boolean): Judgement => {
  const runs = status.state.kind === "running";
  const isDoneInit = isInit && status.state.kind === "terminated" && status.state.exitCode === 0;
  if (status.started && !runs) return violated(`${status.name} is started without running`, podWitness(pod));
  if (status.ready && !status.started && !isDoneInit) {
    return violated(`${status.name} is ready without being started`, podWitness(pod));
  }
  return true;
};

const judge = (pod: PodState): Judgement => {
  if (isReady(pod) && pod.status.phase !== "Running") {
    return violated(`Ready in phase ${pod.status.phase}`, podWitness(pod));
  }
  for (const status of pod.status.initContainerStatuses) {
    const judged = judgeContainer(pod, status, true);
    if (judged !== true) return judged;
  }
  for (const status of pod.status.containerStatuses) {
    const judged = judgeContainer(pod, status, false);
    if (judged !== true) return judged;
  }
  return true;
};

export const podReadyOnlyWhileRunning: Invariant = step(
  "pod.readyOnlyWhileRunning",
  "a kubelet reports a pod Ready only in phase Running, a container ready only while it is started and runs",
  (before, { subject }, after) => {
    const is = after.pods.at(subject);
    return is === undefined || before.pods.at(subject)?.status === is.status || judge(is);
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes",
    hears: ["PodStatusReported"],
  },
);
