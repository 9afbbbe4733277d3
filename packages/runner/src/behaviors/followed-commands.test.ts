import { describe, expect, test } from "vitest";
import { Workplace } from "../../testing/command-run.js";

const pod = (name: string, containers: object[], more: object = {}): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name },
  spec: { containers, ...more },
});
const shell = (name: string, script: string, more: object = {}): object => ({
  name,
  image: "busybox:1.36",
  command: ["sh", "-c", script],
  ...more,
});

const validated = async (...objects: readonly object[]): Promise<string> => {
  const files = { "pods.yaml": objects.map((object) => JSON.stringify(object)).join("\n---\n") };
  return (await new Workplace(files).podsim("validate pods.yaml")).out;
};

describe("validate tells which rule gave a container its behaviour, and what its command comes to", () => {
  test("when and how it exits, or that it runs on", async () => {
    const out = await validated(
      pod("quick", [shell("app", "echo done; exit 7")]),
      pod("slow", [shell("app", "sleep 90 && sleep 1h")]),
      pod("loop", [shell("app", "while true; do sleep 60; done")]),
      pod("served", [{ name: "app", image: "nginx:1.27" }]),
    );
    expect(out).toContain("quick/app: its command is followed in virtual time; exits 7 at once\n");
    expect(out).toContain("slow/app: its command is followed in virtual time; exits 0 after 1h1m30s\n");
    expect(out).toMatch(/loop\/app: its command is followed in virtual time; runs until it is stopped/);
    expect(out).not.toContain("served/app: ");
  });

  test("init containers come first; one that fails keeps the others from starting", async () => {
    const initContainers = [shell("good", "sleep 5"), shell("bad", "exit 3"), shell("never", "true")];
    const out = await validated(pod("web", [shell("app", "true")], { initContainers }));
    expect(out).toContain("web/good: its command is followed in virtual time; exits 0 after 5s\n");
    expect(out).toContain("web/bad: its command is followed in virtual time; exits 3 at once\n");
    for (const name of ["never", "app"]) {
      expect(out).toContain(`web/${name}: its command is followed in virtual time; never starts: `);
    }
  });

  test("variables and files come from the ConfigMaps of the same files; others in the cluster are not asked", async () => {
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "codes" }, data: { CODE: "9" } };
    const envFrom = [{ configMapRef: { name: "codes" } }];
    const out = await validated(
      config,
      pod("told", [shell("app", "exit $CODE", { envFrom })]),
      pod("asks", [shell("app", "until nslookup db; do sleep 2; done")]),
    );
    expect(out).toContain("told/app: its command is followed in virtual time; exits 9 at once\n");
    expect(out).toContain("asks/app: its command is followed in virtual time; depends on who answers in the cluster\n");
  });

  test("-o json has it as data", async () => {
    const files = { "pods.yaml": JSON.stringify(pod("quick", [shell("app", "exit 7")])) };
    const { out } = await new Workplace(files).podsim("validate pods.yaml -o json");
    expect((JSON.parse(out) as { files: { followedCommands: unknown }[] }).files[0]?.followedCommands).toEqual([
      {
        kind: "Pod",
        namespace: "default",
        name: "quick",
        container: "app",
        outcome: { kind: "ends", afterUs: 0, exitCode: 7 },
      },
    ]);
  });
});
