// sim_reason_pods: how many pods show each word in kubectl's STATUS column.
import { statusColumn } from "@podsim/core";
import type { MetricDefinition } from "../run/measure/metric.js";
import { tallyPods } from "../run/measure/pod-tally.js";

/** Besides them what ends a container or fails a pod may give a word of its own. */
const STATUS_WORDS = [
  "Pending",
  "Running",
  "Completed",
  "Succeeded",
  "Failed",
  "Unknown",
  "Terminating",
  "NotReady",
  "SchedulingGated",
  "PodInitializing",
  "ContainerCreating",
  "ErrImagePull",
  "ImagePullBackOff",
  "ErrImageNeverPull",
  "InvalidImageName",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "PostStartHookError",
  "StartError",
  "CrashLoopBackOff",
  "Error",
  "OOMKilled",
  "ContainerStatusUnknown",
  "ContainerCannotRun",
  "Evicted",
  "DeadlineExceeded",
  "Terminated",
  "NodeShutdown",
  "NodeLost",
  "NodeAffinity",
  "NodePorts",
  "TaintToleration",
  "OutOfcpu",
  "OutOfmemory",
  "OutOfpods",
  "UnexpectedAdmissionError",
];
const USUAL = [...STATUS_WORDS, ...STATUS_WORDS.map((word) => `Init:${word}`)];

export const simReasonPods: MetricDefinition = {
  name: "sim_reason_pods",
  kind: "gauge",
  unit: "pods",
  better: "neither",
  labels: { reason: { usual: USUAL } },
  doc: "Pods whose STATUS column, as kubectl prints it, shows the word. A word that never shows up counts as 0.",
  whenAbsent: 0,
  measure: (into) =>
    tallyPods(statusColumn, (reason) => {
      const series = into.of({ reason });
      if (series.times.length === 0) series.set(0, 0);
      return series;
    }),
};
