// A pod as `get -o json` shows it: metadata, spec and the status a client of the API server reads.
import {
  conditionGenerationOf,
  containerIxOf,
  generationOf,
  observedGenerationOf,
  qosClass,
  specOf,
} from "@podsim/core";
import type { ContainerState, ContainerStatus, PodCondition, PodOwner, PodState, Terminated } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import type { WallClock } from "../view/wall-clock.js";
import type { Json, JsonObject, KubeObject } from "./kube-object.js";
import { controllerReference, filled, metadataOf, present, unlessEmpty, unlessNone } from "./kube-object.js";
import { podSpecJson } from "./pod-spec-json.js";
import { NOT_YET } from "@podsim/core/time";

const timeOrNull = (at: number, clock: WallClock): Json => (at < 0 ? null : clock.timestamp(at));

/** What was never started says, in the runtime's words, that it was at the beginning of all time. */
const startedAt = ({ startedAtUs, reason }: Terminated, clock: WallClock): Json =>
  reason === "StartError" ? "1970-01-01T00:00:00Z" : timeOrNull(startedAtUs, clock);

const terminatedJson = (state: Terminated, clock: WallClock): JsonObject =>
  present({
    containerID: unlessEmpty(state.containerId),
    exitCode: state.exitCode,
    finishedAt: timeOrNull(state.finishedAtUs, clock),
    message: unlessEmpty(state.message),
    reason: unlessEmpty(state.reason),
    signal: state.signal === 0 ? undefined : state.signal,
    startedAt: startedAt(state, clock),
  });

const stateJson = (state: ContainerState, clock: WallClock): JsonObject => {
  switch (state.kind) {
    case "waiting":
      return { waiting: present({ message: unlessEmpty(state.message), reason: unlessEmpty(state.reason) }) };
    case "running":
      return { running: { startedAt: clock.timestamp(state.startedAtUs) } };
    case "terminated":
      return { terminated: terminatedJson(state, clock) };
  }
};

const containerStatusJson = (status: ContainerStatus, clock: WallClock): JsonObject =>
  present({
    containerID: unlessEmpty(status.containerId),
    image: status.image,
    // Digests of images are not modelled; the field itself is required.
    imageID: "",
    lastState: status.lastState === null ? {} : { terminated: terminatedJson(status.lastState, clock) },
    name: status.name,
    ready: status.ready,
    restartCount: status.restartCount,
    started: status.started,
    state: stateJson(status.state, clock),
  });

const conditionJson = (condition: PodCondition, pod: PodState, clock: WallClock): JsonObject =>
  present({
    lastProbeTime: null,
    lastTransitionTime: clock.timestamp(condition.lastTransitionUs),
    message: unlessEmpty(condition.message),
    observedGeneration: conditionGenerationOf(pod, condition) ?? undefined,
    reason: unlessEmpty(condition.reason),
    status: condition.status,
    type: condition.type,
  });

/** What a container has set aside for it and what it goes by, while its pod is resized. */
const resizedJson = (pod: PodState, name: string): JsonObject => {
  const { resize } = pod.runtime;
  const ix = containerIxOf(specOf(pod), name);
  const [allocated, actual] = [resize?.allocated[ix], resize?.actual[ix]];
  if (allocated === undefined || actual === undefined) return {};
  return present({ allocatedResources: unlessNone(allocated.requests), resources: filled(actual) });
};

const statusJson = (pod: PodState, clock: WallClock): JsonObject => {
  const { status } = pod;
  const statuses = (list: readonly ContainerStatus[]): Json | undefined =>
    list.length === 0
      ? undefined
      : list.map((one) => ({ ...containerStatusJson(one, clock), ...resizedJson(pod, one.name) }));
  return present({
    conditions:
      status.conditions.length === 0 ? undefined : status.conditions.map((one) => conditionJson(one, pod, clock)),
    containerStatuses: statuses(status.containerStatuses),
    ephemeralContainerStatuses: statuses(status.ephemeralContainerStatuses),
    initContainerStatuses: statuses(status.initContainerStatuses),
    message: unlessEmpty(status.message),
    nominatedNodeName: unlessEmpty(status.nominatedNodeName),
    observedGeneration: observedGenerationOf(pod) ?? undefined,
    phase: status.phase,
    podIP: status.podIP ?? undefined,
    podIPs: status.podIP === null ? undefined : [{ ip: status.podIP }],
    qosClass: qosClass(specOf(pod)),
    reason: unlessEmpty(status.reason),
    startTime: status.startTimeUs === NOT_YET ? undefined : clock.timestamp(status.startTimeUs),
  });
};

const uidOfOwner = ({ kind, ix }: PodOwner, world: WorldView): string => {
  switch (kind) {
    case "ReplicaSet":
      return world.replicaSets.at(ix)?.uid ?? "";
    case "DaemonSet":
      return world.daemonSets.at(ix)?.uid ?? "";
    case "StatefulSet":
      return world.statefulSets.at(ix)?.uid ?? "";
    case "Job":
      return world.jobs.at(ix)?.uid ?? "";
    default:
      return "";
  }
};

const ownerOf = (pod: PodState, world: WorldView): JsonObject | undefined => {
  const { owner } = pod.identity;
  if (owner === null) return undefined;
  return controllerReference(
    owner.kind === "Job" ? "batch/v1" : "apps/v1",
    owner.kind,
    owner.name,
    uidOfOwner(owner, world),
  );
};

/** What the name was made from; an adopted pod has a name of its own. */
const generateNameOf = ({ identity: { name, owner } }: PodState): string | undefined => {
  if (owner === null || !name.startsWith(`${owner.name.slice(0, 50)}`)) return undefined;
  return owner.kind === "StatefulSet" ? `${owner.name}-` : name.slice(0, name.lastIndexOf("-") + 1);
};

export const podObject = (pod: PodState, world: WorldView, clock: WallClock): KubeObject => {
  const { name, namespace, uid, createdAtUs, template } = pod.identity;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: metadataOf(
      {
        name,
        namespace,
        uid,
        createdAtUs,
        labels: template.metadata.labels,
        annotations: template.metadata.annotations,
        finalizers: template.metadata.finalizers,
        generation: generationOf(pod),
        generateName: generateNameOf(pod),
        owner: ownerOf(pod, world),
        deletion:
          pod.deletion === null
            ? undefined
            : { timestampUs: pod.deletion.deletionTimestampUs, graceSeconds: pod.deletion.graceSeconds },
      },
      clock,
    ),
    spec: podSpecJson(specOf(pod), pod.binding?.nodeName),
    status: statusJson(pod, clock),
  };
};
