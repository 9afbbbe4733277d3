// Lives of pods by the thousand on built code, each held to the laws; run as a program: node live-through.js WORLDS.
import { pathToFileURL } from "node:url";
import { LAST_DISTURBANCE, liveLawfully, nodeLife } from "@podsim/scheduler/testing";
import fc from "fast-check";

const PODS_PER_WORLD = 16;
const HORIZON_SECONDS = LAST_DISTURBANCE + 90;

/** What was lived through, and what it cost. */
export interface LivedThrough {
  readonly lives: number;
  readonly facts: number;
  readonly restarts: number;
  readonly kills: number;
  readonly removals: number;
  readonly cpuSeconds: number;
}

/** Throws, with the smallest life found that does so, when a law is broken. */
const liveThrough = (worlds: number, seed: number): LivedThrough => {
  const began = process.cpuUsage();
  const counts = new Map<string, number>();
  let lives = 0;
  fc.assert(
    fc.property(nodeLife(PODS_PER_WORLD), (life) => {
      liveLawfully(life, HORIZON_SECONDS, ({ definition: { type } }) => {
        counts.set(type, (counts.get(type) ?? 0) + 1);
      });
      lives += life.pods.length;
    }),
    { numRuns: worlds, seed },
  );
  const { user, system } = process.cpuUsage(began);
  const count = (type: string): number => counts.get(type) ?? 0;
  return {
    lives,
    facts: [...counts.values()].reduce((sum, n) => sum + n, 0),
    restarts: count("ContainerRestartDecided"),
    kills: count("ContainerKillBegan"),
    removals: count("PodRemoved"),
    cpuSeconds: (user + system) / 1e6,
  };
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [worlds = "100", seed = "1"] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(liveThrough(Number(worlds), Number(seed))));
}
