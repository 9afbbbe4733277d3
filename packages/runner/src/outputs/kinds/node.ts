// Nodes, with kubectl's columns.
import type { NodeState } from "@podsim/core";
import { describeNode } from "../describe/describe-node.js";
import { nodeAddresses, nodeInfo, nodeObject } from "../objects/node-object.js";
import { ageText } from "../text/age.js";
import { NONE, UNKNOWN } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { nodeRoles } from "../objects/node-roles.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

const statusText = (node: NodeState): string =>
  (node.ready === "True" ? "Ready" : "NotReady") + (node.unschedulable ? ",SchedulingDisabled" : "");

const listedNode = (node: NodeState, view: RunView): Listed => ({
  namespace: "",
  name: node.name,
  labels: node.labels,
  cells: () => {
    const info = nodeInfo(node, view.profile.kubernetes);
    const address = (type: string): string => nodeAddresses(node).find((one) => one.type === type)?.address ?? NONE;
    const known = (key: string): string => info[key] || UNKNOWN;
    const roles = nodeRoles(node);
    return [
      node.name,
      statusText(node),
      roles.length === 0 ? NONE : roles.join(","),
      ageText(node.addedAtUs, view.nowUs),
      info["kubeletVersion"] ?? "",
      address("InternalIP"),
      address("ExternalIP"),
      known("osImage"),
      known("kernelVersion"),
      known("containerRuntimeVersion"),
    ];
  },
  toObject: () => nodeObject(node, view.nowUs, view.profile.kubernetes, view.clock),
});

const isSameApiNode = (a: NodeState, b: NodeState): boolean =>
  a.labels === b.labels &&
  a.unschedulable === b.unschedulable &&
  a.taints === b.taints &&
  a.ready === b.ready &&
  a.readyReason === b.readyReason;

export const nodes: ObjectKind = {
  kind: "Node",
  group: "",
  plural: "nodes",
  singular: "node",
  shortNames: ["no"],
  namespaced: false,
  inAll: false,
  columns: [
    NAME_COLUMN,
    { name: "STATUS" },
    { name: "ROLES" },
    AGE_COLUMN,
    { name: "VERSION" },
    { name: "INTERNAL-IP", wide: true },
    { name: "EXTERNAL-IP", wide: true },
    { name: "OS-IMAGE", wide: true },
    { name: "KERNEL-VERSION", wide: true },
    { name: "CONTAINER-RUNTIME", wide: true },
  ],
  list: (view) => inKeyOrder([...view.world.nodes.values()].map((node) => listedNode(node, view))),
  describe: (view, _namespace, name, out) => {
    const ix = view.world.nodes.ixOf(name);
    const node = ix === undefined ? undefined : view.world.nodes.at(ix);
    if (node !== undefined) describeNode(node, view, out);
  },
  watching: {
    entity: "node",
    item: (state, view) => listedNode(state as NodeState, view),
    isSame: (before, after) => isSameApiNode(before as NodeState, after as NodeState),
  },
};
