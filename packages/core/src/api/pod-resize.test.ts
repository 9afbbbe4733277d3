import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { ContainerOptions } from "../../testing/pod-builder.js";
import { podResizeObjections } from "./pod-resize.js";
import { refusalsOf, podManifest, containerManifest } from "./sample-manifests.js";

const spec = (options: ContainerOptions) => aSpec({ containers: [aContainer(options)] });
const ONLY = "only cpu and memory resources are mutable";

describe("kubelet 7.11: a resize", () => {
  const old = spec({ requests: { cpu: "1", memory: "1Gi", "ephemeral-storage": "1Gi" } });

  test("may change cpu and memory", () => {
    const next = spec({ requests: { cpu: "2", memory: "2Gi", "ephemeral-storage": "1Gi" } });
    expect(podResizeObjections(old, next)).toEqual([]);
  });

  test("may change nothing else, and take nothing away", () => {
    const at = "spec.containers[0].resources.requests: Forbidden:";
    expect(
      podResizeObjections(old, spec({ requests: { cpu: "1", memory: "1Gi", "ephemeral-storage": "2Gi" } })),
    ).toEqual([`${at} ${ONLY}`]);
    expect(podResizeObjections(old, spec({ requests: { cpu: "1", "ephemeral-storage": "1Gi" } }))).toEqual([
      `${at} resource requests cannot be removed`,
    ]);
    expect(podResizeObjections(old, { ...old, hostNetwork: true })).toEqual([`spec: Forbidden: ${ONLY}`]);
  });

  test("may not make the pod one of another QoS class", () => {
    const burstable = spec({ requests: { cpu: "1" } });
    const guaranteed = spec({ limits: { cpu: "1", memory: "1Gi" } });
    expect(podResizeObjections(burstable, guaranteed)).toEqual([
      'metadata: Invalid value: "Guaranteed": Pod QOS Class may not change as a result of resizing',
    ]);
  });

  test("is for sidecars and not for plain init containers", () => {
    const initial = (cpu: string, sidecar: boolean) =>
      aSpec({ initContainers: [aContainer({ name: "i", sidecar, requests: { cpu } })] });
    expect(podResizeObjections(initial("1", true), initial("2", true))).toEqual([]);
    expect(podResizeObjections(initial("1", false), initial("2", false))).toEqual([
      "spec.initContainers[0]: Forbidden: only sidecar containers can be resized",
    ]);
  });
});

test("kubelet 3.6: resize policies name each resource once, and restart nothing where the pod never does", () => {
  const policy = (resourceName: string, restartPolicy: string) => ({ resourceName, restartPolicy });
  const refused = (resizePolicy: readonly object[], restartPolicy = "Always") =>
    refusalsOf(podManifest({ restartPolicy, containers: [containerManifest({ resizePolicy })] }));
  expect(refused([policy("cpu", "NotRequired"), policy("memory", "RestartContainer")])).toEqual([]);
  expect(refused([policy("cpu", "NotRequired"), policy("cpu", "RestartContainer")])[0]).toMatch(
    /^E305 spec\.containers\[0\]\.resizePolicy\[1\]/,
  );
  expect(refused([policy("gpu", "NotRequired")])[0]).toMatch(/^E303 .*supported values: "cpu", "memory"$/);
  expect(refused([policy("cpu", "RestartContainer")], "Never")[0]).toMatch(
    /must be 'NotRequired' when `restartPolicy` is 'Never'$/,
  );
});
