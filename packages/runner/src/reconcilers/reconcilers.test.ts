import { ApiError } from "@podsim/scheduler";
import type { Reconcile, Reconciler } from "@podsim/scheduler";
import { expect, test } from "vitest";
import type { CaseStep } from "../check/case-scenario.js";
import type { JsonMap } from "../check/json-map.js";
import { judgePlayed } from "../check/judge-played.js";
import { controllersRun, RUN_INVARIANTS } from "../check/run-invariants.js";
import { playCase } from "../check/simulate-case.js";
import type { PlayedCase } from "../check/simulate-case.js";

const NAME = "c";
const KEY = "default/a";

/** A controller of one key that watches ConfigMaps. */
const controller = (reconcile: Reconcile): Reconciler => ({ ...watching, reconcile });

/** One whose processes remember things. */
const remembering = (start: () => Reconcile, replicas = 1): Reconciler => ({ ...watching, replicas, start });

const watching = {
  name: NAME,
  watches: [{ kind: "ConfigMap" }, { kind: "Pod", keys: () => KEY }],
  starts: [KEY],
} as const;

const configMap = (data: Readonly<Record<string, string>> = {}): JsonMap => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "default" },
  data,
});

const NODE: JsonMap = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "n1", labels: { "kubernetes.io/hostname": "n1" } },
  status: { allocatable: { cpu: "2", memory: "2Gi", pods: "10" } },
};
const POD: JsonMap = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", labels: { app: "db" } },
  spec: { containers: [{ name: "c1", image: "registry.example/p-c1:v1" }] },
};

const disturb = (gapSeconds: number, trouble: string, more: JsonMap = {}): CaseStep => ({
  gapSeconds,
  act: { disturb: { controller: NAME, with: trouble, ...more } },
});

interface Setting {
  readonly objects?: readonly JsonMap[];
  readonly steps?: readonly CaseStep[];
  readonly seconds?: number;
}

const play = (given: Reconciler, { objects = [configMap()], steps = [], seconds = 60 }: Setting = {}): PlayedCase => {
  const common = { name: "case", seed: 7, kubernetes: "1.34", behaviors: [] } as const;
  return playCase({ ...common, horizonSeconds: seconds, objects, steps, controllers: [given] });
};

const dataOf = ({ cluster }: PlayedCase): Readonly<Record<string, string>> =>
  cluster.world.configMaps.find("default", "a")?.object.data ?? {};

/** Reads, adds one to "n", writes. */
function* increment(client: Parameters<Reconcile>[1]): ReturnType<Reconcile> {
  const map = yield* client.get("ConfigMap", "default", "a");
  if (map === null) return {};
  const data = map["data"] as Record<string, string> | undefined;
  yield* client.update({ ...map, data: { n: String(Number(data?.["n"] ?? 0) + 1) } });
  return {};
}

/** Once for every start of the process. */
const onceEach = (work: (client: Parameters<Reconcile>[1]) => ReturnType<Reconcile>): (() => Reconcile) => {
  return () => {
    let isDone = false;
    return function* (_key, client) {
      if (isDone) return {};
      isDone = true;
      return yield* work(client);
    };
  };
};

test("the cache is older than what the server answers", () => {
  const seen: (readonly [number, boolean, boolean])[] = [];
  play(
    controller(function* (_key, client, context) {
      const isCached = client.cached("ConfigMap", "default", "late") !== undefined;
      const isThere = (yield* client.get("ConfigMap", "default", "late")) !== null;
      seen.push([context.nowMillis() % 60_000, isCached, isThere]);
      return { requeueAfter: "5ms" };
    }),
    {
      steps: [{ gapSeconds: 5, act: { apply: { objects: [{ ...configMap(), metadata: { name: "late" } }] } } }],
      seconds: 6,
    },
  );
  const lagging = seen.filter(([, isCached, isThere]) => isThere && !isCached);
  expect(lagging.length).toBeGreaterThan(0);
  expect(seen.at(-1)).toMatchObject([expect.any(Number), true, true]);
});

test("an update of an older version is a Conflict, and one that nobody catches is tried again, 5 ms later at first", () => {
  const tries: number[] = [];
  const told: string[] = [];
  const played = play(
    controller(function* (_key, client, context) {
      tries.push(context.nowMillis());
      const map = yield* client.get("ConfigMap", "default", "a");
      if (map === null || tries.length > 3) return {};
      const old = { ...map, metadata: { ...map.metadata, resourceVersion: "1" } };
      try {
        yield* client.update(old);
      } catch (thrown) {
        told.push((thrown as ApiError).message);
        throw thrown;
      }
      return {};
    }),
  );
  expect(dataOf(played)).toEqual({});
  expect(told[0]).toBe(
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; ' +
      "please apply your changes to the latest version and try again",
  );
  expect(tries).toHaveLength(4);
  // Two round trips of 10 ms each, and 5, 10, 20 ms of back-off.
  expect(tries.slice(1).map((at, ix) => Math.round(at - (tries[ix] ?? 0)))).toEqual([25, 30, 40]);
});

test("two processes that read the same version: one of them writes, the other has to read again", () => {
  let conflicts = 0;
  const played = play(
    remembering(
      onceEach(function* (client) {
        yield* client.wait("10s");
        for (;;) {
          try {
            return yield* increment(client);
          } catch (thrown) {
            if (!(thrown instanceof ApiError) || thrown.reason !== "Conflict") throw thrown;
            conflicts += 1;
          }
        }
      }),
      30,
    ),
  );
  expect(dataOf(played)).toEqual({ n: "30" });
  expect(conflicts).toBeGreaterThan(0);
});

test("a crash takes everything that the process knew; it begins anew and lists", () => {
  const starts: number[] = [];
  play(
    remembering(() => {
      let rounds = 0;
      return function* (_key, _client, context) {
        rounds += 1;
        if (rounds === 1) starts.push(context.restarts);
        return yield* (function* () {
          return { requeueAfter: "1s" };
        })();
      };
    }),
    { steps: [disturb(10, "crash", { for: "5s" })], seconds: 30 },
  );
  expect(starts).toEqual([0, 1]);
});

test("crashAfterWrite: the write is there, who wrote it never knows", () => {
  let answers = 0;
  const played = play(
    remembering(
      onceEach(function* (client) {
        yield* client.wait("5s");
        yield* increment(client);
        answers += 1;
        return {};
      }),
    ),
    { steps: [disturb(2, "crashAfterWrite", { for: "1s" })] },
  );
  expect(dataOf(played)).toEqual({ n: "2" });
  expect(answers).toBe(1);
});

test("lostAnswer: the write is there, and is said to have timed out", () => {
  const told: string[] = [];
  const played = play(
    remembering(
      onceEach(function* (client) {
        yield* client.wait("5s");
        try {
          yield* increment(client);
        } catch (thrown) {
          told.push((thrown as ApiError).reason);
        }
        return {};
      }),
    ),
    { steps: [disturb(2, "lostAnswer")] },
  );
  expect(dataOf(played)).toEqual({ n: "1" });
  expect(told).toEqual(["Timeout"]);
});

test.each([
  ["conflict", "Conflict"],
  ["unavailable", "ServiceUnavailable"],
])("%s: nothing is written", (trouble, reason) => {
  const told: string[] = [];
  const played = play(
    remembering(
      onceEach(function* (client) {
        yield* client.wait("5s");
        try {
          const map = configMap({ n: "1" }) as never;
          yield* client.update(map);
        } catch (thrown) {
          told.push((thrown as ApiError).reason);
        }
        return {};
      }),
    ),
    { steps: [disturb(2, trouble)] },
  );
  expect(dataOf(played)).toEqual({});
  expect(told).toEqual([reason]);
});

test("a paused process does nothing, and goes on where it was", () => {
  const at: number[] = [];
  play(
    controller(function* (_key, client, context) {
      yield* client.wait("1s");
      at.push(Math.round((context.nowMillis() % 60_000) / 1_000));
      return { requeueAfter: "1s" };
    }),
    { steps: [disturb(10, "pause", { for: "20s" })], seconds: 40 },
  );
  expect(at.filter((second) => second > 11 && second < 30)).toEqual([]);
  expect(at.filter((second) => second >= 30).length).toBeGreaterThan(2);
});

/** Every value of "n" that the cache showed, in order. */
const watchedValues = (trouble: string): readonly string[] => {
  const seen: string[] = [];
  const write = (gapSeconds: number, n: string): CaseStep => ({
    gapSeconds,
    act: { apply: { objects: [configMap({ n })] } },
  });
  play(
    controller(function* (_key, client) {
      const map = client.cached("ConfigMap", "default", "a");
      const { n = "-" } = (map?.["data"] ?? {}) as Record<string, string>;
      if (seen.at(-1) !== n) seen.push(n);
      return yield* (function* () {
        return {};
      })();
    }),
    { steps: [disturb(5, trouble, { for: "10s" }), write(1, "1"), write(1, "2"), write(10, "3")], seconds: 40 },
  );
  return seen;
};

test("a stale watch tells everything in the end, a broken one only what has become of it", () => {
  expect(watchedValues("conflict")).toEqual(["-", "1", "2", "3"]);
  expect(watchedValues("dropWatch")).toEqual(["-", "2", "3"]);
  expect(watchedValues("stale")).toEqual(["-", "1", "2", "3"]);
});

test("pods are read as a server shows them, labelled, and evicted", () => {
  const phases = new Set<unknown>();
  const played = play(
    controller(function* (_key, client) {
      const [pod] = client.list("Pod", "app=db");
      if (pod === undefined) return {};
      phases.add(pod.status?.["phase"]);
      if (pod.status?.["phase"] !== "Running") return {};
      if (pod.metadata.labels?.["role"] === "leader") {
        yield* client.evict("default", "p");
        return {};
      }
      pod.metadata.labels = { ...pod.metadata.labels, role: "leader" };
      yield* client.update(pod);
      return {};
    }),
    { objects: [NODE, POD] },
  );
  expect(played.thrown).toBeNull();
  expect([...phases]).toEqual(["Pending", "Running", "Failed"]);
  expect(played.cluster.world.pods.find("default", "p")).toBeUndefined();
});

test("what throws anything else breaks off the run, and is told with its key", () => {
  const played = play(
    controller(function* (_key, client) {
      yield* client.get("ConfigMap", "default", "a");
      return (undefined as unknown as { readonly spec: { readonly x: never } }).spec.x;
    }),
  );
  const { breaches } = judgePlayed(played, [controllersRun]);
  expect(breaches[0]?.violation.message).toMatch(
    /^controller "c" failed reconciling "default\/a": it threw TypeError: Cannot read properties of undefined/,
  );
});

test.each<readonly [string, Reconcile, string]>([
  ["is no generator", (() => undefined) as never, "reconcile is no generator"],
  [
    "yields what is no call",
    function* () {
      yield 5 as never;
      return {};
    },
    "it yielded 5, which is no call",
  ],
  [
    "reads a cache it does not have",
    function* (_key, client) {
      client.list("Secret");
      return yield* client.wait("1s");
    },
    "Secret is not watched, so no cache holds any; watched are ConfigMap, Pod",
  ],
  [
    "asks for a kind nobody serves",
    function* (_key, client) {
      yield* client.get("Widget", "default", "a");
      return {};
    },
    "objects of kind Widget are not served",
  ],
])("a controller that %s is told so", (_, reconcile, words) => {
  expect(play(controller(reconcile)).thrown?.message).toContain(words);
});

test("runs with controllers of one's own are the same each time, however they are cut, and their log says everything", () => {
  const played = play(remembering(onceEach(increment), 3), {
    objects: [configMap(), NODE, POD],
    steps: [disturb(1, "crash", { for: "2s" }), disturb(3, "pause", { replica: 1 })],
  });
  expect(judgePlayed(played, RUN_INVARIANTS).breaches).toEqual([]);
});
