// Pod specs: every kind of container, probe, hook, policy and constraint, only such as a server takes.
import fc from "fast-check";
import type { JsonMap } from "../json-map.js";
import { identityOf } from "../manifests.js";
import { cpuRequest, memoryRequest, shareOfNode } from "./quantities.js";
import { said, seldom } from "./seldom.js";

/** `app`: the label and the image's name; each container has an image, and so a behaviour, of its own. */
export const imageOf = (app: string, container: string, version = 1): string =>
  `registry.example/${app}-${container}:v${String(version)}`;

const probe = fc
  .record({
    periodSeconds: fc.constantFrom(10, 10, 3, 1),
    failureThreshold: fc.integer({ min: 1, max: 3 }),
    initialDelaySeconds: fc.constantFrom(0, 0, 5),
    timeoutSeconds: fc.constantFrom(1, 2),
  })
  .map((times) => ({ httpGet: { path: "/", port: 8080 }, ...times }));

const hook = fc.constant({ exec: { command: ["true"] } });

const resources = fc.tuple(cpuRequest, memoryRequest).map(([cpu, memory]) => {
  const requests = said({ cpu, memory });
  return Object.keys(requests).length === 0 ? {} : { requests };
});

const runs = (app: string, name: string, hostPort: fc.Arbitrary<number | null>): fc.Arbitrary<JsonMap> =>
  fc
    .record({
      resources,
      livenessProbe: seldom(probe, 4),
      readinessProbe: seldom(probe, 3),
      startupProbe: seldom(probe, 6),
      postStart: seldom(hook, 6),
      preStop: seldom(hook, 5),
      hostPort,
    })
    .map(({ postStart, preStop, hostPort: port, ...rest }) => {
      const lifecycle = said({ postStart, preStop });
      return said({
        name,
        image: imageOf(app, name),
        ...rest,
        lifecycle: Object.keys(lifecycle).length === 0 ? null : lifecycle,
        ports: port === null ? null : [{ containerPort: 8080, hostPort: port }],
      });
    });

/** Only the first of a pod may want a port of its node: two of one pod cannot have the same. */
const regular = (app: string, name: string): fc.Arbitrary<JsonMap> =>
  runs(app, name, name === "c1" ? seldom(fc.constantFrom(8080, 9090), 10) : fc.constant(null));

const init = (app: string, name: string): fc.Arbitrary<JsonMap> =>
  fc.oneof(
    resources.map((given): JsonMap => ({ name, image: imageOf(app, name), resources: given })),
    runs(app, name, fc.constant(null)).map((container): JsonMap => ({ ...container, restartPolicy: "Always" })),
  );

const toleration = fc.oneof(
  fc.record({ key: fc.constantFrom("dedicated", "flaky"), operator: fc.constant("Exists") }),
  fc.record({
    key: fc.constantFrom("flaky", "flaky", "node.kubernetes.io/unreachable", "node.kubernetes.io/not-ready"),
    operator: fc.constant("Exists"),
    effect: fc.constant("NoExecute"),
    tolerationSeconds: fc.constantFrom(0, 10, 60),
  }),
);

const ZONE = "topology.kubernetes.io/zone";
const HOST = "kubernetes.io/hostname";

const terms = (app: string): fc.Arbitrary<readonly JsonMap[]> =>
  fc
    .record({
      labelSelector: fc.constantFrom(
        { matchLabels: { app } },
        { matchExpressions: [{ key: "app", operator: "Exists" }] },
      ),
      topologyKey: fc.constantFrom(ZONE, HOST),
    })
    .map((term) => [term]);

const affinity = (app: string): fc.Arbitrary<JsonMap> =>
  fc.oneof(
    terms(app).map((required) => ({ podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } })),
    terms(app).map((required) => ({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } })),
    fc.constantFrom("a", "b").map((zone) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: "In", values: [zone] }] }],
        },
      },
    })),
  );

const spread = (app: string): fc.Arbitrary<readonly JsonMap[]> =>
  fc
    .record({
      maxSkew: fc.integer({ min: 1, max: 2 }),
      topologyKey: fc.constantFrom(ZONE, HOST),
      whenUnsatisfiable: fc.constantFrom("DoNotSchedule", "DoNotSchedule", "ScheduleAnyway"),
    })
    .map((constraint) => [{ ...constraint, labelSelector: { matchLabels: { app } } }]);

/** Classes that a scenario may declare. */
const PRIORITIES = {
  low: { value: 1 },
  high: { value: 1000 },
  polite: { value: 1000, preemptionPolicy: "Never" },
} as const;

const PRIORITY_CLASSES = Object.keys(PRIORITIES);

/** Whether there is another class of that name, whose value nobody can change. */
const isTaken = (known: readonly JsonMap[], name: string, value: number): boolean =>
  known.some((manifest) => {
    const identity = identityOf(manifest);
    return identity.kind === "PriorityClass" && identity.name === name && manifest["value"] !== value;
  });

/** The classes that the objects name: one that nobody needs is none of the scenario's. `known`: what is there already. */
export const classesNamedIn = (objects: readonly JsonMap[], known: readonly JsonMap[] = []): readonly JsonMap[] => {
  const text = JSON.stringify(objects);
  return Object.entries(PRIORITIES)
    .filter(([name, { value }]) => text.includes(`"priorityClassName":"${name}"`) && !isTaken(known, name, value))
    .map(([name, made]) => ({
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      ...made,
    }));
};

/** The spec of a pod of that app; restartPolicy is one of those given. */
export const podSpec = (app: string, restartPolicies: readonly string[]): fc.Arbitrary<JsonMap> => {
  const [first = "Always", ...others] = restartPolicies;
  return fc
    .record({
      containers: fc.oneof(
        { weight: 3, arbitrary: fc.tuple(regular(app, "c1")) },
        { weight: 1, arbitrary: fc.tuple(regular(app, "c1"), regular(app, "c2")) },
      ),
      initContainers: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.tuple(init(app, "i1")) },
        { weight: 1, arbitrary: fc.tuple(init(app, "i1"), init(app, "i2")) },
      ),
      restartPolicy: fc.constantFrom(first, ...others),
      terminationGracePeriodSeconds: fc.constantFrom(null, 0, 1, 5, 30),
      priorityClassName: seldom(fc.constantFrom(...PRIORITY_CLASSES), 3),
      tolerations: seldom(fc.array(toleration, { minLength: 1, maxLength: 2 }), 4),
      affinity: seldom(affinity(app), 4),
      topologySpreadConstraints: seldom(spread(app), 4),
    })
    .map(said);
};

/** A pod of its own. */
export const namedPod = (name: string): fc.Arbitrary<JsonMap> =>
  fc
    .record({
      spec: podSpec(name, ["Always", "OnFailure", "Never"]),
      activeDeadlineSeconds: seldom(fc.constantFrom(5, 60), 4),
      schedulingGates: seldom(fc.constant([{ name: "example.com/wait" }]), 12),
    })
    .map(({ spec, ...rest }) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, labels: { app: name } },
      spec: { ...spec, ...said(rest) },
    }));

/** A pod that is more important than most and asks for one thing only: a good part of a node that has so much. */
export const urgentPod = (name: string, nodeCpu: string): fc.Arbitrary<JsonMap> =>
  fc
    .record({ priorityClassName: fc.constantFrom("high", "high", "high", "polite"), cpu: shareOfNode(nodeCpu) })
    .map(({ priorityClassName, cpu }) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, labels: { app: name } },
      spec: {
        priorityClassName,
        containers: [{ name: "c1", image: imageOf(name, "c1"), resources: { requests: { cpu } } }],
      },
    }));

/** Any pod. */
export const pod: fc.Arbitrary<JsonMap> = fc.constantFrom("web", "db").chain(namedPod);
