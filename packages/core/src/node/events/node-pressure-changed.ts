// The kubelet reported that its node came under pressure, or out of it: short of memory, disk or process numbers.
import type { EventDefinition } from "../../event.js";
import type { Pressure } from "../../kubelet/eviction/threshold.js";
import type { NodeState } from "../node-state.js";
import { pressureWords } from "../pressure-words.js";

export interface NodePressureChanged {
  readonly pressure: Pressure;
  readonly isOn: boolean;
}

export const nodePressureChanged: EventDefinition<"NodePressureChanged", NodePressureChanged, NodeState> = {
  type: "NodePressureChanged",
  entity: "node",
  revision: 1,
  fields: { pressure: { oneOf: ["memory", "disk", "pid"] }, isOn: "boolean" },
  evolve: (node, d, at) => {
    const others = node.pressures.filter((pressure) => pressure !== d.pressure);
    return {
      ...node,
      statusChangedUs: at,
      pressures: d.isOn ? [...others, d.pressure] : others,
      pressureChangedUs: { ...node.pressureChangedUs, [d.pressure]: at },
    };
  },
  announce: (node, d) => {
    const { event } = pressureWords(d.pressure, d.isOn);
    return [
      {
        type: "Normal",
        reason: event,
        message: `Node ${node.name} status is now: ${event}`,
        from: "kubelet",
        object: { kind: "Node", namespace: "", name: node.name },
      },
    ];
  },
  example: { pressure: "memory", isOn: true },
};
