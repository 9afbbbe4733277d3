import { describe, expect, test } from "vitest";
import type { Taint, TaintEffect } from "../api/meta.js";
import type { NodeState } from "./node-state.js";
import { conditionTaintChanges } from "./condition-taints.js";

const K = "node.kubernetes.io/";
const taint = (name: string, effect: TaintEffect = "NoSchedule"): Taint => ({ key: K + name, value: "", effect });

const changes = (ready: NodeState["ready"], unschedulable: boolean, taints: readonly Taint[]): readonly string[] => {
  const { add, remove } = conditionTaintChanges({ ready, unschedulable, taints, pressures: [] });
  return [...add.map((t) => `+${t.key.slice(K.length)}`), ...remove.map((t) => `-${t.key.slice(K.length)}`)];
};

describe("controllers 1.11: NoSchedule taints follow the conditions", () => {
  test.each<[string, NodeState["ready"], boolean, readonly Taint[], readonly string[]]>([
    ["a good node", "True", false, [], []],
    ["Ready=False", "False", false, [], ["+not-ready"]],
    ["Ready=Unknown", "Unknown", false, [], ["+unreachable"]],
    ["False becomes Unknown", "Unknown", false, [taint("not-ready")], ["+unreachable", "-not-ready"]],
    ["Ready again", "True", false, [taint("unreachable")], ["-unreachable"]],
    ["cordoned", "True", true, [], ["+unschedulable"]],
    ["cordoned already", "True", true, [taint("unschedulable")], []],
    ["uncordoned", "True", false, [taint("unschedulable")], ["-unschedulable"]],
    ["cordoned and lost", "Unknown", true, [], ["+unreachable", "+unschedulable"]],
    ["a pressure of which there is none", "True", false, [taint("disk-pressure")], ["-disk-pressure"]],
    ["NoExecute is not its business", "True", false, [taint("unreachable", "NoExecute")], []],
    ["nor is a taint of somebody else", "True", false, [taint("out-of-service")], []],
  ])("%s", (_, ready, unschedulable, taints, expected) => {
    expect(changes(ready, unschedulable, taints)).toEqual(expected);
  });
});

test("kubelet 9.6: each pressure has its NoSchedule taint", () => {
  const under = { ready: "True", unschedulable: false, taints: [], pressures: ["disk", "memory", "pid"] } as const;
  expect(conditionTaintChanges(under).add.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
    `${K}disk-pressure:NoSchedule`,
    `${K}memory-pressure:NoSchedule`,
    `${K}pid-pressure:NoSchedule`,
  ]);
});
