// A node as `get -o json` shows it: its manifest with the labels, taints and conditions it has by now.
import { notReadyMessage, pressureWords, taintId } from "@podsim/core";
import type { NodeState, SimTime, Taint } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import type { WallClock } from "../view/wall-clock.js";
import type { Json, JsonObject, KubeObject } from "./kube-object.js";
import { filled, metadataOf, present } from "./kube-object.js";
import { nodeUid } from "./object-uid.js";

/** How often a kubelet writes a node status in which nothing changed. */
const STATUS_REPORT_PERIOD = 5 * MINUTE;

export interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastHeartbeatUs: SimTime;
  readonly lastTransitionUs: SimTime;
}

const PRESSURES = ["memory", "disk", "pid"] as const;

const SILENT = "Kubelet stopped posting node status.";

const readyMessage = ({ ready, readyTransitionUs, runtimeTrouble }: NodeState, nowUs: SimTime): string => {
  if (ready === "True") return "kubelet is posting ready status";
  if (ready === "Unknown") return SILENT;
  const isItsCause = runtimeTrouble !== null && readyTransitionUs >= runtimeTrouble.sinceUs;
  return isItsCause ? notReadyMessage(runtimeTrouble, nowUs) : "node is shutting down";
};

/** When the API server last heard of the node: its kubelet reports at once what changed, else every five minutes. */
const heartbeatUs = (node: NodeState, nowUs: SimTime): SimTime => {
  const { statusChangedUs, failure, ready, readyTransitionUs } = node;
  const heardUntil = Math.min(nowUs, failure?.sinceUs ?? nowUs, ready === "Unknown" ? readyTransitionUs : nowUs);
  const sinceUs = Math.max(0, heardUntil - statusChangedUs);
  return statusChangedUs + Math.floor(sinceUs / STATUS_REPORT_PERIOD) * STATUS_REPORT_PERIOD;
};

/** The four conditions every node has; they all turn Unknown when the node falls silent. */
export const nodeConditions = (node: NodeState, nowUs: SimTime): readonly NodeCondition[] => {
  const lastHeartbeatUs = heartbeatUs(node, nowUs);
  const silent = node.ready === "Unknown";
  const times = { lastHeartbeatUs, lastTransitionUs: node.readyTransitionUs };
  const pressures = PRESSURES.map((pressure) => {
    const isOn = node.pressures.includes(pressure);
    const { condition: type, reason, message } = pressureWords(pressure, isOn);
    if (silent) return { type, status: "Unknown", reason: node.readyReason, message: SILENT, ...times };
    const lastTransitionUs = Math.max(node.pressureChangedUs[pressure] ?? 0, node.silenceChangedUs);
    return { type, status: isOn ? "True" : "False", reason, message, lastHeartbeatUs, lastTransitionUs };
  });
  const ready = { type: "Ready", status: node.ready, reason: node.readyReason, message: readyMessage(node, nowUs) };
  return [...pressures, { ...ready, ...times }];
};

const asRecord = (value: unknown): Readonly<Record<string, Json>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, Json>>) : {};

/** status.nodeInfo of the manifest, or what is known without one. */
export const nodeInfo = (node: NodeState, kubernetes: string): Readonly<Record<string, string>> => {
  const given = asRecord(asRecord(node.object.status)["nodeInfo"]);
  const text = (key: string, otherwise = ""): string => (typeof given[key] === "string" ? given[key] : otherwise);
  return {
    architecture: text("architecture", node.labels["kubernetes.io/arch"] ?? ""),
    bootID: text("bootID"),
    containerRuntimeVersion: text("containerRuntimeVersion"),
    kernelVersion: text("kernelVersion"),
    kubeProxyVersion: text("kubeProxyVersion"),
    kubeletVersion: text("kubeletVersion", `v${kubernetes}.0`),
    machineID: text("machineID"),
    operatingSystem: text("operatingSystem", node.labels["kubernetes.io/os"] ?? ""),
    osImage: text("osImage"),
    systemUUID: text("systemUUID"),
  };
};

export interface NodeAddress {
  readonly type: string;
  readonly address: string;
}

export const nodeAddresses = (node: NodeState): readonly NodeAddress[] => {
  const given = asRecord(node.object.status)["addresses"];
  const addresses = Array.isArray(given) ? (given as readonly Json[]).map(asRecord) : [];
  return addresses.flatMap(({ type, address }) =>
    typeof type === "string" && typeof address === "string" ? [{ type, address }] : [],
  );
};

const statusJson = (node: NodeState, nowUs: SimTime, kubernetes: string, clock: WallClock): JsonObject => {
  const { capacity, allocatable } = node.object.status;
  const addresses = nodeAddresses(node);
  const images = node.images.map(({ image, sizeBytes }) => ({ names: [image], sizeBytes }));
  return present({
    addresses: addresses.length === 0 ? undefined : addresses.map(({ type, address }) => ({ address, type })),
    allocatable,
    capacity,
    conditions: nodeConditions(node, nowUs).map((condition) => ({
      lastHeartbeatTime: clock.timestamp(condition.lastHeartbeatUs),
      lastTransitionTime: clock.timestamp(condition.lastTransitionUs),
      message: condition.message,
      reason: condition.reason,
      status: condition.status,
      type: condition.type,
    })),
    images: images.length === 0 ? undefined : images,
    nodeInfo: nodeInfo(node, kubernetes),
  });
};

/** A taint that a node was found with says when it was added, where its manifest does. */
const taintJson = (taint: Taint, addedAtUs: SimTime | undefined, clock: WallClock): JsonObject => {
  const timeAdded = addedAtUs === undefined ? {} : { timeAdded: clock.timestamp(addedAtUs) };
  return filled({ ...taint, ...timeAdded });
};

export const nodeObject = (node: NodeState, nowUs: SimTime, kubernetes: string, clock: WallClock): KubeObject => {
  const { name, labels, annotations, addedAtUs, taints, taintedAtUs, unschedulable } = node;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: metadataOf(
      { name, namespace: "", uid: nodeUid(node), createdAtUs: addedAtUs, labels, annotations },
      clock,
    ),
    spec: present({
      providerID: node.object.spec.providerID,
      taints:
        taints.length === 0 ? undefined : taints.map((taint) => taintJson(taint, taintedAtUs[taintId(taint)], clock)),
      unschedulable: unschedulable ? true : undefined,
    }),
    status: statusJson(node, nowUs, kubernetes, clock),
  };
};
