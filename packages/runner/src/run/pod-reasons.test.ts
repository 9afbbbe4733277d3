import type { PodState } from "@podsim/core";
import { aPod } from "@podsim/core/testing";
import type { Cluster } from "@podsim/scheduler";
import { expect, test } from "vitest";
import { whyNotReady } from "./pod-reasons.js";

const NO_NODES = { world: { nodes: { ixOf: () => undefined, at: () => ({ ready: "True" }) } } } as unknown as Cluster;

const naming = (pod: PodState, nodeName: string): PodState => {
  const { identity } = pod;
  const { template } = identity;
  return { ...pod, identity: { ...identity, template: { ...template, spec: { ...template.spec, nodeName } } } };
};

test("a pod whose manifest names a missing node waits for that node, not for the scheduler", () => {
  const pod = naming(aPod({ node: null }), "foo-node");
  expect(whyNotReady(pod, NO_NODES)).toBe("it names node foo-node, which does not exist");
});

test("a failed pod is not said to be starting: its container's exit code is", () => {
  const pod = aPod();
  const state = { kind: "terminated", exitCode: 3, reason: "Error", message: "" };
  const containerStatuses = [{ name: "work", state }] as unknown as PodState["status"]["containerStatuses"];
  const status = { ...pod.status, phase: "Failed" as const, containerStatuses };
  expect(whyNotReady({ ...pod, status }, NO_NODES)).toBe("container work exited with 3");
});
