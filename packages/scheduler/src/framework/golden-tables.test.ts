// The golden tables of standard pods on one node: what each allocation score comes to beside so many pods.
import { describe, expect, test } from "vitest";
import type { PodTemplateSpec } from "@podsim/core";
import { aNode, aTemplate, STANDARD_REQUESTS, TestCluster } from "../../testing/cluster-builder.js";
import { scoreAll } from "../../testing/one-plugin.js";
import { nodeResourcesBalancedAllocation } from "../plugins/node-resources-balanced-allocation.js";
import { nodeResourcesFit } from "../plugins/node-resources-fit.js";

const MOST = { scoringStrategy: { type: "MostAllocated" } };

/** Least, most and balanced for `next` beside `count` pods on a node of 4 CPU and 32Gi. */
const scoresBeside = (count: number, placed: PodTemplateSpec, next: PodTemplateSpec): readonly number[] => {
  const cluster = new TestCluster();
  cluster.addNode(aNode("n", { allocatable: { cpu: "4", memory: "32Gi", pods: "110" } }));
  for (let i = 0; i < count; i++) cluster.addPod(`p${i}`, placed, { on: "n" });
  const score = (...[plugin, args]: readonly [Parameters<typeof scoreAll>[0], object?]): number =>
    scoreAll(plugin, cluster, next, args)[0] ?? -1;
  return [score(nodeResourcesFit), score(nodeResourcesFit, MOST), score(nodeResourcesBalancedAllocation)];
};

/** "0:97/1/99 1:95/4/99" */
const rows = (text: string): readonly (readonly [number, readonly number[]])[] =>
  text
    .trim()
    .split(/\s+/)
    .map((row) => row.split(":"))
    .map(([count, scores = ""]) => [Number(count), scores.split("/").map(Number)]);

const standard = aTemplate({ requests: STANDARD_REQUESTS });

describe("golden tables", () => {
  test("scheduler 13.1: least, most and balanced for the next standard pod beside 0 to 39 of them", () => {
    const table = rows(`
      0:97/1/99  1:95/4/99  2:93/5/98  3:91/8/98  4:89/9/97  5:87/12/97  6:85/13/96  7:83/16/96  8:81/17/95  9:79/20/95
      10:77/21/94  11:75/24/94  12:73/25/93  13:71/28/93  14:69/29/92  15:67/32/92  16:65/33/91  17:63/36/91
      18:61/37/90  19:59/40/90  20:57/42/89  21:55/44/89  22:53/46/88  23:51/48/88  24:49/50/87  25:47/52/87
      26:45/54/86  27:43/56/86  28:41/58/85  29:39/60/85  30:37/62/84  31:35/64/84  32:33/66/83  33:31/68/83
      34:29/70/82  35:27/72/82  36:25/74/81  37:23/76/81  38:21/78/81  39:19/80/80`);
    expect(table).toHaveLength(40);
    expect(table.map(([count]) => [count, scoresBeside(count, standard, standard)])).toEqual(table);
  });

  test("scheduler 13.2: least for pods that request nothing, which are not balanced", () => {
    const table = rows("0:98 1:96 2:95 3:93 5:90 10:82 20:67 39:37 40:37 109:16");
    const silent = aTemplate();
    expect(table.map(([count]) => [count, scoresBeside(count, silent, silent).slice(0, 1)])).toEqual(table);
    expect(scoresBeside(3, silent, silent)[2]).toBe(0);
  });

  test("scheduler 13.3: least and balanced for a standard pod beside pods of 900m", () => {
    const table = rows("0:97/99 1:85/89 2:73/78 3:61/68 4:49/57");
    const large = aTemplate({ requests: { cpu: "900m", memory: "500Mi" } });
    const found = table.map(([count]) => {
      const [least, , balanced] = scoresBeside(count, large, standard);
      return [count, [least, balanced]];
    });
    expect(found).toEqual(table);
  });
});
