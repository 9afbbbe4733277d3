import {
  containerStarted,
  imageAlreadyPresent,
  imageNameRefused,
  imagePullBackedOff,
  imagePulled,
  imagePullFailed,
  imagePullForbidden,
  imagePullStarted,
  imageStored,
  registryOutageBegan,
  registryOutageEnded,
} from "@podsim/core";
import type { PodState } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import type { OneNodeOptions } from "../../testing/one-node.js";
import { kubeletConfig } from "./kubelet-config.js";

const IMAGE = "registry.example/app:1";

/** A size of `seconds` seconds at the rate below. */
const pulledIn = (seconds: number) => ({
  image: { sizeBytes: seconds, pullBytesPerSecond: 1, missing: false, cached: false },
});
const missing = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: true, cached: false } };

const waitingOf = (pod: PodState | undefined, container = 0): string => {
  const state = pod?.status.containerStatuses[container]?.state;
  return state?.kind === "waiting" ? `${state.reason}: ${state.message}` : "";
};

const announced = (node: OneNode, type: string): readonly string[] => {
  const texts: string[] = [];
  for (let seq = 0; seq < node.log.length; seq += 1) {
    const fact = node.log.read(seq);
    const pod = node.world.pods.at(fact.subject);
    if (fact.definition.type !== type || pod === undefined) continue;
    for (const { type: severity, reason, message } of fact.definition.announce?.(
      pod,
      fact.data,
      fact.at,
      node.profile,
    ) ?? [])
      texts.push(`${severity} ${reason} ${message}`);
  }
  return texts;
};

describe("what the pull policy makes of an image", () => {
  const onNode = { images: [{ names: [IMAGE], sizeBytes: 1 }] };

  test.each([
    ["Always", onNode, 1, 0],
    ["Always", {}, 1, 0],
    ["IfNotPresent", onNode, 0, 1],
    ["IfNotPresent", {}, 1, 0],
    ["Never", onNode, 0, 1],
    ["Never", {}, 0, 0],
  ] as const)("kubelet 5.2: %s, %j", (imagePullPolicy, status, pulls, present) => {
    const node = new OneNode({ node: status });
    node.pod(0, aSpec({ containers: [aContainer({ imagePullPolicy })] }));
    node.run(9);
    expect(node.facts(imagePullStarted)).toHaveLength(pulls);
    expect(node.facts(imageAlreadyPresent)).toHaveLength(present);
    expect(node.facts(containerStarted)).toHaveLength(pulls + present);
  });

  test.each([
    ["docker.io/library/nginx:1.25", "nginx:1.25"],
    ["nginx:1.25", "docker.io/library/nginx:1.25"],
    ["docker.io/library/nginx:latest", "nginx"],
  ])("kubelet 5.3: what the node lists as %s is there for %s", (listed, image) => {
    const node = new OneNode({ node: { images: [{ names: [listed], sizeBytes: 1 }] } });
    node.pod(0, aSpec({ containers: [aContainer({ image })] }));
    node.run(9);
    expect(node.facts(imagePullStarted)).toEqual([]);
    expect(node.facts(containerStarted)).toHaveLength(1);
  });

  test("kubelet 5.4: an image that is there is not pulled, and the Event says so", () => {
    const node = new OneNode({ node: onNode });
    node.pod(0, aSpec());
    node.run(9);
    expect(announced(node, "ImageAlreadyPresent")).toEqual([
      `Normal Pulled Container image "${IMAGE}" already present on machine`,
    ]);
  });

  test("kubelet 5.5: Never and absent is tried every 10 to 15 s without any back-off", () => {
    const node = new OneNode();
    node.pod(0, aSpec({ containers: [aContainer({ imagePullPolicy: "Never" })] }));
    const statuses = node.statuses(120).map(({ status }) => status);
    expect(statuses.at(-1)).toBe("ErrImageNeverPull");
    const tries = node.facts(imagePullForbidden).map(({ at }) => at);
    expect(tries.length).toBeGreaterThan(7);
    tries.slice(2).forEach((at, i) => {
      expect(at - (tries[i + 1] ?? 0)).toBeGreaterThanOrEqual(10);
      expect(at - (tries[i + 1] ?? 0)).toBeLessThan(17);
    });
    expect(announced(node, "ImagePullForbidden").slice(0, 2)).toEqual([
      `Warning ErrImageNeverPull Container image "${IMAGE}" is not present with pull policy of Never`,
      "Warning Failed Error: ErrImageNeverPull",
    ]);
  });

  test("kubelet 5.3: a name no runtime reads is refused every 10 to 15 s, without a pull", () => {
    const node = new OneNode();
    node.pod(0, aSpec({ containers: [aContainer({ image: "Web:1" })] }));
    expect(node.statuses(120).at(-1)?.status).toBe("InvalidImageName");
    expect(node.facts(imagePullStarted)).toEqual([]);
    expect(node.facts(imageNameRefused).length).toBeGreaterThan(7);
    const text = `Failed to apply default image tag "Web:1": couldn't parse image name "Web:1": invalid reference format: repository name (library/Web) must be lowercase`;
    expect(announced(node, "ImageNameRefused").slice(0, 2)).toEqual([
      `Warning InspectFailed ${text}`,
      "Warning Failed Error: InvalidImageName",
    ]);
    expect(waitingOf(node.world.pods.at(0))).toBe(`InvalidImageName: ${text}`);
  });
});

describe("the back-off of failed pulls", () => {
  test("kubelet 5.6: containers of a pod with the same image share it, another pod does not", () => {
    const node = new OneNode({ behaviors: { a: missing, b: missing } });
    const both = aSpec({ containers: [aContainer({ name: "a" }), aContainer({ name: "b" })] });
    node.pod(0, both);
    node.pod(5, both);
    node.run(9.5);
    expect(node.facts(imagePullFailed, 0).map(({ data }) => data.container)).toEqual([0]);
    expect(node.facts(imagePullBackedOff, 0)[0]?.data.container).toBe(1);
    expect(node.facts(imagePullStarted, 1)).toHaveLength(1);
  });

  test("kubelet 5.7, 5.8, A10: counted from the failure; 10, 20, 40, 80, 160, 300, 300 s", () => {
    const node = new OneNode({ behaviors: { app: missing } });
    node.pod(0, aSpec());
    node.run(2_000);
    const failed = node.facts(imagePullFailed).map(({ at }) => at);
    const started = node.facts(imagePullStarted).map(({ at }) => at);
    [10, 20, 40, 80, 160, 300, 300].forEach((backOff, k) => {
      const wait = (started[k + 1] ?? 0) - (failed[k] ?? 0);
      expect(wait, `back-off ${k}`).toBeGreaterThanOrEqual(backOff);
      expect(wait, `back-off ${k}`).toBeLessThan(backOff + 17);
    });
  });

  test("kubelet 5.9, 5.10, 5.19: what each attempt and each sync in back-off announces", () => {
    const node = new OneNode({ behaviors: { app: missing } });
    node.pod(0, aSpec({ containers: [aContainer({ image: "nginx:nope" })] }));
    node.run(7);
    const error =
      'failed to pull and unpack image "docker.io/library/nginx:nope": failed to resolve reference "docker.io/library/nginx:nope": docker.io/library/nginx:nope: not found';
    expect(announced(node, "ImagePullStarted")).toEqual(['Normal Pulling Pulling image "nginx:nope"']);
    expect(announced(node, "ImagePullFailed")).toEqual([
      `Warning Failed Failed to pull image "nginx:nope": ${error}`,
      "Warning Failed Error: ErrImagePull",
    ]);
    expect(announced(node, "ImagePullBackedOff")).toEqual([
      'Normal BackOff Back-off pulling image "nginx:nope"',
      "Warning Failed Error: ImagePullBackOff",
    ]);
  });

  test("kubelet 5.9: since 1.32 the waiting message carries the last error", () => {
    const node = new OneNode({ behaviors: { app: missing } });
    node.pod(0, aSpec());
    node.run(30);
    expect(waitingOf(node.world.pods.at(0))).toMatch(
      /^ImagePullBackOff: Back-off pulling image "registry.example\/app:1": ErrImagePull: failed to pull and unpack image/,
    );
  });

  test("kubelet 5.20: a pull that succeeds is followed by creation and start in the same sync", () => {
    const node = new OneNode();
    const outage = { name: "down", registry: "registry.example", error: "dial tcp: i/o timeout", failsAfterUs: SECOND };
    node.record(0, registryOutageBegan, 0, outage);
    node.record(100, registryOutageEnded, 0, { name: "down" });
    node.pod(0, aSpec());
    node.run(300);
    const [pulled] = node.facts(imagePulled);
    const [started] = node.facts(containerStarted);
    expect(pulled?.at).toBeGreaterThan(100);
    expect((started?.at ?? 0) - (pulled?.at ?? 0)).toBeCloseTo(0.2, 3);
  });

  test.each([
    [
      "RegistryUnavailable: registry.example is unavailable",
      "RegistryUnavailable",
      "image pull failed for registry.example/app:1 because the registry is unavailable: registry.example is unavailable",
    ],
    [
      "SignatureValidationFailed: no key",
      "SignatureValidationFailed",
      "image pull failed for registry.example/app:1 because the signature validation failed: no key",
    ],
  ])("kubelet 5.8: a runtime error that begins with %s", (error, reason, message) => {
    const node = new OneNode();
    node.record(0, registryOutageBegan, 0, { name: "down", registry: "*", error, failsAfterUs: SECOND });
    node.pod(0, aSpec());
    const shown = node.statuses(4.5).map(({ status }) => status);
    expect(shown.at(-1)).toBe(reason);
    expect(waitingOf(node.world.pods.at(0))).toBe(`${reason}: ${message}`);
    expect(announced(node, "ImagePullFailed")[1]).toBe(`Warning Failed Error: ${reason}`);
  });

  test("an image whose registry denies access is told apart from one that does not exist", () => {
    const denied = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, denied: true, cached: false } };
    const node = new OneNode({ behaviors: { app: denied } });
    node.pod(0, aSpec({ containers: [aContainer({ image: "corp/secret:1" })] }));
    node.run(6);
    expect(node.facts(imagePullFailed)[0]?.data.error).toBe(
      'failed to pull and unpack image "docker.io/corp/secret:1": failed to resolve reference "docker.io/corp/secret:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    );
  });
});

describe("pulls of one node", () => {
  const three = (options: OneNodeOptions): OneNode => {
    const names = ["a", "b", "c"];
    const behaviors = Object.fromEntries(names.map((name) => [name, pulledIn(10)]));
    const node = new OneNode({ ...options, behaviors });
    for (const name of names)
      node.pod(0, aSpec({ containers: [aContainer({ name, image: `registry.example/${name}:1` })] }));
    node.run(60);
    return node;
  };
  const pulledAt = (node: OneNode): readonly number[] =>
    [0, 1, 2].map((pod) => node.facts(imagePulled, pod)[0]?.at ?? -1);

  test("kubelet 5.12: one after the other, in the order they were asked for", () => {
    const node = three({});
    expect(pulledAt(node)).toEqual([11.3, 21.3, 31.3]);
    expect(node.facts(imagePulled, 2)[0]?.data).toMatchObject({ tookUs: 10 * SECOND, waitedUs: 20 * SECOND });
  });

  test("kubelet 5.11: the Event tells both durations", () => {
    const node = three({});
    expect(announced(node, "ImagePulled").at(-1)).toBe(
      'Normal Pulled Successfully pulled image "registry.example/c:1" in 10s (30s including waiting). Image size: 10 bytes.',
    );
  });

  test.each([
    [{ serializeImagePulls: false }, [11.3, 11.3, 11.3]],
    [{ serializeImagePulls: false, maxParallelImagePulls: 2 }, [11.3, 11.3, 21.3]],
    [{ maxParallelImagePulls: 2 }, [11.3, 11.3, 21.3]],
    [{ serializeImagePulls: true }, [11.3, 21.3, 31.3]],
  ])("kubelet 5.12: with %j", (kubelet, times) => {
    expect(pulledAt(three({ profile: { kubelet } }))).toEqual(times);
  });

  test("kubelet 5.13: what exceeds the burst fails at once with pull QPS exceeded", () => {
    const behaviors = { app: pulledIn(1) };
    const node = new OneNode({ behaviors, profile: { kubelet: { serializeImagePulls: false } } });
    for (let k = 0; k < 14; k += 1)
      node.pod(0, aSpec({ containers: [aContainer({ image: `registry.example/${k}:1` })] }));
    node.run(3);
    const errors = Array.from({ length: 14 }, (_, pod) => node.facts(imagePullFailed, pod)[0]?.data.error ?? "");
    expect(errors.filter((error) => error === "pull QPS exceeded")).toHaveLength(4);
    expect(errors.slice(0, 10).every((error) => error === "")).toBe(true);
  });

  test("kubelet 5.13: 0 takes the bound away", () => {
    const kubelet = { serializeImagePulls: false, registryPullQPS: 0 };
    const node = new OneNode({ behaviors: { app: pulledIn(1) }, profile: { kubelet } });
    for (let k = 0; k < 14; k += 1)
      node.pod(0, aSpec({ containers: [aContainer({ image: `registry.example/${k}:1` })] }));
    node.run(3);
    expect(Array.from({ length: 14 }, (_, pod) => node.facts(imagePullFailed, pod).length)).toEqual(Array(14).fill(0));
  });

  test("an image that was pulled stays on the node for the next pod", () => {
    const node = new OneNode({ behaviors: { app: pulledIn(5) } });
    node.pod(0, aSpec());
    node.pod(10, aSpec());
    node.run(20);
    expect(node.facts(imageStored)).toHaveLength(1);
    expect(node.facts(imageAlreadyPresent, 1)).toHaveLength(1);
  });
});

test("kubelet 5.12, 5.13, E: what a kubelet does about pulls when nothing is said", () => {
  expect(kubeletConfig()).toMatchObject({ parallelPullMax: 1, registryPullQPS: 5, registryBurst: 10 });
});
