import { describe, expect, test } from "vitest";
import { isLeft } from "fp-ts/lib/Either.js";
import {
  buildProfile,
  DEFAULT_PROFILE,
  explainOne,
  firstName,
  PLUGINS,
  podViewOf,
  StillCluster,
} from "@podsim/scheduler";
import type { World } from "@podsim/scheduler";
import { memoryFiles } from "../../../testing/memory-files.js";
import { Replay } from "../../outputs/view/replay.js";
import { execute } from "../../run/execute.js";
import { adHocRun } from "../../scenario/ad-hoc-run.js";
import { MANIFESTS } from "../../../testing/command-run.js";
import { SchedulingReplay, schedulingWorld } from "./scheduling-world.js";

const PLAIN = `apiVersion: v1
kind: Pod
metadata: { name: once }
spec: { restartPolicy: Never, containers: [{ name: app, image: busybox, command: [sh, -c, "sleep 20"] }] }
`;

describe("the world as far as the scheduler can tell", () => {
  test("decides like the whole world, at every twentieth fact", async () => {
    const files = { ...MANIFESTS, "/desk/once.yaml": PLAIN };
    const access = { files: memoryFiles(files), readInput: () => Promise.reject(new Error("no input")) as never };
    const options = { files: ["/desk/*.yaml"], nodes: ["2xcpu=1"], untilUs: null, strict: false, seeds: [1] };
    const loaded = adHocRun(options, access);
    if (isLeft(loaded)) throw new Error("the manifests can be read");
    const { cluster } = await execute(loaded.right, 1);
    const profile = buildProfile(DEFAULT_PROFILE, PLUGINS);
    if (isLeft(profile)) throw new Error("the profile can be built");
    const decisions = (world: World): readonly unknown[] => {
      const still = new StillCluster(world);
      return [...world.pods.values()].map((state) =>
        explainOne(podViewOf(state, still.view), still.view, profile.right, { tieBreak: firstName }),
      );
    };
    const roomOf = ({ nodes }: World): readonly unknown[] =>
      nodes.order().map((node) => [nodes.podCount(node), nodes.resource("cpu").requested(node)]);
    const onward = new SchedulingReplay(cluster.log, cluster.log.length);
    for (let to = 0; to <= cluster.log.length; to += 20) {
      const whole = new Replay(cluster.log).advance(to).world as World;
      const partial = schedulingWorld(cluster.log, to);
      expect(roomOf(partial)).toEqual(roomOf(whole));
      expect(decisions(partial)).toEqual(decisions(whole));
      expect(decisions(onward.advance(to).world)).toEqual(decisions(whole));
      const starts = ({ pods }: World): readonly unknown[] =>
        [...pods.values()].map(({ status }) => status.startTimeUs);
      expect(starts(partial)).toEqual(starts(whole));
    }
  });
});
