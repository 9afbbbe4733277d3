import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { decodeObject } from "@podsim/core";
import type { Behavior, PodTemplateSpec } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import { decodeAt } from "../scenario/schema/schema.js";
import { behaviorSpec } from "./behavior-spec.js";
import type { BehaviorSpec } from "./behavior-spec.js";
import { templateOf } from "./behavior-summary.js";
import { resolveBehaviors } from "./resolve-behaviors.js";

interface Given {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: object;
}

const template = ({ labels = {}, annotations = {}, spec }: Given): PodTemplateSpec => {
  const { object, problems } = decodeObject({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", labels, annotations },
    spec,
  });
  expect(problems).toEqual([]);
  const made = object === null ? null : templateOf(object);
  if (made === null) throw new TypeError("no pod");
  return made.template;
};

const specs = (...values: readonly unknown[]): readonly BehaviorSpec[] =>
  values.map((value) => {
    const read = decodeAt(behaviorSpec, value, []);
    if (isLeft(read)) throw new TypeError(JSON.stringify(read.left));
    return read.right;
  });

const app = (over: object = {}): object => ({
  containers: [{ name: "app", image: "registry.corp/api:v1.2", ...over }],
});

const behaviorOf = (
  given: Given,
  behaviors: readonly BehaviorSpec[] = [],
  namespace = "default",
  container = 0,
): Behavior => {
  const one = template(given);
  return resolveBehaviors(behaviors, [{ namespace, template: one }]).behaviorOf(one, container);
};

describe("what nobody says", () => {
  test("an app starts in a second, never exits, dies of SIGTERM, and its probes pass", () => {
    const behavior = behaviorOf({
      spec: app({ ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 80 } } }),
    });
    expect(behavior).toMatchObject({
      name: "default",
      image: { sizeBytes: 80 * 2 ** 20, pullBytesPerSecond: 60 * 2 ** 20, missing: false, cached: false },
      startup: { kind: "constant", value: SECOND },
      run: null,
      crash: null,
      probes: { startup: null, liveness: null, readiness: null },
      onSigterm: { exitAfter: { kind: "uniform", min: 50 * MILLISECOND, max: 200 * MILLISECOND }, exitCode: 143 },
    });
  });

  test.each<[string, boolean]>([
    ["non-existing-repo/non-existing-image:example", true],
    ["nginx:doesnotexist", true],
    ["registry.corp/no-such-image", true],
    ["registry.corp/existing", false],
    ["registry.corp/coexistence:1", false],
  ])("kubelet 4: an image that says it does not exist cannot be pulled: %s", (image, missing) => {
    expect(behaviorOf({ spec: app({ image }) })).toMatchObject({ image: { missing } });
  });

  const refused = { passAfter: "never", failFrom: null, failure: "" };
  test.each<[string, object, object | null]>([
    ["a declared port answers", { ports: [{ containerPort: 80 }], livenessProbe: { tcpSocket: { port: 80 } } }, null],
    [
      "a named port answers",
      { ports: [{ name: "http", containerPort: 80 }], livenessProbe: { httpGet: { port: "http" } } },
      null,
    ],
    [
      "kubelet 6.11: a port nobody listens on refuses",
      { image: "nginx:1.27", ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 8080 } } },
      refused,
    ],
    [
      "kubelet 6.11: a declaration informs, it does not close other ports",
      { image: "coredns/coredns", ports: [{ containerPort: 53 }], livenessProbe: { httpGet: { port: 8080 } } },
      null,
    ],
    ["without ports, any answers", { livenessProbe: { grpc: { port: 2379 } } }, null],
    ["a known image listens on its own", { image: "httpd:2.4", livenessProbe: { tcpSocket: { port: 8080 } } }, refused],
    [
      "a known image answers on its own",
      { image: "docker.io/library/nginx", livenessProbe: { tcpSocket: { port: 80 } } },
      null,
    ],
    [
      "another host is not the container",
      { ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 8080, host: "10.0.0.9" } } },
      null,
    ],
    ["commands succeed", { livenessProbe: { exec: { command: ["check"] } } }, null],
  ])("%s", (_, container, liveness) => {
    expect(behaviorOf({ spec: app(container) }).probes.liveness).toEqual(liveness);
  });

  test("a command that can be followed is left to its interpreter, and so are its exec probes and hooks", () => {
    const behavior = behaviorOf({
      spec: app({
        image: "registry.k8s.io/busybox:1.27.2",
        args: ["/bin/sh", "-c", "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"],
        livenessProbe: { exec: { command: ["cat", "/tmp/healthy"] } },
        readinessProbe: { tcpSocket: { port: 80 } },
        lifecycle: { preStop: { exec: { command: ["touch", "/tmp/bye"] } }, postStart: { sleep: { seconds: 1 } } },
      }),
    });
    expect(behavior.script).toEqual({
      argv: ["/bin/sh", "-c", "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"],
      tools: "busybox",
      base: "busybox",
      worksUs: null,
      ends: true,
      signals: true,
      probes: ["liveness"],
      hooks: ["preStop"],
    });
  });

  test.each<[string, object, object, object]>([
    ["run", {}, { run: "5s" }, { ends: false, signals: false, probes: ["liveness"] }],
    ["crash", {}, { crash: { after: "5s" } }, { ends: false, signals: false, probes: ["liveness"] }],
    ["onSigterm", {}, { onSigterm: "ignore" }, { ends: true, signals: false, probes: ["liveness"] }],
    ["probes", {}, { probes: { liveness: {} } }, { ends: true, signals: true, probes: [] }],
    [
      "an annotation",
      { "podsim.dev/run-for": "5s" },
      { name: "else" },
      { ends: false, signals: false, probes: ["liveness"] },
    ],
  ])("what is declared by %s is not left to the command", (_, annotations, declared, left) => {
    const spec = app({ command: ["sleep", "60"], livenessProbe: { exec: { command: ["true"] } } });
    const { script } = behaviorOf(
      { annotations: annotations as Record<string, string>, spec },
      specs({ match: {}, ...declared }),
    );
    expect(script).toMatchObject(left);
  });

  test.each<[string, object, object]>([
    ["a program nobody knows serves", {}, { run: null, onSigterm: { exitCode: 143 } }],
    ["interpreters have no handler for SIGTERM", { command: ["python", "app.py"] }, { run: null, onSigterm: "ignore" }],
    [
      "a known image takes its time",
      { image: "mysql:8", env: [{ name: "MYSQL_ROOT_PASSWORD", value: "x" }] },
      { run: null, startup: { value: 10 * SECOND }, onSigterm: { exitCode: 0 } },
    ],
    ["a database without a password ends", { image: "mysql:8" }, { run: { value: SECOND }, exitCode: 1 }],
    ["its old name is the same image", { image: "k8s.gcr.io/goproxy:0.1" }, { image: { sizeBytes: 2 * 2 ** 20 } }],
    [
      "arguments of an image with a program of its own",
      { image: "registry.k8s.io/e2e-test-images/agnhost:2.40", args: ["true"] },
      { run: null },
    ],
  ])("%s", (_, container, expected) => {
    expect(behaviorOf({ spec: app(container) })).toMatchObject(expected);
  });

  test("a program of a pod that is to finish works for ten seconds", () => {
    const spec = {
      restartPolicy: "OnFailure",
      containers: [{ name: "pi", image: "perl:5.34.0", command: ["perl", "-wle", "print 1"] }],
    };
    expect(behaviorOf({ spec })).toMatchObject({ run: { value: 10 * SECOND }, exitCode: 0 });
  });

  test("a Job's program finishes although it has a port or a probe; one that is known to serve goes on", () => {
    const more = { ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 10_258 } } };
    const spec = (container: object) => ({ restartPolicy: "Never", containers: [{ name: "app", ...container }] });
    const metadata = { labels: { "batch.kubernetes.io/job-name": "once" } };
    const own = { image: "registry.corp/descheduler:1", command: ["/bin/descheduler"], ...more };
    expect(behaviorOf({ ...metadata, spec: spec(own) }).run).toEqual({ kind: "constant", value: 10 * SECOND });
    expect(behaviorOf({ spec: spec(own) }).run).toBeNull();
    expect(behaviorOf({ ...metadata, spec: spec({ image: "nginx:1.27" }) }).run).toBeNull();
    expect(
      behaviorOf({ ...metadata, spec: spec({ image: "envoyproxy/envoy:v1.31", args: ["-c", "x"] }) }).run,
    ).toBeNull();
  });

  test("kubelet 6: the documentation's http probe fails from the tenth second", () => {
    const container = {
      image: "registry.k8s.io/e2e-test-images/agnhost:2.40",
      args: ["liveness"],
      livenessProbe: { httpGet: { port: 8080 } },
    };
    expect(behaviorOf({ spec: app(container) }).probes.liveness).toEqual({
      passAfter: "startup",
      failFrom: 10 * SECOND,
      failure: "HTTP probe failed with statuscode: 500",
    });
  });

  test("init containers end, sidecars go on", () => {
    const spec = {
      initContainers: [
        { name: "wait", image: "registry.corp/migrations:1", command: ["/app/migrate"] },
        { name: "side", image: "registry.corp/proxy:1", restartPolicy: "Always" },
      ],
      containers: [{ name: "app", image: "registry.corp/api:v1" }],
    };
    expect(behaviorOf({ spec }, [], "default", 0).run).toEqual({ kind: "constant", value: SECOND });
    expect(behaviorOf({ spec }, [], "default", 1).run).toBeNull();
    expect(behaviorOf({ spec }, [], "default", 2).run).toBeNull();
  });

  test("a shell without a command ends at once; hooks are followed", () => {
    expect(behaviorOf({ spec: app({ image: "ubuntu" }) })).toMatchObject({
      run: { kind: "constant", value: 50 * MILLISECOND },
      exitCode: 0,
    });
    const lifecycle = {
      preStop: { sleep: { seconds: 10 } },
      postStart: { exec: { command: ["sh", "-c", "sleep 2; exit 1"] } },
    };
    const behavior = behaviorOf({ spec: app({ lifecycle }) });
    expect(behavior.hooks.preStop).toEqual({ takes: { kind: "constant", value: 10 * SECOND }, fails: false });
    expect(behavior.script).toMatchObject({ argv: null, ends: false, signals: false, hooks: ["postStart"] });
  });
});

describe("what the scenario says", () => {
  test("the first match wins, and what it does not say is inferred", () => {
    const behaviors = specs(
      { name: "v2", match: { image: "registry.corp/api:v2*" }, startup: "9s" },
      {
        name: "v1",
        match: { image: "registry.corp/api:*", labelSelector: { matchLabels: { app: "api" } } },
        startup: "5s",
        run: "3s",
        exitCode: 1,
      },
      { name: "rest", match: {}, startup: "7s" },
    );
    expect(behaviorOf({ labels: { app: "api" }, spec: app() }, behaviors)).toMatchObject({
      name: "v1",
      startup: { value: 5 * SECOND },
      run: { value: 3 * SECOND },
      exitCode: 1,
      image: { sizeBytes: 80 * 2 ** 20 },
    });
    expect(behaviorOf({ spec: app() }, behaviors).name).toBe("rest");
    expect(behaviorOf({ spec: app({ image: "registry.corp/api:v2.0.0" }) }, behaviors).name).toBe("v2");
  });

  test("a container is meant by name, a namespace by what is in it", () => {
    const behaviors = specs(
      { name: "side", match: { container: "side*" } },
      { name: "prod", match: { namespace: "prod" } },
    );
    const spec = {
      containers: [
        { name: "app", image: "a" },
        { name: "sidecar", image: "a" },
      ],
    };
    expect(behaviorOf({ spec }, behaviors, "prod", 0).name).toBe("prod");
    expect(behaviorOf({ spec }, behaviors, "prod", 1).name).toBe("side");
    expect(behaviorOf({ spec }, behaviors, "test", 0).name).toBe("default");
  });

  test("a Deployment's pods, whose template has one more label, are still told by namespace", () => {
    const one = template({ labels: { app: "api" }, spec: app() });
    const { behaviorOf: resolve } = resolveBehaviors(specs({ name: "prod", match: { namespace: "prod" } }), [
      { namespace: "prod", template: one },
    ]);
    const hashed = {
      metadata: { ...one.metadata, labels: { app: "api", "pod-template-hash": "5d9c7f" } },
      spec: one.spec,
    };
    expect(resolve(hashed, 0).name).toBe("prod");
  });

  test("crash, probes, SIGTERM and hooks are taken over", () => {
    const [spec] = specs({
      match: {},
      crash: {
        chance: 0.25,
        after: { uniform: { min: "20s", max: "90s" } },
        exitCode: {
          choice: [
            [1, 0.8],
            [139, 0.2],
          ],
        },
      },
      probes: {
        readiness: { passAfter: "12s", takes: "500ms" },
        liveness: { passAfter: "startup", failFrom: "1m", failure: "gone" },
      },
      onSigterm: "ignore",
      hooks: { preStop: { takes: "5s" } },
      image: { missing: true },
    });
    expect(behaviorOf({ spec: app() }, spec === undefined ? [] : [spec])).toMatchObject({
      name: "behavior-1",
      crash: {
        chance: 0.25,
        after: { kind: "uniform" },
        exitCodes: [
          [1, 0.8],
          [139, 0.2],
        ],
      },
      probes: {
        startup: null,
        readiness: { passAfter: 12 * SECOND, failFrom: null, failure: "", takes: SECOND / 2 },
        liveness: { passAfter: "startup", failFrom: 60 * SECOND, failure: "gone" },
      },
      onSigterm: "ignore",
      hooks: { preStop: { takes: { value: 5 * SECOND }, fails: false } },
      image: { missing: true },
    });
  });

  test("the answer for one template is one object, however often it is asked for", () => {
    const one = template({ spec: app() });
    const { behaviorOf: resolve } = resolveBehaviors([], []);
    expect(resolve(one, 0)).toBe(resolve(one, 0));
  });
});

describe("what annotations say", () => {
  test("they fill in what no behaviour says, and name behaviours", () => {
    const annotations = {
      "podsim.dev/startup": "lognormal(p50=8s,p99=25s)",
      "podsim.dev/run-for": "3s",
      "podsim.dev/exit-code": "1",
      "podsim.dev/image-size": "420Mi",
    };
    expect(behaviorOf({ annotations, spec: app() })).toMatchObject({
      name: "annotation",
      startup: { kind: "lognormal" },
      run: { value: 3 * SECOND },
      exitCode: 1,
      image: { sizeBytes: 420 * 2 ** 20 },
    });
    const behaviors = specs({ name: "all", match: {}, startup: "2s" }, { name: "jvm", startup: "30s" });
    expect(behaviorOf({ annotations, spec: app() }, behaviors)).toMatchObject({
      name: "all",
      startup: { value: 2 * SECOND },
      run: { value: 3 * SECOND },
    });
    const [, jvm] = behaviors;
    const named = { annotations: { "podsim.dev/behavior": "jvm" }, spec: app() };
    expect(behaviorOf(named, jvm === undefined ? [] : [jvm])).toMatchObject({
      name: "jvm",
      startup: { value: 30 * SECOND },
    });
  });

  test("KWOK's make the first or the named container fail", () => {
    const kwok = "pod-container-running-failed.stage.kwok.x-k8s.io";
    const annotations = { [`${kwok}/delay`]: "3s", [`${kwok}/exit-code`]: "2", [`${kwok}/container-name`]: "b" };
    const spec = {
      containers: [
        { name: "a", image: "x" },
        { name: "b", image: "x" },
      ],
    };
    expect(behaviorOf({ annotations, spec }, [], "default", 0)).toMatchObject({ name: "default", run: null });
    expect(behaviorOf({ annotations, spec }, [], "default", 1)).toMatchObject({
      run: { value: 3 * SECOND },
      exitCode: 2,
    });
  });
});
