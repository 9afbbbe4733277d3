// addNodes: nodes join the cluster.
import type { AddNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { nodeGroup } from "../scenario/node-group.js";
import type { NodeGroup } from "../scenario/node-group.js";
import { plural } from "../scenario/schema/shown.js";

const countOf = ({ count, perZone }: NodeGroup): number => (count ?? 1) * (perZone?.length ?? 1);

export const addNodes = defineIntervention<NodeGroup>({
  name: "addNodes",
  doc: "let nodes join the cluster; written like an entry of spec.cluster.nodes",
  example: { name: "spare", count: 2, perZone: ["a", "b"] },
  params: nodeGroup,
  text: (group) => `add ${plural(countOf(group), "node")} ${group.name}`,
  subject: ({ name }) => name,
  plan: (group, planning) => {
    const added = planning.nodes(group, []);
    for (const { metadata } of added) {
      if (planning.sketch.hasNode(metadata.name)) {
        const why = "two nodes cannot have one name";
        const message = `there already is a node "${metadata.name}" at ${planning.at()}`;
        planning.report({ code: "E108", message, why, fix: "give the group another name", path: ["name"] });
        break;
      }
    }
    for (const node of added) planning.sketch.add(node);
    const request: AddNodesRequest = { verb: "add-nodes", nodes: added };
    return [request];
  },
});
