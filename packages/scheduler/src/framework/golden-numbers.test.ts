// Golden numbers that need several plugins' arguments at once.
import { expect, test } from "vitest";
import { invariant } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { PLUGINS } from "../plugins/index.js";
import { explainOne } from "./explain.js";
import { buildProfile, DEFAULT_PROFILE } from "./profile.js";
import { firstName } from "./tie-break.js";

test("scheduler 13.4: three resources, cpu 1000/4000, memory 8/32Gi, ephemeral-storage 50/100: 88 and 66", () => {
  const resources = ["cpu", "memory", "ephemeral-storage"].map((name) => ({ name, weight: 1 }));
  const pluginConfig = [
    { name: "NodeResourcesBalancedAllocation", args: { resources } },
    { name: "NodeResourcesFit", args: { scoringStrategy: { type: "LeastAllocated", resources } } },
  ];
  const profile = buildProfile({ ...DEFAULT_PROFILE, pluginConfig }, PLUGINS);
  invariant(isRight(profile), "the profile can be built");
  const cluster = new TestCluster();
  const allocatable = { cpu: "4", memory: "32Gi", pods: "110", "ephemeral-storage": "100" };
  for (const name of ["a", "b"]) cluster.addNode(aNode(name, { allocatable }));
  const template = aTemplate({ requests: { cpu: "1", memory: "8Gi", "ephemeral-storage": "50" } });
  const pod = cluster.podView(cluster.addPod("p", template));
  const { scores } = explainOne(pod, cluster.view, profile.right, { tieBreak: firstName });
  const scoreOf = (name: string): number | undefined => scores.find(({ plugin }) => plugin === name)?.scores[0];
  expect([scoreOf("NodeResourcesBalancedAllocation"), scoreOf("NodeResourcesFit")]).toEqual([88, 66]);
});
