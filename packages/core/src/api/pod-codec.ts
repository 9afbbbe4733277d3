// Codecs of pods and pod templates.
import { isRecord, listOf } from "./api-type.js";
import type { ApiType } from "./api-type.js";
import { affinity, topologySpreadConstraint } from "./affinity-codec.js";
import { container, ephemeralContainer } from "./container-codec.js";
import { podMeta, templateMeta, toleration } from "./meta-codec.js";
import type { Container, Pod, PodSpec, PodTemplateSpec } from "./pod.js";
import { podHostFields } from "./pod-host.js";
import { requestsWithLimits, resourceList, resourceRequirements } from "./resource-list.js";
import { constant, enumeration, int32, int64, text, textMap, yesOrNo } from "./scalars.js";
import { completed, defaulted, defaultedPointer, optional, optionalPointer, struct } from "./struct.js";
import type { NotModelled } from "./struct.js";
import { volume } from "./volume-codec.js";

type ReadinessGate = NonNullable<PodSpec["readinessGates"]>[number];
type SchedulingGate = NonNullable<PodSpec["schedulingGates"]>[number];

const readinessGate = struct<ReadinessGate>("PodReadinessGate", { conditionType: defaulted(text, "") });
const schedulingGate = struct<SchedulingGate>("PodSchedulingGate", { name: defaulted(text, "") });

const os: NotModelled = {
  consequence: "the pod is placed and run as a Linux pod",
  matters: (value) => !isRecord(value) || value["name"] !== "linux",
};

const podSpec = struct<PodSpec>(
  "PodSpec",
  {
    volumes: optional(listOf(volume)),
    initContainers: defaulted(listOf(container), []),
    containers: defaulted(listOf(container), []),
    ephemeralContainers: optional(listOf(ephemeralContainer)),
    restartPolicy: defaulted(enumeration(["Always", "OnFailure", "Never"]), "Always"),
    terminationGracePeriodSeconds: defaultedPointer(int64, 30),
    activeDeadlineSeconds: optionalPointer(int64),
    nodeName: optional(text),
    nodeSelector: optional(textMap),
    affinity: optional(affinity),
    tolerations: defaulted(listOf(toleration), []),
    topologySpreadConstraints: optional(listOf(topologySpreadConstraint)),
    schedulerName: defaulted(text, "default-scheduler"),
    schedulingGates: optional(listOf(schedulingGate)),
    priorityClassName: optional(text),
    priority: defaultedPointer(int32, 0),
    preemptionPolicy: defaulted(enumeration(["PreemptLowerPriority", "Never"]), "PreemptLowerPriority"),
    runtimeClassName: optional(text),
    hostNetwork: optional(yesOrNo),
    readinessGates: optional(listOf(readinessGate)),
    overhead: optional(resourceList),
    resources: optional(resourceRequirements),
    ...podHostFields,
  },
  {
    notModelled: {
      imagePullSecrets: "images are pulled as if no credentials were asked for",
      resourceClaims: "no device is claimed: the pod gets none, and waits for none",
      securityContext: "the pod runs whoever it would run as, with whatever rights",
      shareProcessNamespace: "signals reach every container as if it had its processes to itself",
      os,
    },
  },
);

export const podTemplateSpec = struct<PodTemplateSpec>("PodTemplateSpec", {
  metadata: defaulted(templateMeta, {}),
  spec: defaulted(podSpec, {}),
});

const withHostPorts = (from: Container): Container => {
  if (from.ports.every((port) => port.hostPort !== undefined)) return from;
  return { ...from, ports: from.ports.map((port) => ({ ...port, hostPort: port.hostPort ?? port.containerPort })) };
};

const withRequests = (from: Container): Container => {
  const requests = requestsWithLimits(from.resources);
  return requests === from.resources.requests ? from : { ...from, resources: { ...from.resources, requests } };
};

/**
 * What the API server fills in for a pod but not for a template: limits without a request become requests, and on the
 * host's network container ports become host ports. A spec that lacks nothing comes back as it is.
 */
export const completePodSpec = (spec: PodSpec): PodSpec => {
  const complete = (from: Container): Container => withRequests(spec.hostNetwork === true ? withHostPorts(from) : from);
  const containers = spec.containers.map(complete);
  const initContainers = spec.initContainers.map(complete);
  const isChanged =
    containers.some((each, i) => each !== spec.containers[i]) ||
    initContainers.some((each, i) => each !== spec.initContainers[i]);
  return isChanged ? { ...spec, containers, initContainers } : spec;
};

const podAsWritten = struct<Pod>(
  "Pod",
  {
    apiVersion: defaulted(constant("v1"), "v1"),
    kind: defaulted(constant("Pod"), "Pod"),
    metadata: defaulted(podMeta, {}),
    spec: defaulted(podSpec, {}),
  },
  { inert: ["status"] },
);

export const podCodec: ApiType<Pod> = completed(podAsWritten, (draft) => {
  const spec = completePodSpec(draft.spec);
  return spec === draft.spec ? draft : { ...draft, spec };
});
