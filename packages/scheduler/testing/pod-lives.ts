// Lives of pods on one node, generated: what they are made of, what their containers do, what happens to them and when.
import type { Behavior, Container, FailureMode, KubernetesVersion, PodSpec } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { OneNode } from "./one-node.js";

export interface PodLife {
  /** Seconds. */
  readonly createdAt: number;
  readonly spec: PodSpec;
  /** By container name. */
  readonly behaviors: Readonly<Record<string, Partial<Behavior>>>;
  /** Deletes, in order; the first tells the pod to go. Grace 0 is by force. */
  readonly deletes: readonly { readonly at: number; readonly grace: number }[];
}

export interface NodeLife {
  readonly seed: number;
  readonly kubernetes: KubernetesVersion;
  readonly outages: readonly { readonly at: number; readonly mode: FailureMode; readonly lasts: number }[];
  readonly pods: readonly PodLife[];
}

/** No life is begun, ended or disturbed later than this. */
export const LAST_DISTURBANCE = 160;

const whole = (max: number, min = 0) =>
  fc.integer({ min, max }).map((s) => ({ kind: "constant" as const, value: s * SECOND }));

const probeBehavior = fc.record({
  passAfter: fc.constantFrom("never" as const, "startup" as const, "startup" as const, 3 * SECOND),
  failFrom: fc.option(
    fc.integer({ min: 1, max: 60 }).map((s) => s * SECOND),
    { nil: null },
  ),
  failure: fc.constant("no"),
});

const behavior: fc.Arbitrary<Partial<Behavior>> = fc.record({
  image: fc.record({
    sizeBytes: fc.integer({ min: 1, max: 4 }),
    pullBytesPerSecond: fc.constant(1),
    missing: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    cached: fc.boolean(),
  }),
  startup: whole(8),
  run: fc.option(whole(40), { nil: null }),
  exitCode: fc.constantFrom(0, 1, 42),
  onSigterm: fc.oneof(
    fc.constant("ignore" as const),
    fc.record({ exitAfter: whole(40), exitCode: fc.constantFrom(0, 143) }),
  ),
  hooks: fc.record({
    postStart: fc.record({ takes: whole(5), fails: fc.boolean() }),
    preStop: fc.record({ takes: whole(40), fails: fc.boolean() }),
  }),
  probes: fc.record({ startup: probeBehavior, liveness: probeBehavior, readiness: probeBehavior }),
});

const httpGet = { path: "/", port: 80, scheme: "HTTP" as const };

const probe = fc.option(
  fc.record({
    periodSeconds: fc.integer({ min: 3, max: 10 }),
    failureThreshold: fc.integer({ min: 1, max: 3 }),
    initialDelaySeconds: fc.integer({ min: 0, max: 5 }),
  }),
  { nil: undefined },
);

const exec = { exec: { command: ["true"] } };

type Kind = "regular" | "plain-init" | "sidecar";

/** Plain init containers have neither probes nor hooks. */
const container = (name: string, kind: Kind): fc.Arbitrary<Container> => {
  if (kind === "plain-init") return fc.constant(aContainer({ name }));
  return fc
    .record({ livenessProbe: probe, readinessProbe: probe, startupProbe: probe, hooks: fc.integer({ min: 0, max: 3 }) })
    .map(({ livenessProbe, readinessProbe, startupProbe, hooks }) =>
      aContainer({
        name,
        sidecar: kind === "sidecar",
        ...(livenessProbe === undefined ? {} : { livenessProbe: aProbe({ httpGet, ...livenessProbe }) }),
        ...(readinessProbe === undefined ? {} : { readinessProbe: aProbe({ httpGet, ...readinessProbe }) }),
        ...(startupProbe === undefined ? {} : { startupProbe: aProbe({ httpGet, ...startupProbe }) }),
        ...(hooks === 0 ? {} : { lifecycle: hooksOf(hooks) }),
      }),
    );
};

const hooksOf = (which: number): NonNullable<Container["lifecycle"]> => ({
  ...((which & 1) === 0 ? {} : { postStart: exec }),
  ...((which & 2) === 0 ? {} : { preStop: exec }),
});

const deletes = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: LAST_DISTURBANCE }), grace: fc.constantFrom(0, 1, 2, 5, 30, 30) }),
  { maxLength: 2 },
);

interface Outline {
  readonly init: readonly ("plain-init" | "sidecar")[];
  readonly regular: number;
}

const outline: fc.Arbitrary<Outline> = fc.record({
  init: fc.array(fc.constantFrom("plain-init" as const, "sidecar" as const), { maxLength: 2 }),
  regular: fc.integer({ min: 1, max: 2 }),
});

const rest = fc.record({
  restartPolicy: fc.constantFrom("Always" as const, "OnFailure" as const, "Never" as const),
  terminationGracePeriodSeconds: fc.integer({ min: 0, max: 40 }),
});

/** A pod whose containers' names begin with `prefix`, so that several can live in one world. */
const podLife = (prefix: string): fc.Arbitrary<PodLife> =>
  outline.chain(({ init, regular }) => {
    const initNames = init.map((_, k) => `${prefix}i${k}`);
    const names = [...initNames, ...Array.from({ length: regular }, (_, k) => `${prefix}c${k}`)];
    return fc
      .record({
        createdAt: fc.integer({ min: 0, max: 40 }),
        rest,
        deadline: fc.integer({ min: 0, max: 9 }),
        initContainers: fc.tuple(...init.map((kind, k) => container(initNames[k] ?? "", kind))),
        containers: fc.tuple(...names.slice(init.length).map((name) => container(name, "regular"))),
        behaviors: fc.tuple(...names.map(() => behavior)),
        deletes,
      })
      .map((life) => ({
        createdAt: life.createdAt + 0.25,
        spec: aSpec({
          ...life.rest,
          initContainers: life.initContainers,
          containers: life.containers,
          ...(life.deadline === 0 ? { activeDeadlineSeconds: 60 } : {}),
        }),
        behaviors: Object.fromEntries(names.map((name, k) => [name, life.behaviors[k] ?? {}])),
        deletes: [...life.deletes].sort((a, b) => a.at - b.at),
      }));
  });

const outages = fc.array(
  fc.record({
    at: fc.integer({ min: 1, max: LAST_DISTURBANCE - 60 }),
    mode: fc.constantFrom("power-off" as const, "kubelet-down" as const, "partition" as const),
    lasts: fc.integer({ min: 1, max: 60 }),
  }),
  { maxLength: 1 },
);

/** A node with `podCount` pods on it, none of which has to do with another but for its turn to pull an image. */
export const nodeLife = (podCount: number): fc.Arbitrary<NodeLife> =>
  fc.record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    kubernetes: fc.constantFrom("1.34" as const, "1.35" as const),
    outages,
    pods: fc.tuple(...Array.from({ length: podCount }, (_, k) => podLife(`p${k}-`))),
  });

/** The world in which all of it happens; nothing has happened yet. */
export const nodeOf = ({ seed, kubernetes, outages, pods }: NodeLife): OneNode => {
  const behaviors = Object.assign({}, ...pods.map((life) => life.behaviors)) as PodLife["behaviors"];
  const node = new OneNode({ seed, profile: { kubernetes }, behaviors, wholeSeconds: false });
  for (const { createdAt, spec, deletes: asked } of pods) {
    const pod = node.pod(createdAt, spec);
    for (const { at, grace } of asked) node.delete(at + 0.5, pod, grace);
  }
  for (const { at, mode, lasts } of outages) {
    node.fail(at, mode);
    node.recover(at + lasts);
  }
  return node;
};
