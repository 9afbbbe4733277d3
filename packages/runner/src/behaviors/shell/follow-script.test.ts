import { describe, expect, test } from "vitest";
import type { ScriptInput, ScriptRequest } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { followScript } from "./follow-script.js";

const base: ScriptRequest = {
  argv: [],
  tools: "busybox",
  base: "busybox",
  worksUs: null,
  env: {},
  hostname: "demo",
  workingDir: "/",
  files: [],
  directories: [],
  strange: [],
  hosts: {},
  startedAtMillis: Date.UTC(2026, 0, 1),
  luck: "",
  terminationMessagePath: "/dev/termination-log",
  inputs: [],
  untilUs: 900 * SECOND,
};

const sh = (script: string): readonly string[] => ["/bin/sh", "-c", script];

const follow = (argv: readonly string[] | null, more: Partial<ScriptRequest> = {}) =>
  followScript({ ...base, base: more.tools === undefined ? "busybox" : null, ...more, argv });

const term = (seconds: number): ScriptInput => ({ kind: "signal", atUs: seconds * SECOND, signal: "TERM" });

const ends = async (argv: readonly string[], more: Partial<ScriptRequest> = {}): Promise<readonly number[] | null> => {
  const { exit } = await follow(argv, more);
  return exit === null ? null : [exit.atUs / SECOND, exit.exitCode];
};

describe("when and how a command ends", () => {
  test.each<[readonly string[], readonly number[] | null]>([
    [
      ["sleep", "600"],
      [600, 0],
    ],
    [
      ["sleep", "1.5"],
      [1.5, 0],
    ],
    [
      ["sleep", "5m"],
      [300, 0],
    ],
    [
      ["cat", "/etc/hosts"],
      [0, 0],
    ],
    [["sleep", "infinity"], null],
    [["tail", "-f", "/dev/null"], null],
    [["/bin/false"], [0, 1]],
    [
      ["printenv", "HOSTNAME", "KUBERNETES_PORT"],
      [0, 1],
    ],
    [sh("sleep 10 && echo Sleep expired > /dev/termination-log"), [10, 0]],
    [sh("echo hello; sleep 5; exit 3"), [5, 3]],
    [sh("false && sleep 100"), [0, 1]],
    [sh("set -e; sleep 2; false; sleep 9"), [2, 1]],
    [
      ["bash", "-ec", "sleep 2\nexit 1\n"],
      [2, 1],
    ],
    [
      ["bash", "-c", "exit $1", "name", "7"],
      [0, 7],
    ],
    [sh("exec sleep 4; echo never"), [4, 0]],
    [sh("sleep 5 & sleep 2; wait; exit 9"), [5, 9]],
    [sh("sleep 50 & exit 4"), [0, 4]],
    [sh("timeout 3 sleep 10; exit $?"), [3, 124]],
    [sh("timeout 30 sleep 10; exit $?"), [10, 0]],
    [sh("missing-program; echo done; missing-program"), [0, 127]],
    [sh("f() { sleep $1; return 3; }; f 2 & wait $!; f 1"), [3, 3]],
    [sh('trap "sleep 1" EXIT; sleep 2; exit 5'), [3, 5]],
    [sh("while true; do sleep 30; done;"), null],
    [sh('i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done'), null],
    [sh("while :; do :; done"), null],
    [sh("i=0; while true; do i=$((i+1)); [ $i -gt 3 ] && exit 6; sleep 2; done"), [6, 6]],
    [sh("for i in 1 2 3; do sleep 10; done"), [30, 0]],
    [sh('[ "$(date +%s)" -ge 1767225600 ] && exit 8'), [0, 8]],
    [sh("case $HOSTNAME in demo) exit 11;; esac"), [0, 11]],
  ])("%j", async (argv, wanted) => {
    expect(await ends(argv)).toEqual(wanted);
  });

  test("variables reach the script", async () => {
    const items = sh("items=(foo bar qux); echo ${items[$INDEX]} > /input/data.txt; rev /input/data.txt");
    const trace = await follow(items, { tools: "unknown", env: { INDEX: "2" }, directories: ["/input"] });
    expect(trace.exit).toEqual({ atUs: 0, exitCode: 0, logs: "xuq\n" });
    expect(trace.changes).toEqual([{ atUs: 0, path: "/input/data.txt", content: "qux\n" }]);
  });

  test("a program nobody knows serves for ever, or works for as long as its pod's kind says", async () => {
    expect(await ends(["python", "app.py"], { tools: "unknown" })).toBeNull();
    expect(await ends(["python", "app.py"], { tools: "unknown", worksUs: 10 * SECOND })).toEqual([10, 0]);
    expect(await ends(sh("./configure && ./serve"), { tools: "unknown" })).toBeNull();
  });
});

const python = (code: string): readonly string[] => ["python3", "-c", code];

describe("Python on the command line", () => {
  test.each<[string, readonly number[] | null]>([
    ['import os, sys\nif int(os.environ.get("INDEX")) % 2 == 0:\n  sys.exit(4)', [0, 4]],
    ["import time, sys; time.sleep(7); sys.exit(0)", [7, 0]],
    ["import time\nfor i in range(5):\n  print(i)\n  time.sleep(1.5)", [7.5, 0]],
    ['raise ValueError("no")', [0, 1]],
    ['import sys; sys.exit("no")', [0, 1]],
    ["import time\nwhile True:\n  time.sleep(5)", null],
    ["import http.server; print(1)", null],
    ["while True: pass", null],
  ])("%j", async (code, wanted) => {
    expect(await ends(python(code), { tools: "debian", env: { INDEX: "2" } })).toEqual(wanted);
  });
});

describe("files and commands", () => {
  const healthy = sh("touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600");

  test("files come and go", async () => {
    const { changes } = await follow(healthy);
    expect(changes).toEqual([
      { atUs: 0, path: "/tmp/healthy", content: "" },
      { atUs: 30 * SECOND, path: "/tmp/healthy", content: null },
    ]);
  });

  test("a command executed at an instant sees the files of that instant", async () => {
    const cat = (seconds: number): ScriptInput => ({
      kind: "command",
      atUs: seconds * SECOND,
      argv: ["cat", "/tmp/healthy"],
    });
    const { commands } = await follow(healthy, { inputs: [cat(5), cat(35)] });
    expect(commands.map(({ exit }) => exit)).toEqual([
      { atUs: 5 * SECOND, exitCode: 0, logs: "" },
      { atUs: 35 * SECOND, exitCode: 1, logs: "cat: can't open '/tmp/healthy': No such file or directory\n" },
    ]);
  });

  test("a hook can tell the container's own program to stop, and wait for it", async () => {
    const argv = sh("nginx -s quit; while killall -0 nginx; do sleep 1; done");
    const { exit, commands } = await follow(["nginx", "-g", "daemon off;"], {
      tools: "unknown",
      inputs: [{ kind: "command", atUs: 10 * SECOND, argv }],
    });
    expect(exit).toEqual({ atUs: 10.1 * SECOND, exitCode: 0, logs: "" });
    expect(commands[0]?.exit).toMatchObject({ atUs: 11 * SECOND, exitCode: 0 });
  });
});

describe("SIGTERM", () => {
  test.each<[string, readonly string[], readonly number[] | null]>([
    ["a shell without a handler", sh("echo hi; sleep 3600"), null],
    ["sleep by itself", ["sleep", "3600"], null],
    ["a handler, while the shell waits", sh('trap "exit 0" TERM; sleep 600 & wait'), [40, 0]],
    ["a handler that takes its time", sh('trap "sleep 5; exit 3" TERM; sleep 600 & wait $!'), [45, 3]],
    ["a handler waits for the command in the foreground", sh('trap "exit 4" TERM; sleep 60; sleep 100'), [60, 4]],
    ["a loop of short sleeps", sh("trap 'exit 5' TERM INT; while true; do sleep 7; done"), [42, 5]],
    ["a flag", sh("stop=0; trap 'stop=1' TERM; until [ $stop = 1 ]; do sleep 3; done; exit 2"), [42, 2]],
    [
      "a handler that is a function",
      sh("bye() { exit 6; }; trap bye TERM; while true; do sleep 10 & wait $!; done"),
      [40, 6],
    ],
    ["an ignored signal", sh("trap '' TERM; sleep 100 & wait; exit 7"), [100, 7]],
    ["a program that took the shell's place", sh("exec nginx -g 'daemon off;'"), [40.1, 0]],
    ["one command takes the shell's place", sh("nginx -g 'daemon off;'"), [40.1, 0]],
    ["a shell does not pass it on", sh("echo hi; nginx -g 'daemon off;'"), null],
  ])("%s", async (_, argv, wanted) => {
    expect(await ends(argv, { tools: "unknown", inputs: [term(40)] })).toEqual(wanted);
  });
});

describe("the network", () => {
  const wait = sh("until nslookup db; do sleep 2; done; sleep 1");

  test("a name that appears later ends the wait", async () => {
    const hosts = { db: { address: "10.96.0.7", ports: [5432] } };
    expect(await ends(wait)).toBeNull();
    expect(await ends(wait, { inputs: [{ kind: "network", atUs: 9 * SECOND, hosts }] })).toEqual([11, 0]);
  });

  test("what a server says of its answer can be read", async () => {
    const asks = "code=$(wget --server-response http://web:80 2>&1 | awk '/HTTP/{print $2}'); test $code -eq 200";
    const hosts = { web: { address: "10.96.0.7", ports: [80] } };
    expect(await ends(sh(asks), { hosts })).toEqual([0, 0]);
    expect(await ends(sh(`${asks} || exit 5`))).toEqual([0, 5]);
  });

  test("the world outside answers", async () => {
    const trace = await follow(["wget", "-O", "/work-dir/index.html", "http://info.cern.ch"], {
      directories: ["/work-dir"],
    });
    expect(trace.exit?.exitCode).toBe(0);
    expect(trace.changes.map(({ path }) => path)).toEqual(["/work-dir/index.html"]);
  });
});
