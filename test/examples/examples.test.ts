// Three whole scenarios and the shortest one, as somebody would write them: they are read to the letter, run, and answer.
import { fileURLToPath } from "node:url";
import { nodeFiles, runScenario } from "@podsim/runner";
import type { RunOutcome } from "@podsim/runner";
import { MINUTE } from "@podsim/core/time";
import { describe, expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
type Options = Parameters<typeof runScenario>[2];

const run = async (name: string, options: Options): Promise<RunOutcome> => {
  const access = { files: nodeFiles(here), readInput: () => Promise.resolve("") };
  const outcome = await runScenario(name, access as unknown as Parameters<typeof runScenario>[1], options);
  if (outcome._tag === "Right") return outcome.right;
  throw new TypeError(outcome.left.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message)).join("\n"));
};

/** "ok sim_pending_pods last == 0" */
const judged = ({ verdict }: RunOutcome): readonly string[] =>
  verdict.thresholds.map(({ metric, expression, isMet }) => `${isMet ? "ok" : "no"} ${metric} ${expression}`);

const held = ({ verdict }: RunOutcome): readonly boolean[] => verdict.checks.map(({ isHeld }) => isHeld);

describe("complete scenarios", () => {
  test("capacity: a third of checkout goes with the zone, and everything comes back", async () => {
    const outcome = await run("zone-outage", { seeds: { count: 2 } });
    expect(judged(outcome)).toEqual([
      'no sim_available_ratio{deployment="checkout"} min >= 0.8',
      'ok sim_available_ratio{deployment="checkout"} last == 1',
      "ok sim_pending_pods last == 0",
      'ok sim_time_to_ready_seconds{cause="zone-a-dark"} p(95) < 600',
      "ok kube_pod_container_status_restarts_total sum < 20",
    ]);
    expect(held(outcome)).toEqual([true, true, true]);
    expect(outcome.verdict.exitCode).toBe(99);
  });

  test("delivery: users keep thirty replicas, and the release is rolled back once it makes no progress", async () => {
    const outcome = await run("bad-release", { seeds: { count: 2 } });
    expect(judged(outcome)).toEqual([
      'ok sim_available_replicas{deployment="api"} min >= 30',
      'no sim_reason_pods{reason="ImagePullBackOff"} max < 12',
      'ok sim_reason_pods{reason="CrashLoopBackOff"} last == 0',
      'ok sim_intervention_settled_seconds{name="rollback"} max < 300',
    ]);
    const rollback = outcome.verdict.thresholds[3]?.seeds.map(({ value }) => value);
    expect(rollback?.every((value) => value !== null)).toBe(true);
    expect(held(outcome)).toEqual([true, true, true]);
  });

  test("research: both policies see the same arrivals, and packing leaves more nodes empty", async () => {
    const empty = async (policy: string): Promise<number> => {
      const outcome = await run("packing-policy", {
        seeds: { count: 1 },
        untilUs: 20 * MINUTE,
        settings: [`policy=${policy}`],
      });
      return outcome.verdict.thresholds[0]?.worst.value ?? -1;
    };
    const [spread, packed] = [await empty("LeastAllocated"), await empty("MostAllocated")];
    expect(packed).toBeGreaterThan(spread + 20);
  });

  test("ten lines: ten restarts in half an hour", async () => {
    const { verdict } = await run("crashloop", {});
    expect(verdict.exitCode).toBe(0);
    expect(verdict.measures.find(({ label }) => label === "restarts")?.p50).toBe(10);
  });
});
