// Keeps pods off nodes where another pod holds a host port they want.
import { specOf } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import { hostPortsOf, portsConflict } from "../cluster/cluster-view.js";
import type { HostPort } from "../cluster/cluster-view.js";
import { ACTION, FITS, NO_ARGS, NOTHING_TO_FILTER, unschedulable } from "../framework/plugin.js";
import type { NoArgs, SchedulerPlugin } from "../framework/plugin.js";

const TAKEN = 1;
const VERDICT = unschedulable("node(s) didn't have free ports for the requested pod ports");

const conflict = (wanted: readonly HostPort[], used: readonly HostPort[]): boolean =>
  used.length > 0 && wanted.some((port) => used.some((other) => portsConflict(port, other)));

export const nodePorts: SchedulerPlugin<NoArgs> = {
  name: "NodePorts",
  points: ["preFilter", "filter"],
  config: NO_ARGS,
  defaults: {},
  build: () => ({
    filtersBy: "node",
    filter: ({ spec }, { nodes }) => {
      const wanted = hostPortsOf(spec);
      if (wanted.length === 0) return NOTHING_TO_FILTER;
      const test = (node: NodeIx): number => (conflict(wanted, nodes.hostPortsOn(node)) ? TAKEN : FITS);
      return {
        kind: "nodes",
        narrow: (candidates) => {
          candidates.keep(test);
        },
        verdictOf: () => VERDICT,
      };
    },
    wakesOn: [
      { resource: "Node", actions: ACTION.add },
      {
        resource: "Pod",
        actions: ACTION.delete,
        hint: (pod, { before }) =>
          before !== null &&
          (before.binding !== null || before.status.nominatedNodeName !== "") &&
          conflict(hostPortsOf(pod.spec), hostPortsOf(specOf(before))),
      },
    ],
  }),
};
