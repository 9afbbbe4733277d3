import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import type { Path } from "./errors.js";

const optionally = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
/** A record without the keys that drew undefined, as a manifest has it. */
const record = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(shape).map((value) => Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)));

const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/);
const labelKey = fc.oneof(
  label,
  fc.constantFrom("constructor", "toString", "app.kubernetes.io/name", "example.com/a_B.c"),
);
const labels = fc.dictionary(labelKey, fc.oneof(label, fc.constant("")), { maxKeys: 4 });
const int = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const seconds = int(0, 600);

const requirement = fc.oneof(
  record({
    key: labelKey,
    operator: fc.constantFrom("In", "NotIn"),
    values: fc.array(label, { minLength: 1, maxLength: 3 }),
  }),
  record({ key: labelKey, operator: fc.constantFrom("Exists", "DoesNotExist"), values: optionally(fc.constant([])) }),
);
const selector = record({
  matchLabels: optionally(labels),
  matchExpressions: optionally(fc.array(requirement, { maxLength: 2 })),
});

const cpu = fc.oneof(
  int(0, 64),
  int(1, 4000).map((n) => `${n}m`),
  fc.constantFrom("0.5", "1.25", "1e1"),
);
const bytes = fc.oneof(
  int(1, 1024).map((n) => `${n}Mi`),
  int(1, 9).map((n) => `${n}.5Gi`),
  int(0, 2 ** 40),
  fc.constant("128974848"),
);
const limitsOrRequests = record({
  cpu: optionally(cpu),
  memory: optionally(bytes),
  "ephemeral-storage": optionally(bytes),
});
const resources = fc.oneof(
  record({ requests: limitsOrRequests }),
  record({ limits: limitsOrRequests }),
  record({ limits: record({ "example.com/gpu": int(0, 8) }) }),
);

const port = fc.oneof(int(1, 65_535), fc.constant("http"));
const handler = fc.oneof(
  record({ exec: record({ command: fc.array(fc.string(), { minLength: 1, maxLength: 2 }) }) }),
  record({
    httpGet: record({
      path: optionally(fc.constantFrom("", "/healthz")),
      port,
      scheme: optionally(fc.constantFrom("HTTP", "HTTPS")),
    }),
  }),
  record({ tcpSocket: record({ port, host: optionally(label) }) }),
);
const probe = fc
  .tuple(
    handler,
    record({
      initialDelaySeconds: optionally(seconds),
      timeoutSeconds: optionally(seconds),
      periodSeconds: optionally(seconds),
      failureThreshold: optionally(int(0, 10)),
    }),
  )
  .map(([action, timing]) => ({ ...action, ...timing }));
const lifecycle = record({
  postStart: optionally(handler),
  preStop: optionally(record({ sleep: record({ seconds: int(0, 5) }) })),
});

const containerShape = {
  image: fc.constantFrom(
    "nginx",
    "nginx:1.27",
    "localhost:5000/a/b:latest",
    "registry.example/app@sha256:" + "ab".repeat(32),
  ),
  imagePullPolicy: optionally(fc.constantFrom("Always", "Never", "")),
  command: optionally(fc.array(fc.string(), { maxLength: 2 })),
  env: optionally(fc.constant([{ name: "A", value: "1" }])),
  resources: optionally(resources),
};
const regular = record({
  ...containerShape,
  ports: optionally(fc.constantFrom([{ containerPort: 80, name: "http" }], [{ containerPort: 53, protocol: "UDP" }])),
  livenessProbe: optionally(probe),
  readinessProbe: optionally(probe),
  startupProbe: optionally(probe),
  lifecycle: optionally(lifecycle),
});
const init = fc.oneof(
  record(containerShape),
  record({ ...containerShape, restartPolicy: fc.constant("Always"), readinessProbe: probe }),
);
const named = (prefix: string, list: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] =>
  list.map((container, i) => ({ ...container, name: `${prefix}-${i}` }));

const term = record({
  topologyKey: labelKey,
  labelSelector: optionally(selector),
  namespaces: optionally(fc.array(label, { maxLength: 2 })),
});
const nodeTerm = record({ matchExpressions: fc.array(requirement, { maxLength: 2 }) });
const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
const affinity = record({
  nodeAffinity: optionally(
    record({
      [REQUIRED]: optionally(record({ nodeSelectorTerms: fc.array(nodeTerm, { minLength: 1, maxLength: 2 }) })),
      [PREFERRED]: optionally(fc.array(record({ weight: int(1, 100), preference: nodeTerm }), { maxLength: 2 })),
    }),
  ),
  podAntiAffinity: optionally(
    record({
      [REQUIRED]: optionally(fc.array(term, { maxLength: 2 })),
      [PREFERRED]: optionally(fc.array(record({ weight: int(1, 100), podAffinityTerm: term }), { maxLength: 2 })),
    }),
  ),
});
const toleration = fc.oneof(
  record({ key: labelKey, value: optionally(label), effect: optionally(fc.constantFrom("NoSchedule", "")) }),
  record({ operator: fc.constant("Exists") }),
  record({
    key: labelKey,
    operator: fc.constant("Exists"),
    effect: fc.constant("NoExecute"),
    tolerationSeconds: int(-5, 600),
  }),
);

const spec = record({
  containers: fc.array(regular, { minLength: 1, maxLength: 3 }).map((list) => named("app", list)),
  initContainers: optionally(fc.array(init, { maxLength: 2 }).map((list) => named("init", list))),
  restartPolicy: optionally(fc.constantFrom("Always", "OnFailure", "Never")),
  terminationGracePeriodSeconds: optionally(int(5, 600)),
  activeDeadlineSeconds: optionally(int(1, 600)),
  nodeSelector: optionally(labels),
  affinity: optionally(affinity),
  tolerations: optionally(fc.array(toleration, { maxLength: 3 })),
  topologySpreadConstraints: optionally(
    record({
      maxSkew: int(1, 5),
      topologyKey: labelKey,
      whenUnsatisfiable: fc.constant("DoNotSchedule"),
      minDomains: optionally(int(1, 9)),
      labelSelector: selector,
    }).map((one) => [one]),
  ),
  hostNetwork: optionally(fc.constant(false)),
  securityContext: optionally(fc.constantFrom({}, { runAsUser: 7 })),
  volumes: optionally(
    fc.constantFrom(
      [],
      [
        { name: "a", emptyDir: {} },
        { name: "b", csi: { driver: "d" } },
      ],
    ),
  ),
});

const pod = record({
  apiVersion: fc.constant("v1"),
  kind: fc.constant("Pod"),
  metadata: record({
    name: label,
    namespace: optionally(label),
    labels: optionally(labels),
    annotations: optionally(labels),
    uid: fc.uuid(),
  }),
  spec,
  status: optionally(fc.constant({ phase: "Running" })),
});

test("valid pods have no problems, and decoding what was decoded changes nothing", () => {
  fc.assert(
    fc.property(pod, (manifest) => {
      const once = decodeObject(manifest);
      expect(once.problems).toEqual([]);
      const twice = decodeObject(JSON.parse(JSON.stringify(once.object)));
      expect(twice).toEqual(once);
    }),
    { numRuns: 300 },
  );
});

const anything = fc.jsonValue({ maxDepth: 2 });

/** Every place of a value, itself included. */
const placesOf = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== "object" || value === null) return [path];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...steps.flatMap((step) => placesOf((value as Record<string | number, unknown>)[step], [...path, step])),
  ];
};

const replaced = (value: unknown, [step, ...rest]: Path, by: unknown): unknown => {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((each: unknown, i) => (i === step ? replaced(each, rest, by) : each));
  const from = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(from).map(([key, each]) => [key, key === step ? replaced(each, rest, by) : each]),
  );
};

test("whatever stands anywhere in a pod, there is an object or a problem, and shapes are blamed where they are", () => {
  const broken = pod.chain((manifest) =>
    fc.tuple(fc.constantFrom(...placesOf(manifest)), anything).map(([path, by]) => replaced(manifest, path, by)),
  );
  fc.assert(
    fc.property(broken, (manifest) => {
      const { object, problems, ignored } = decodeObject(manifest);
      const isOther = ignored.some(({ code }) => code === "W502");
      expect(object === null).toBe(problems.length > 0 || isOther);
      // What a server refuses may be missing, or be a default; what cannot be read is there.
      const places = new Set(placesOf(manifest).map((path) => JSON.stringify(path)));
      for (const { path, code } of problems) {
        if (code === "E101" || code === "E103" || code === "E104") expect(places).toContain(JSON.stringify(path));
      }
    }),
    { numRuns: 500 },
  );
});

test("any JSON value is decoded or refused", () => {
  const tagged = fc.tuple(
    fc.constantFrom("Pod", "Node", "Deployment", "Service"),
    fc.dictionary(fc.string(), anything),
  );
  const value = fc.oneof(
    anything,
    tagged.map(([kind, rest]) => ({ ...rest, kind, apiVersion: kind === "Deployment" ? "apps/v1" : "v1" })),
  );
  fc.assert(
    fc.property(value, (manifest) => {
      const { object, problems, ignored } = decodeObject(manifest);
      expect(object !== null || problems.length + ignored.length > 0).toBe(true);
    }),
    { numRuns: 300 },
  );
});
