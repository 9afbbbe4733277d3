import { nodeAdded, nodeFailed, interventionApplied } from "@podsim/core";
import type { KubernetesObject } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aBehavior } from "../../testing/behaviors.js";
import { createCluster } from "../model.js";
import { DEFAULT_LATENCIES } from "../settings.js";
import type { TimelineEntry } from "./request.js";

const aNode = (name: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, namespace: "", labels: {}, annotations: {} },
  spec: { unschedulable: false, taints: [] },
  status: { capacity: { cpu: "4" }, allocatable: { cpu: "4" }, images: [] },
});

const typesOf = (timeline: readonly TimelineEntry[]): readonly string[] => {
  const behavior = aBehavior();
  const { simulation, log } = createCluster({
    settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: () => behavior,
    timeline,
  });
  simulation.run({ untilUs: 0 });
  return Array.from({ length: log.length }, (_, seq) => log.read(seq).definition.type);
};

const failing = (name: string, atUs = 0): TimelineEntry => ({
  atUs,
  name: `fail-${name}`,
  text: `fail ${name}`,
  requests: [{ verb: "fail-nodes", nodes: { names: [name] }, mode: "power-off", forUs: null } as never],
});

describe("a timeline that begins at once", () => {
  test("finds everything that the run begins with", () => {
    const requests = ["a", "b", "c"].map((name) => ({ verb: "apply", object: aNode(name) }));
    const start: TimelineEntry = { atUs: 0, name: "start", text: "", requests };
    const added = [nodeAdded.type, nodeAdded.type, nodeAdded.type];
    expect(typesOf([start, failing("c")])).toEqual([...added, interventionApplied.type, nodeFailed.type]);
    expect(typesOf([failing("c"), start])).toEqual([...added, interventionApplied.type, nodeFailed.type]);
  });
});
