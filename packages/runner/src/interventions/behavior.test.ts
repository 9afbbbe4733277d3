import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "@podsim/core/time";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { execute } from "../run/execute.js";
import type { Execution } from "../run/execute.js";
import { loadScenario } from "../scenario/load-scenario.js";
import type { LoadedRun } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";

const app = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: app
          image: registry.corp/${name}:v1
          readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5 }
`;

const load = (timeline: string): LoadedRun => {
  const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: change }
spec:
  clock: { stop: { after: 20m } }
  cluster: { manifests: [./apps.yaml], nodes: [{ name: a, count: 2 }] }
  behaviors:
    - { match: {}, startup: { uniform: { min: 1s, max: 20s } }, image: { cached: true } }
  timeline:
    - { at: 10s, note: begun }
${timeline}`;
  const files = { "s.yaml": text, "apps.yaml": `${app("web")}---\n${app("api")}` };
  return loadScenario("s.yaml", DEFAULT_LOAD_OPTIONS, {
    files: memoryFiles(files),
    readInput: memoryConsole().readInput,
  });
};

const run = async (timeline: string): Promise<Execution> => {
  const loaded = load(timeline);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return execute(loaded.right, 1);
};

const GONE = `    - at: 5m
      name: db-is-gone
      behavior: { match: { image: "registry.corp/web:*" }, set: { probes: { readiness: { passAfter: never } } }, for: 3m }
`;

/** Facts about pods of the app, as "type at". */
const lifeOf = ({ cluster }: Execution, name: string, from = 0): readonly string[] => {
  const found: string[] = [];
  cluster.log.forEach(0, cluster.log.length, ({ definition, subject, at }) => {
    const pod = definition.entity === "pod" ? cluster.world.pods.at(subject) : undefined;
    if (pod?.identity.name.startsWith(`${name}-`) === true && at >= from)
      found.push(`${definition.type} ${String(at)}`);
  });
  return found;
};

describe("behaviours that change during a run", () => {
  test("what runs answers its probes by the change at once, and as before when it is over", async () => {
    const changed = await run(GONE);
    const results: string[] = [];
    changed.cluster.log.forEach(0, changed.cluster.log.length, ({ definition, at, data }) => {
      if (definition.type !== "ProbeResultStored" || at < 5 * MINUTE) return;
      results.push(`${(data as { result: string }).result} ${String(Math.floor(at / (30 * SECOND)))}`);
    });
    // Three failures five seconds apart from 5m on; the first try after 8m succeeds.
    expect(results).toEqual(["failure 10", "failure 10", "success 16", "success 16"]);
  });

  test("pods it is not about live to the microsecond as they would have, and everything until then does", async () => {
    const [plain, changed] = [await run(""), await run(GONE)];
    expect(lifeOf(changed, "api")).toEqual(lifeOf(plain, "api"));
    const before = (execution: Execution): readonly string[] =>
      lifeOf(execution, "web").filter((line) => Number(line.split(" ")[1]) < 5 * MINUTE);
    expect(before(changed)).toEqual(before(plain));
    expect(lifeOf(changed, "web")).not.toEqual(lifeOf(plain, "web"));
  });

  test("an instance that runs goes on as it was started; one started later does all of the change", async () => {
    const crash = `    - at: 5m
      behavior: { match: { labelSelector: { matchLabels: { app: web } } }, set: { crash: { after: 20s } } }
    - at: 10m
      rollout: { target: deployment/web, restart: true }
`;
    const { cluster } = await run(crash);
    const exits: number[] = [];
    cluster.log.forEach(0, cluster.log.length, ({ definition, at, data }) => {
      if (definition.type === "ContainerExited" && (data as { exitCode: number }).exitCode === 1) exits.push(at);
    });
    expect(exits.length).toBeGreaterThan(4);
    expect(Math.min(...exits)).toBeGreaterThan(10 * MINUTE + 20 * SECOND);
  });

  test("one that no container can have is refused, at its match", () => {
    const loaded = load(GONE.replace("web:*", "wbe:*"));
    const found = isLeft(loaded) ? loaded.left.flatMap(({ diagnostics }) => diagnostics) : [];
    expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual(["E202 the behaviour matches no container"]);
    expect(found[0]?.line).toBe(13);
  });
});
