import { expect, test } from "vitest";
import { SECOND } from "@podsim/core/time";
import { scriptFollower } from "./script-follower.js";

test("a command is followed while the caller waits", () => {
  const follow = scriptFollower(0);
  const trace = follow({
    argv: ["sh", "-c", "sleep 3; exit 5"],
    tools: "unknown",
    base: null,
    worksUs: null,
    env: {},
    hostname: "demo",
    workingDir: "/",
    files: [],
    directories: [],
    strange: [],
    hosts: {},
    startedAtMillis: 0,
    luck: "",
    terminationMessagePath: "/dev/termination-log",
    inputs: [],
    untilUs: 60 * SECOND,
  });
  expect(trace.exit).toEqual({ atUs: 3 * SECOND, exitCode: 5, logs: "" });
});
