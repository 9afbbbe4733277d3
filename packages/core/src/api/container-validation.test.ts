import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { containerManifest, podManifest, podWith, refusalsOf } from "./sample-manifests.js";

const REJECTS = "a real API server rejects this Pod";

describe("containers", () => {
  test("at least one, named and with an image", () => {
    expect(refusalsOf(podManifest({ containers: [] }))).toEqual([
      `E302 spec.containers | spec.containers: Required value | ${REJECTS}`,
    ]);
    expect(refusalsOf(podManifest({ containers: [{}], initContainers: [null] }))).toEqual([
      `E302 spec.containers[0].name | spec.containers[0].name: Required value | ${REJECTS}`,
      `E302 spec.containers[0].image | spec.containers[0].image: Required value | ${REJECTS}`,
      `E302 spec.initContainers[0].name | spec.initContainers[0].name: Required value | ${REJECTS}`,
      `E302 spec.initContainers[0].image | spec.initContainers[0].image: Required value | ${REJECTS}`,
    ]);
  });

  test("a name that is no label comes with one that is", () => {
    expect(decodeObject(podWith({ name: "My App" })).problems).toMatchObject([
      { code: "E304", message: 'spec.containers[0].name: Invalid value: "My App"', fix: "write my-app" },
    ]);
  });

  test("every name once, init containers included", () => {
    const containers = [containerManifest(), containerManifest()];
    expect(decodeObject(podManifest({ containers, initContainers: [containerManifest()] })).problems).toMatchObject([
      {
        code: "E305",
        path: ["spec", "containers", 1, "name"],
        message: 'spec.containers[1].name: Duplicate value: "app"',
        secondary: { path: ["spec", "containers", 0, "name"], label: "first used here" },
      },
      { code: "E305", path: ["spec", "initContainers", 0, "name"] },
    ]);
  });

  test("no space around an image, except in a template", () => {
    expect(refusalsOf(podWith({ image: " nginx" }))).toEqual([
      `E304 spec.containers[0].image | spec.containers[0].image: Invalid value: " nginx" | ${REJECTS}: ` +
        "must not have leading or trailing whitespace",
    ]);
  });

  test("kubelet 3.24: restart policies and rules of their own, on containers of either kind", () => {
    const rule = { action: "Restart", exitCodes: { operator: "In", values: [42] } };
    const own = { restartPolicy: "Never", restartPolicyRules: [rule] };
    expect(refusalsOf(podWith(own))).toEqual([]);
    expect(refusalsOf(podManifest({ initContainers: [containerManifest({ name: "init", ...own })] }))).toEqual([]);
  });

  test("kubelet 3.24: rules without a policy, without exit codes, with other actions and operators, and too many", () => {
    const at = "spec.containers[0]";
    const good = { action: "Restart", exitCodes: { operator: "In", values: [1] } };
    const withRules = (rules: readonly unknown[]) =>
      refusalsOf(podWith({ restartPolicy: "Never", restartPolicyRules: rules }));
    expect(refusalsOf(podWith({ restartPolicyRules: [good] }))).toEqual([
      `E302 ${at}.restartPolicy | ${at}.restartPolicy: Required value | ${REJECTS}: ` +
        "must specify restartPolicy when restart rules are used",
    ]);
    expect(refusalsOf(podWith({ restartPolicy: "" }))[0]).toMatch(/^E302 .*restartPolicy: Required value/);
    expect(withRules([{ action: "Restart" }])).toEqual([
      `E302 ${at}.restartPolicyRules[0].exitCodes | ${at}.restartPolicyRules[0].exitCodes: Required value | ` +
        `${REJECTS}: must be specified`,
    ]);
    expect(
      withRules([
        { ...good, action: "Stop" },
        { action: "Restart", exitCodes: { values: [1] } },
      ]),
    ).toEqual([
      `E303 ${at}.restartPolicyRules[0].action | ${at}.restartPolicyRules[0].action: Unsupported value: "Stop" | ` +
        'a real API server rejects it: supported values: "Restart"',
      `E303 ${at}.restartPolicyRules[1].exitCodes.operator | ${at}.restartPolicyRules[1].exitCodes.operator: ` +
        'Unsupported value: "" | a real API server rejects it: supported values: "In", "NotIn"',
    ]);
    expect(withRules(new Array(21).fill(good))[0]).toMatch(/^E307 .*restartPolicyRules: Too long/);
    const codes = { operator: "NotIn", values: Array.from({ length: 256 }, (_, i) => i) };
    expect(withRules([{ action: "Restart", exitCodes: codes }])[0]).toMatch(/^E307 .*exitCodes.values: Too long/);
  });

  test("words outside the closed sets", () => {
    const wrong = {
      imagePullPolicy: "always",
      terminationMessagePolicy: "Logs",
      ports: [{ containerPort: 1, protocol: "tcp" }],
    };
    expect(decodeObject(podWith(wrong)).problems.map(({ message, fix }) => [message, fix])).toEqual([
      ['spec.containers[0].imagePullPolicy: Unsupported value: "always"', "did you mean Always?"],
      ['spec.containers[0].ports[0].protocol: Unsupported value: "tcp"', "did you mean TCP?"],
      [
        'spec.containers[0].terminationMessagePolicy: Unsupported value: "Logs"',
        'write one of "File", "FallbackToLogsOnError"',
      ],
    ]);
  });
});

describe("ports", () => {
  const range = `${REJECTS}: must be between 1 and 65535, inclusive`;

  test("in range, names valid and unique in their container", () => {
    const ports = [
      { name: "http" },
      { name: "http", containerPort: 65536 },
      { name: "UPPER", containerPort: 1, hostPort: -1 },
    ];
    expect(refusalsOf(podWith({ ports })).map((line) => line.replace("spec.containers[0].", ""))).toEqual([
      `E302 ports[0].containerPort | spec.containers[0].ports[0].containerPort: Required value | ${REJECTS}`,
      `E305 ports[1].name | spec.containers[0].ports[1].name: Duplicate value: "http" | ${REJECTS}: must be unique`,
      `E304 ports[1].containerPort | spec.containers[0].ports[1].containerPort: Invalid value: 65536 | ${range}`,
      `E304 ports[2].name | spec.containers[0].ports[2].name: Invalid value: "UPPER" | ${REJECTS}: ` +
        "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-); must contain at least one letter (a-z)",
      `E304 ports[2].hostPort | spec.containers[0].ports[2].hostPort: Invalid value: -1 | ${range}`,
    ]);
  });

  test("two containers may not share a host port, two init containers may", () => {
    const port = { containerPort: 80, hostPort: 8080 };
    const pair = ["a", "b"].map((name) => containerManifest({ name, ports: [port] }));
    expect(decodeObject(podManifest({ containers: pair })).problems).toMatchObject([
      {
        code: "E305",
        path: ["spec", "containers", 1, "ports", 0, "hostPort"],
        message: 'spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//8080"',
        secondary: { path: ["spec", "containers", 0, "ports", 0, "hostPort"] },
      },
    ]);
    expect(refusalsOf(podManifest({ initContainers: pair }))).toEqual([]);
    const udp = containerManifest({
      name: "c",
      ports: [port, { ...port, protocol: "UDP" }, { ...port, hostIP: "10.0.0.1" }],
    });
    expect(refusalsOf(podManifest({ containers: [udp] }))).toEqual([]);
  });

  test("on the host's network both numbers are the same", () => {
    const containers = [containerManifest({ ports: [{ containerPort: 80, hostPort: 8080 }] })];
    expect(refusalsOf(podManifest({ containers, hostNetwork: true }))).toEqual([
      "E304 spec.containers[0].ports[0].hostPort | spec.containers[0].ports[0].hostPort: Invalid value: 8080 | " +
        `${REJECTS}: must match \`containerPort\` when \`hostNetwork\` is true`,
    ]);
  });
});
