// The registry of everything that can happen to a pod; a type's place in the list is its number in a log.
import { containerConfigFailed } from "./container-config-failed.js";
import { containerCreated } from "./container-created.js";
import { containerExited } from "./container-exited.js";
import { containerHookFinished } from "./container-hook-finished.js";
import { containerHookStarted } from "./container-hook-started.js";
import { containerImageKept } from "./container-image-kept.js";
import { containerKillBegan } from "./container-kill-began.js";
import { containerResized } from "./container-resized.js";
import { containerRestartBackedOff } from "./container-restart-backed-off.js";
import { containerRestartDecided } from "./container-restart-decided.js";
import { containerStartFailed } from "./container-start-failed.js";
import { containerStarted } from "./container-started.js";
import { imageAlreadyPresent } from "./image-already-present.js";
import { imageNameRefused } from "./image-name-refused.js";
import { imagePullBackedOff } from "./image-pull-backed-off.js";
import { imagePullFailed } from "./image-pull-failed.js";
import { imagePullForbidden } from "./image-pull-forbidden.js";
import { imagePullStarted } from "./image-pull-started.js";
import { imagePulled } from "./image-pulled.js";
import { podAdopted } from "./pod-adopted.js";
import { podBackOffsLost } from "./pod-back-offs-lost.js";
import { podBound } from "./pod-bound.js";
import { podConditionSet } from "./pod-condition-set.js";
import { podCreated } from "./pod-created.js";
import { podCutOff } from "./pod-cut-off.js";
import { podDeadlineExceeded } from "./pod-deadline-exceeded.js";
import { podDeletionRequested } from "./pod-deletion-requested.js";
import { podDisruptionTargeted } from "./pod-disruption-targeted.js";
import { podEvictionCancelled } from "./pod-eviction-cancelled.js";
import { podFailedByKubelet } from "./pod-failed-by-kubelet.js";
import { podFailedByController } from "./pod-failed-by-controller.js";
import { podFound } from "./pod-found.js";
import { podMarkedNotReady } from "./pod-marked-not-ready.js";
import { podMended } from "./pod-mended.js";
import { podNetworkNotReady } from "./pod-network-not-ready.js";
import { podNominated } from "./pod-nominated.js";
import { podPreempted } from "./pod-preempted.js";
import { podRejected } from "./pod-rejected.js";
import { podReleased } from "./pod-released.js";
import { podRemoved } from "./pod-removed.js";
import { podReserved } from "./pod-reserved.js";
import { podResizeAllocated } from "./pod-resize-allocated.js";
import { podResizeDeclined } from "./pod-resize-declined.js";
import { podSandboxCreated } from "./pod-sandbox-created.js";
import { podSandboxFailed } from "./pod-sandbox-failed.js";
import { podSandboxStopped } from "./pod-sandbox-stopped.js";
import { podSchedulingFailed } from "./pod-scheduling-failed.js";
import { podStatusKept } from "./pod-status-kept.js";
import { podStatusReported } from "./pod-status-reported.js";
import { podTroubled } from "./pod-troubled.js";
import { podUpdated } from "./pod-updated.js";
import { probeErrored } from "./probe-errored.js";
import { probeFailed } from "./probe-failed.js";
import { probeResultStored } from "./probe-result-stored.js";
import { volumeAttachRefused } from "./volume-attach-refused.js";
import { volumeMountFailed } from "./volume-mount-failed.js";

export const POD_EVENTS = [
  podCreated,
  podBound,
  podSchedulingFailed,
  podStatusReported,
  podSandboxCreated,
  podSandboxStopped,
  imagePullStarted,
  imagePulled,
  imageAlreadyPresent,
  imagePullFailed,
  imagePullBackedOff,
  imagePullForbidden,
  containerCreated,
  containerStarted,
  containerRestartDecided,
  containerRestartBackedOff,
  containerKillBegan,
  containerHookStarted,
  containerHookFinished,
  containerExited,
  probeFailed,
  probeResultStored,
  podDeletionRequested,
  podDisruptionTargeted,
  podEvictionCancelled,
  podMarkedNotReady,
  podFailedByController,
  podRejected,
  podAdopted,
  podRemoved,
  containerConfigFailed,
  volumeAttachRefused,
  volumeMountFailed,
  probeErrored,
  imageNameRefused,
  podDeadlineExceeded,
  podFailedByKubelet,
  podBackOffsLost,
  podNominated,
  podPreempted,
  podSandboxFailed,
  podNetworkNotReady,
  podReserved,
  podUpdated,
  podReleased,
  containerImageKept,
  podConditionSet,
  containerStartFailed,
  podResizeAllocated,
  podResizeDeclined,
  containerResized,
  podTroubled,
  podMended,
  podFound,
  podCutOff,
  podStatusKept,
] as const;
