import { containerExited, kubeletRestarted, podTroubled } from "@podsim/core";
import { aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
const app = { image, run: { kind: "constant" as const, value: 60 * SECOND }, exitCode: 3 };

const nodeWithPod = (): OneNode => {
  const node = new OneNode({ behaviors: { app } });
  node.pod(0, aSpec());
  return node;
};

const exits = (node: OneNode) => node.facts(containerExited).map(({ at, data }) => [at, data.exitCode]);

describe("processes and their kubelet", () => {
  test("kubelet 0.18: they end as they would have, whichever kubelet is there by then", () => {
    const node = nodeWithPod();
    node.record(20, kubeletRestarted, 0, {});
    node.fail(40, "kubelet-down");
    node.run(100);
    expect(exits(node)).toEqual([[61.5, 3]]);
  });

  test("kubelet 0.18: those that a kubelet found when it started go with the machine", () => {
    const node = nodeWithPod();
    node.record(20, kubeletRestarted, 0, {});
    node.fail(40, "power-off");
    node.recover(80);
    node.run(82);
    expect(exits(node)).toEqual([[80, 255]]);
  });

  test("no kubelet starts on a machine that loses its power in that very instant", () => {
    const node = nodeWithPod();
    node.record(20, kubeletRestarted, 0, {});
    node.fail(20, "power-off");
    node.run(50);
    expect(exits(node)).toEqual([]);
  });

  test("one can crash while no kubelet watches it", () => {
    const node = nodeWithPod();
    node.fail(20, "kubelet-down");
    node.record(30, podTroubled, 0, { trouble: "crash", exitCode: 9, answersAfterUs: 0 });
    node.run(40);
    expect(exits(node)).toEqual([[30, 9]]);
  });
});
