// Keeps a pod that names its node off all others.
import { ACTION, FITS, NO_ARGS, NOTHING_TO_FILTER, unresolvable } from "../framework/plugin.js";
import type { NoArgs, SchedulerPlugin } from "../framework/plugin.js";

const OTHER_NODE = 1;
const VERDICT = unresolvable("node(s) didn't match the requested node name");

export const nodeName: SchedulerPlugin<NoArgs> = {
  name: "NodeName",
  points: ["filter"],
  config: NO_ARGS,
  defaults: {},
  build: () => ({
    filtersBy: "node",
    filter: ({ spec }, { nodes }) => {
      const { nodeName: wanted = "" } = spec;
      if (wanted === "") return NOTHING_TO_FILTER;
      const only = nodes.ixOf(wanted);
      return {
        kind: "nodes",
        narrow: (candidates) => {
          candidates.keep((node) => (node === only ? FITS : OTHER_NODE));
        },
        verdictOf: () => VERDICT,
      };
    },
    wakesOn: [{ resource: "Node", actions: ACTION.add }],
  }),
};
