import { describe, expect, test } from "vitest";
import type { Taint, Toleration } from "../api/meta.js";
import type { EvictionDelay } from "./eviction-delay.js";
import { evictionDelayOf } from "./eviction-delay.js";

const taint = (key: string): Taint => ({ key, value: "", effect: "NoExecute" });
const forEver = (key: string): Toleration => ({ key, operator: "Exists", value: "", effect: "NoExecute" });
const during = (key: string, tolerationSeconds: number): Toleration => ({ ...forEver(key), tolerationSeconds });

describe("controllers 1.21: how long NoExecute taints are tolerated", () => {
  test.each<[string, readonly string[], readonly Toleration[], EvictionDelay]>([
    ["no taint", [], [], "never"],
    ["not tolerated", ["a"], [], "now"],
    ["one of two is not tolerated", ["a", "b"], [forEver("a")], "now"],
    ["for ever", ["a"], [forEver("a")], "never"],
    ["for a while", ["a"], [during("a", 300)], { seconds: 300 }],
    ["the shortest counts", ["a", "b"], [during("a", 300), during("b", 5)], { seconds: 5 }],
    ["without seconds is infinite", ["a", "b"], [forEver("a"), during("b", 5)], { seconds: 5 }],
    ["zero acts as zero", ["a"], [during("a", 0)], { seconds: 0 }],
    ["so does less", ["a"], [during("a", -1)], { seconds: 0 }],
    ["tolerations for taints that are not there say nothing", ["a"], [during("a", 9), during("b", 1)], { seconds: 9 }],
    ["the first that covers the taint is used", ["a"], [during("", 7), during("a", 1)], { seconds: 7 }],
  ])("%s", (_, taints, tolerations, expected) => {
    expect(evictionDelayOf(taints.map(taint), tolerations)).toEqual(expected);
  });
});
