import { aContainer, aSpec } from "@podsim/core/testing";
import type { Volume } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { inferBehavior } from "./inferred-behavior.js";
import { missingProgram } from "./missing-program.js";

const said = (image: string, command: readonly string[], more: object = {}, volumes: readonly Volume[] = []) =>
  missingProgram(command, aContainer({ image, command, ...more }), volumes)?.replace(/^.*init: exec: /, "") ?? null;

const emptyDir: Volume = { name: "v", emptyDir: {} };
const mounted = { volumeMounts: [{ name: "v", mountPath: "/app", readOnly: false }] };

describe("a program that its image cannot hold", () => {
  test.each<[string, string, readonly string[], string]>([
    ["a path of no distribution", "busybox:1.36", ["/app/run"], "stat /app/run: no such file or directory"],
    ["a file at the root", "debian", ["/entrypoint.sh"], "stat /entrypoint.sh: no such file or directory"],
    ["a file beside nothing", "ubuntu:24.04", ["./run.sh"], "stat ./run.sh: no such file or directory"],
    ["bash where there is none", "alpine:3.20", ["/bin/bash", "-c", "x"], "stat /bin/bash: no such file or directory"],
    [
      "an interpreter by its name",
      "docker.io/library/busybox",
      ["python3", "x.py"],
      "executable file not found in $PATH",
    ],
    ["a name nobody knows", "busybox", ["frobnicate"], "executable file not found in $PATH"],
    ["a program of alpine alone", "busybox", ["apk", "add", "curl"], "executable file not found in $PATH"],
  ])("kubelet 2.12: %s", (_, image, command, error) => {
    expect(said(image, command)).toBe(`"${command[0] ?? ""}": ${error}`);
  });

  test.each<[string, string, readonly string[], object, readonly Volume[]]>([
    ["in an image of somebody's own", "registry.example/app:1", ["/app/run"], {}, []],
    ["what a volume may have brought", "busybox", ["/app/run"], mounted, [emptyDir]],
    [
      "what stands in the working directory of a volume",
      "busybox",
      ["./run"],
      { ...mounted, workingDir: "/app" },
      [emptyDir],
    ],
    ["programs of the distribution", "busybox", ["/bin/httpd"], {}, []],
    ["small programs of busybox", "busybox", ["chown", "1", "/x"], {}, []],
    ["what alpine adds to them", "alpine", ["apk", "add", "curl"], {}, []],
    ["a name nobody knows where more may be installed", "debian", ["frobnicate"], {}, []],
    ["a name where the PATH is another one", "busybox", ["bash"], { env: [{ name: "PATH", value: "/x" }] }, []],
    ["what is only known in the cluster", "busybox", ["$(PROGRAM)"], {}, []],
  ])("nothing is said of it: %s", (_, image, command, more, volumes) => {
    expect(said(image, command, more, volumes)).toBeNull();
  });

  test("its container's behaviour says so", () => {
    const container = aContainer({ image: "busybox", command: ["bash", "-c", "sleep 1"] });
    const { behavior, reasons } = inferBehavior(aSpec({ containers: [container] }), container, 0);
    expect(behavior.startError).toMatch(/exec: "bash": executable file not found in \$PATH$/);
    expect(behavior.script).toBeUndefined();
    expect(reasons).toEqual(["its image does not hold its program: it cannot be started"]);
  });
});

describe("a shell whose input stays open", () => {
  const runs = (options: object): boolean => {
    const container = aContainer({ image: "busybox", ...options });
    const { behavior } = inferBehavior(aSpec({ containers: [container] }), container, 0);
    return behavior.run === null && behavior.script === undefined;
  };

  test("waits for words that never come; with its input closed it is done at once", () => {
    expect(runs({ stdin: true })).toBe(true);
    expect(runs({ stdin: true, command: ["sh"] })).toBe(true);
    expect(runs({})).toBe(false);
    expect(runs({ command: ["sh"] })).toBe(false);
    expect(runs({ stdin: true, command: ["sh", "-c", "exit 1"] })).toBe(false);
    expect(runs({ stdin: true, image: "hello-world" })).toBe(false);
  });
});
