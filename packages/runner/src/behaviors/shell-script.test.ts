import { describe, expect, test } from "vitest";
import { NEVER, SECOND } from "@podsim/core/time";
import { scriptOf } from "./shell-script.js";

const sh = (script: string): readonly string[] => ["/bin/sh", "-c", script];

describe("command lines that are simple enough to know", () => {
  test.each<[readonly string[], number | null, number]>([
    [["sleep", "3600"], 3_600 * SECOND, 0],
    [["sleep", "1.5"], 1.5 * SECOND, 0],
    [["sleep", "5m"], 300 * SECOND, 0],
    [["sleep", "infinity"], null, 0],
    [["tail", "-f", "/dev/null"], null, 0],
    [["printenv", "HOSTNAME", "KUBERNETES_PORT"], 0, 0],
    [["/bin/false"], 0, 1],
    [sh("sleep 10 && echo Sleep expired > /dev/termination-log"), 10 * SECOND, 0],
    [sh("echo hello; sleep 5; exit 3"), 5 * SECOND, 3],
    [sh("false && sleep 100"), 0, 1],
    [sh('i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done'), null, 0],
    [sh("while true; do sleep 30; done;"), null, 0],
    [["bash", "-ec", "sleep 2\nexit 1\n"], 2 * SECOND, 1],
  ])("%j", (argv, runUs, exitCode) => {
    expect(scriptOf(argv)).toMatchObject({ runUs, exitCode });
  });

  test.each<[readonly string[]]>([
    [[]],
    [["python", "app.py"]],
    [["/usr/local/bin/etcd", "--data-dir", "/var/lib/etcd"]],
    [sh("until nslookup myservice; do echo waiting; sleep 2; done")],
    [sh("python app.py")],
    [sh("sleep 5 | cat")],
    [sh("sleep 5 &")],
    [sh("sleep $DELAY")],
    [sh("trap 'exit 0' TERM; sleep 100")],
    [sh("while true; do curl -f http://x && break; sleep 1; done")],
    [["sh", "script.sh"]],
    [["sleep", "1", "2"]],
  ])("%j is not guessed at", (argv) => {
    expect(scriptOf(argv)).toBeNull();
  });

  test("files come and go with touch, rm and redirections", () => {
    const files = scriptOf(sh("touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600"))?.files;
    expect(files?.get("/tmp/healthy")).toEqual({ fromUs: 0, untilUs: 30 * SECOND });
    expect(scriptOf(sh("sleep 3; echo ok > /tmp/ok; sleep 9"))?.files.get("/tmp/ok")).toEqual({
      fromUs: 3 * SECOND,
      untilUs: NEVER,
    });
  });
});
