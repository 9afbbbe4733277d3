import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { containerManifest, podManifest, podWith, refusalsOf } from "./sample-manifests.js";

const exec = { exec: { command: ["true"] } };
const rejects = (words: string): string => `a real API server rejects this Pod: ${words}`;

/** Problems of a container, without the way to it. */
const problemsOf = (container: Record<string, unknown>): readonly (readonly [place: string, why: string])[] =>
  decodeObject(podWith(container)).problems.map(({ path, why }) => [path.slice(3).join("."), why] as const);

describe("kubelet 6.1: a probe", () => {
  test("has exactly one handler", () => {
    expect(problemsOf({ livenessProbe: {} })).toEqual([["livenessProbe", rejects("must specify a handler type")]]);
    expect(decodeObject(podWith({ livenessProbe: { ...exec, tcpSocket: { port: 1 } } })).problems).toMatchObject([
      {
        code: "E306",
        path: ["spec", "containers", 0, "livenessProbe", "tcpSocket"],
        why: rejects("may not specify more than 1 handler type"),
        secondary: { path: ["spec", "containers", 0, "livenessProbe", "exec"] },
      },
    ]);
  });

  test.each([
    ["livenessProbe", { ...exec, successThreshold: 2 }, "successThreshold", "must be 1"],
    ["startupProbe", { ...exec, successThreshold: 2 }, "successThreshold", "must be 1"],
    [
      "livenessProbe",
      { ...exec, initialDelaySeconds: -1 },
      "initialDelaySeconds",
      "must be greater than or equal to 0",
    ],
    ["livenessProbe", { ...exec, timeoutSeconds: -1 }, "timeoutSeconds", "must be greater than or equal to 0"],
    ["livenessProbe", { ...exec, periodSeconds: -1 }, "periodSeconds", "must be greater than or equal to 0"],
    ["livenessProbe", { ...exec, failureThreshold: -1 }, "failureThreshold", "must be greater than or equal to 0"],
    [
      "livenessProbe",
      { ...exec, terminationGracePeriodSeconds: 0 },
      "terminationGracePeriodSeconds",
      "must be greater than 0",
    ],
    [
      "readinessProbe",
      { ...exec, terminationGracePeriodSeconds: 5 },
      "terminationGracePeriodSeconds",
      "must not be set for readinessProbes",
    ],
    ["livenessProbe", { httpGet: {} }, "httpGet.port", "must be between 1 and 65535, inclusive"],
    ["livenessProbe", { grpc: {} }, "grpc.port", "must be between 1 and 65535, inclusive"],
    [
      "livenessProbe",
      { tcpSocket: { port: "no_port" } },
      "tcpSocket.port",
      "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
    ],
  ])("%s %#", (name, probe, place, words) => {
    expect(problemsOf({ [name]: probe })).toEqual([[`${name}.${place}`, rejects(words)]]);
  });

  test("an exec without a command is refused", () => {
    expect(refusalsOf(podWith({ livenessProbe: { exec: {} } }))).toEqual([
      "E302 spec.containers[0].livenessProbe.exec.command | spec.containers[0].livenessProbe.exec.command: Required value | " +
        "a real API server rejects this Pod",
    ]);
  });

  test("readiness may ask for several successes", () => {
    expect(problemsOf({ readinessProbe: { ...exec, successThreshold: 3 } })).toEqual([]);
  });
});

describe("a hook", () => {
  test("has exactly one handler, and sleep is one", () => {
    expect(problemsOf({ lifecycle: { preStop: {} } })).toEqual([
      ["lifecycle.preStop", rejects("must specify a handler type")],
    ]);
    expect(problemsOf({ lifecycle: { preStop: { sleep: { seconds: 0 } }, postStart: exec } })).toEqual([]);
  });

  test.each([-1, 31])("sleeping %i seconds of a grace period of 30 is refused", (seconds) => {
    expect(problemsOf({ lifecycle: { preStop: { sleep: { seconds } } } })).toEqual([
      [
        "lifecycle.preStop.sleep.seconds",
        rejects("must be non-negative and less than terminationGracePeriodSeconds (30)"),
      ],
    ]);
  });
});

describe("init containers", () => {
  const init = { name: "init", livenessProbe: exec, lifecycle: { preStop: exec } };

  test("that end have neither probes nor hooks", () => {
    const pod = podManifest({ initContainers: [containerManifest(init)] });
    const words = rejects("may not be set for init containers without restartPolicy=Always");
    expect(decodeObject(pod).problems.map(({ path, why }) => [path.at(-1), why])).toEqual([
      ["lifecycle", words],
      ["livenessProbe", words],
    ]);
  });

  test("that are sidecars have them, by the same rules", () => {
    const sidecar = (more: object): Record<string, unknown> =>
      podManifest({ initContainers: [containerManifest({ ...init, restartPolicy: "Always", ...more })] });
    expect(refusalsOf(sidecar({}))).toEqual([]);
    expect(refusalsOf(sidecar({ startupProbe: {} }))).toHaveLength(1);
  });
});
