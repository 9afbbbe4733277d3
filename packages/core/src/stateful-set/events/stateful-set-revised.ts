// The statefulset controller kept the present template as a ControllerRevision, or took up one it had kept.
import type { PodTemplateSpec } from "../../api/pod.js";
import type { EventDefinition } from "../../event.js";
import { EXAMPLE_TEMPLATE } from "../../pod/example-template.js";
import type { StatefulSetState } from "../stateful-set-state.js";

export interface StatefulSetRevised {
  readonly name: string;
  readonly template: PodTemplateSpec;
  readonly number: number;
}

export const statefulSetRevised: EventDefinition<"StatefulSetRevised", StatefulSetRevised, StatefulSetState> = {
  type: "StatefulSetRevised",
  entity: "stateful-set",
  revision: 1,
  fields: { name: "string", template: "json", number: "int" },
  evolve: (s, d) => {
    const { name, template, number } = d;
    const others = s.revisions.filter((revision) => revision.name !== name);
    const { revisionHistoryLimit } = s.object.spec;
    // Those that pods may still be of stay, and of the others the newest.
    const inUse = ({ name: kept }: { name: string }): boolean => kept === s.status.currentRevision;
    const idle = others.filter((revision) => !inUse(revision));
    const kept = new Set(idle.slice(Math.max(0, idle.length - revisionHistoryLimit)));
    const revisions = [...others.filter((one) => inUse(one) || kept.has(one)), { name, template, number }];
    return { ...s, revisions };
  },
  example: { name: "web-7c4f9d5b6", template: EXAMPLE_TEMPLATE, number: 1 },
};
