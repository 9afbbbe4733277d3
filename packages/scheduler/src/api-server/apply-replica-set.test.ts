import { podCreated, requestRefused } from "@podsim/core";
import type { KubernetesObject, ReplicaSet } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { expect, test } from "vitest";
import { aBehavior } from "../../testing/behaviors.js";
import { aReplicaSet } from "../../testing/objects.js";
import { createCluster } from "../model.js";
import { DEFAULT_LATENCIES } from "../settings.js";

const NAMESPACE: KubernetesObject = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "default", namespace: "", labels: {}, annotations: {} },
};

/** What comes of applying one after the other, a minute apart, on no nodes. */
const after = (...applied: readonly ReplicaSet[]) => {
  const behavior = aBehavior();
  const { simulation, log, world } = createCluster({
    settings: { seed: 1, kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
    behaviorOf: () => behavior,
    timeline: applied.map((object, k) => ({
      atUs: k * 60 * SECOND,
      name: `apply-${String(k)}`,
      text: "",
      requests: [NAMESPACE, object].map((each) => ({ verb: "apply", object: each })),
    })),
  });
  simulation.run({ untilUs: (applied.length * 60 + 60) * SECOND });
  const facts = Array.from({ length: log.length }, (_, seq) => log.read(seq));
  return {
    pods: world.pods.size,
    images: facts
      .filter(({ definition }) => definition === podCreated)
      .map(({ data }) => (data as { template: ReplicaSet["spec"]["template"] }).template.spec.containers[0]?.image),
    refusals: facts
      .filter(({ definition }) => definition === requestRefused)
      .map(({ data }) => (data as { message: string }).message),
  };
};

const spec = (set: ReplicaSet, over: Partial<ReplicaSet["spec"]>): ReplicaSet => ({
  ...set,
  spec: { ...set.spec, ...over },
});

const withImage = (set: ReplicaSet, image: string): ReplicaSet => {
  const { template } = set.spec;
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  return spec(set, { template: { ...template, spec: { ...template.spec, containers } } });
};

test("a ReplicaSet applied again is scaled to what it says; as it is nothing happens", () => {
  const set = aReplicaSet({ replicas: 2 });
  expect(after(set, set)).toMatchObject({ pods: 2, refusals: [] });
  expect(after(set, spec(set, { replicas: 4 }))).toMatchObject({ pods: 4, refusals: [] });
  expect(after(set, spec(set, { replicas: 1 }))).toMatchObject({ pods: 1, refusals: [] });
});

test("another template is for pods to come: those it has stay", () => {
  const set = withImage(aReplicaSet({ replicas: 2 }), "web:1");
  expect(after(set, withImage(set, "web:2"), spec(withImage(set, "web:2"), { replicas: 3 }))).toEqual({
    pods: 3,
    images: ["web:1", "web:1", "web:2"],
    refusals: [],
  });
});

test("its selector is for life", () => {
  const set = aReplicaSet({ replicas: 2 });
  const { template } = set.spec;
  const labels = { ...template.metadata.labels, tier: "front" };
  const other = spec(set, {
    selector: { matchLabels: labels },
    template: { ...template, metadata: { ...template.metadata, labels } },
  });
  expect(after(set, other)).toMatchObject({
    pods: 2,
    refusals: ['ReplicaSet.apps "web" is invalid: spec.selector: field is immutable'],
  });
});
