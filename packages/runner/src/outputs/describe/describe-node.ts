// `describe node`: kubectl's fields in kubectl's order.
import { accountedSpec, isTerminalPhase } from "@podsim/core";
import type { NodeState, PodState, ResourceList } from "@podsim/core";
import { fieldsOf, textOf, textsOf } from "../objects/as-written.js";
import { nodeAddresses, nodeConditions, nodeInfo } from "../objects/node-object.js";
import { nodeRoles } from "../objects/node-roles.js";
import { ageText } from "../text/age.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { NONE, UNSET } from "../text/none.js";
import { leaseRenewedUs } from "../view/lease-renewal.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";
import { taintText } from "./describe-template.js";
import { amountText, podAmounts, shareText, totalAmounts } from "./resource-share.js";

const describeHead = (node: NodeState, view: RunView, out: IndentedWriter): void => {
  const roles = nodeRoles(node);
  const effectAndKey = ({ effect, key }: NodeState["taints"][number]): string => `${effect},${key}`;
  const taints = [...node.taints].sort((a, b) => (effectAndKey(a) < effectAndKey(b) ? -1 : 1)).map(taintText);
  out.line(0, "Name:", node.name);
  out.line(0, "Roles:", roles.length === 0 ? NONE : roles.join(","));
  out.values("Labels", keyValues(node.labels));
  out.values("Annotations", annotationTexts(node.annotations));
  out.line(0, "CreationTimestamp:", view.clock.rfc1123(node.addedAtUs));
  out.values("Taints", taints);
  out.line(0, "Unschedulable:", String(node.unschedulable));
};

const describeLease = (node: NodeState, view: RunView, out: IndentedWriter): void => {
  out.line(0, "Lease:");
  out.line(1, "HolderIdentity:", node.name);
  out.line(1, "AcquireTime:", UNSET);
  out.line(1, "RenewTime:", view.clock.rfc1123(leaseRenewedUs(node, view)));
};

const describeConditions = (node: NodeState, view: RunView, out: IndentedWriter): void => {
  out.line(0, "Conditions:");
  out.line(1, "Type", "Status", "LastHeartbeatTime", "LastTransitionTime", "Reason", "Message");
  out.line(1, "----", "------", "-----------------", "------------------", "------", "-------");
  for (const condition of nodeConditions(node, view.nowUs)) {
    const { type, status, lastHeartbeatUs, lastTransitionUs, reason, message } = condition;
    const times = [view.clock.rfc1123(lastHeartbeatUs), view.clock.rfc1123(lastTransitionUs)];
    // kubectl leaves a blank behind each cell but the last.
    out.line(1, ...[type, status, ...times, reason].map((cell) => `${cell} `), message);
  }
};

const describeList = (title: string, list: ResourceList, out: IndentedWriter): void => {
  const names = Object.keys(list).sort();
  if (names.length === 0) return;
  out.line(0, `${title}:`);
  for (const name of names) out.line(1, `${name}:`, list[name] ?? "");
};

const INFO_TITLES = [
  ["Machine ID", "machineID"],
  ["System UUID", "systemUUID"],
  ["Boot ID", "bootID"],
  ["Kernel Version", "kernelVersion"],
  ["OS Image", "osImage"],
  ["Operating System", "operatingSystem"],
  ["Architecture", "architecture"],
  ["Container Runtime Version", "containerRuntimeVersion"],
  ["Kubelet Version", "kubeletVersion"],
  ["Kube-Proxy Version", "kubeProxyVersion"],
] as const;

const describeMachine = (node: NodeState, view: RunView, out: IndentedWriter): void => {
  out.line(0, "Addresses:");
  for (const { type, address } of nodeAddresses(node)) out.line(1, `${type}:`, address);
  describeList("Capacity", node.object.status.capacity, out);
  describeList("Allocatable", node.object.status.allocatable, out);
  const info = nodeInfo(node, view.profile.kubernetes);
  out.line(0, "System Info:");
  for (const [title, key] of INFO_TITLES) out.line(1, `${title}:`, info[key] ?? "");
  const { podCIDR, podCIDRs, providerID } = fieldsOf(node.object.spec);
  if (podCIDR !== undefined) out.line(0, "PodCIDR:", textOf(podCIDR));
  if (podCIDRs !== undefined) out.line(0, "PodCIDRs:", textsOf(podCIDRs).join(","));
  if (providerID !== undefined) out.line(0, "ProviderID:", textOf(providerID));
};

const byKey = (a: PodState, b: PodState): number => {
  const [one, other] = [a, b].map(({ identity }) => `${identity.namespace}\u0000${identity.name}`);
  return (one ?? "") < (other ?? "") ? -1 : 1;
};

const livingPods = (node: NodeState, { world }: RunView): readonly PodState[] =>
  [...world.pods.onNode(node.ix)]
    .flatMap((ix) => world.pods.at(ix) ?? [])
    .filter((pod) => !isTerminalPhase(pod.status.phase))
    .sort(byKey);

/** Resources listed even when no pod asks for any. */
const ALWAYS_LISTED = ["cpu", "memory", "ephemeral-storage"];

const describePods = (node: NodeState, view: RunView, out: IndentedWriter): void => {
  const { allocatable } = node.object.status;
  const pods = livingPods(node, view);
  out.line(0, "Non-terminated Pods:", `(${pods.length} in total)`);
  const columns = ["CPU Requests", "CPU Limits", "Memory Requests", "Memory Limits", "Age"];
  out.line(1, "Namespace", "Name", "", ...columns);
  out.line(1, "---------", "----", "", ...columns.map((column) => "-".repeat(column.length)));
  const asked = pods.map((pod) => {
    // While it is resized, a pod counts for the most of what it asks for and what it still holds.
    const spec = accountedSpec(pod);
    const [requests, limits] = [podAmounts(spec, "requests"), podAmounts(spec, "limits")];
    const shares = (["cpu", "memory"] as const).flatMap((name) => [
      shareText(requests, name, allocatable),
      shareText(limits, name, allocatable),
    ]);
    const { namespace, name, createdAtUs } = pod.identity;
    out.line(1, namespace, name, "", ...shares, ageText(createdAtUs, view.nowUs));
    return { requests, limits };
  });
  const requests = totalAmounts(asked.map((one) => one.requests));
  const limits = totalAmounts(asked.map((one) => one.limits));
  out.line(0, "Allocated resources:");
  out.line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)");
  out.line(1, "Resource", "Requests", "Limits");
  out.line(1, "--------", "--------", "------");
  const pages = Object.keys(allocatable).filter((name) => name.startsWith("hugepages-"));
  for (const name of [...ALWAYS_LISTED, ...pages.sort()]) {
    out.line(1, name, shareText(requests, name, allocatable), shareText(limits, name, allocatable));
  }
  const others = Object.keys(allocatable).filter((name) => name.includes("/"));
  for (const name of others.sort()) out.line(1, name, amountText(requests, name), amountText(limits, name));
};

export const describeNode = (node: NodeState, view: RunView, out: IndentedWriter): void => {
  describeHead(node, view, out);
  describeLease(node, view, out);
  describeConditions(node, view, out);
  describeMachine(node, view, out);
  describePods(node, view, out);
  describeEvents(view, "Node", "", node.name, out);
};
