import type { ControllerTrouble } from "@podsim/core";
import type { ApiObject, Reconciler } from "@podsim/scheduler";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commands } from "./commands.js";
import { ControlPlane } from "./control-plane.js";
import { UnusableCase } from "./load-case.js";
import { never, step } from "./stated-laws.js";

const NODE = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "n1", labels: { "kubernetes.io/hostname": "n1" } },
  status: { allocatable: { cpu: "4", memory: "4Gi", pods: "20" } },
};

const deployment = (replicas: number) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop", annotations: { wanted: String(replicas) } },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: "shop" } },
    template: {
      metadata: { labels: { app: "shop" } },
      spec: { containers: [{ name: "c1", image: "registry.example/shop-c1:v1" }] },
    },
  },
});

/** Gives Deployments as many replicas as their annotation wants. `isCareful`: whether it looks again when it failed. */
const scaler = (isCareful: boolean): Reconciler => ({
  name: "scaler",
  watches: [{ kind: "Deployment" }],
  *reconcile(key, client) {
    const [namespace = "", name = ""] = key.split("/");
    const found = client.cached("Deployment", namespace, name);
    if (found === undefined) return {};
    const wanted = Number(found.metadata.annotations?.["wanted"] ?? 0);
    if (found.spec?.["replicas"] === wanted) return {};
    try {
      yield* client.update<ApiObject>({ ...found, spec: { ...found.spec, replicas: wanted } });
    } catch (thrown) {
      if (isCareful) throw thrown;
    }
    return {};
  },
});

interface Model {
  replicas: number;
}

const wants = (replicas: number): fc.Command<Model, ControlPlane> => ({
  check: () => true,
  run: (model, cluster) => {
    const set = { "metadata.annotations[wanted]": String(replicas) };
    cluster.perform({ patch: { target: "deployment/shop", set } });
    model.replicas = replicas;
  },
  toString: () => `kubectl annotate deployment/shop --overwrite wanted=${String(replicas)}`,
});

const settles: fc.Command<Model, ControlPlane> = {
  check: () => true,
  run: (model, cluster) => {
    cluster.advance("5m");
    expect([...cluster.view.deployments()].map(({ spec }) => spec.replicas)).toEqual([model.replicas]);
  },
  toString: () => "sleep 300; the replicas are as many as were wanted",
};

const property = (
  isCareful: boolean,
  troubles: readonly ControllerTrouble[],
): fc.IPropertyWithHooks<[Iterable<fc.Command<Model, ControlPlane>>]> => {
  const controllers = [scaler(isCareful)];
  return fc.property(
    fc.commands<Model, ControlPlane>(
      [
        fc.integer({ min: 0, max: 3 }).map(wants),
        fc.constant(settles),
        ...commands.faults<Model>(controllers, troubles),
      ],
      { maxCommands: 12 },
    ),
    (sequence) => {
      const start = () => ({
        model: { replicas: 1 },
        real: new ControlPlane({ objects: [NODE, deployment(1)], controllers }),
      });
      fc.modelRun(start, sequence);
    },
  );
};

test("a controller that tries again comes to what was wanted, whatever befalls it", () => {
  fc.assert(property(true, ["crash", "stale", "dropWatch", "conflict", "lostAnswer", "unavailable"]), {
    numRuns: 15,
    seed: 5,
  });
}, 120_000);

test("one that swallows what the server answered does not, and the commands that show it read as a person would type them", () => {
  const { failed, counterexample } = fc.check(property(false, ["unavailable"]), { numRuns: 100, seed: 5 });
  expect(failed).toBe(true);
  const typed = String(counterexample?.[0]);
  expect(typed).toMatch(/disturb \{"controller":"scaler",.*"with":"unavailable"/);
  expect(typed).toContain("sleep 300; the replicas are as many as were wanted");
}, 120_000);

test("standard commands are drawn from the objects there are, and none is sent that is not possible", () => {
  const objects = [NODE, deployment(2)];
  const property = fc.property(fc.commands<Model, ControlPlane>([...commands.standard<Model>(objects)]), (sequence) => {
    const real = new ControlPlane({ objects, controllers: [scaler(true)] });
    fc.modelRun(() => ({ model: { replicas: 2 }, real }), sequence);
    real.advance("1m");
    expect(real.played.thrown).toBeNull();
  });
  fc.assert(property, { numRuns: 15, seed: 3 });
}, 120_000);

test("what came of the commands is judged, and is a case as any other", () => {
  const real = new ControlPlane({ objects: [NODE, deployment(2)], controllers: [scaler(true)] });
  real.advance("30s");
  const tooMany = never("shop.atMostOne", "shop has one pod at most", (cluster) => {
    const pods = [...cluster.pods("app=shop")];
    return pods.length > 1 ? pods.map(({ metadata }) => `pod/default/${metadata.name}` as const) : [];
  });
  expect(real.judge([tooMany]).breaches[0]?.violation.witnesses).toHaveLength(2);
  expect(real.case).toMatchObject({ horizonSeconds: 30, steps: [] });
});

test.each([
  ["1.34", /^Container image .* already present on machine$/],
  ["1.35", /already present on machine and can be accessed by the pod$/],
] as const)("laws of one's own see the Events of the version that is run: %s", (kubernetes, words) => {
  const messages = new Set<string>();
  const law = step("x.listens", "it listens", (_before, { reason, message }) => {
    if (reason === "Pulled") messages.add(message);
    return true;
  });
  const behaviors = [{ match: { image: "registry.example/shop-c1:v1" }, image: { cached: true } }];
  const objects = [NODE, { ...deployment(0), spec: { ...deployment(0).spec, replicas: 1 } }];
  const real = new ControlPlane({ objects, behaviors, kubernetes });
  real.advance("30s");
  expect(real.judge([law])).toEqual({ breaches: [], failures: [] });
  expect([...messages].some((message) => words.test(message))).toBe(true);
});

test("laws of one's own are told what each fact is about, what is gone by its name as well", () => {
  const about = new Map<string, Set<string>>();
  const law = step("x.listens", "it listens", (_before, { fact, object }) => {
    about.set(fact, (about.get(fact) ?? new Set()).add(object));
    return true;
  });
  const objects = [NODE, { ...deployment(0), spec: { ...deployment(0).spec, replicas: 2 } }];
  const real = new ControlPlane({ objects });
  real.advance("30s");
  real.perform({ delete: { target: "deployment/shop" } });
  real.advance("5m");
  expect(real.judge([law])).toEqual({ breaches: [], failures: [] });
  const of = (fact: string): readonly string[] => [...(about.get(fact) ?? [])].sort();
  expect(of("NodeAdded")).toEqual(["node/n1"]);
  expect(of("DeploymentApplied")).toEqual(["deployment/default/shop"]);
  expect(of("PodCreated")).toHaveLength(2);
  expect(of("PodRemoved")).toEqual(of("PodCreated"));
  for (const name of of("PodRemoved")) expect(name).toMatch(/^pod\/default\/shop-/);
});

test("what cannot be done is told when it is tried, and has not happened", () => {
  const real = new ControlPlane({ objects: [NODE, deployment(2)] });
  real.advance("1m");
  const impossible = [
    { scale: { target: "deployment/shpo", replicas: 5 } },
    { scale: { target: "deployment/shop", namespace: "elsewhere", replicas: 5 } },
    { drain: { nodes: { names: ["n9"] } } },
    { disturb: { controller: "scaler", with: "pause" } },
  ];
  for (const act of impossible) expect(() => real.perform(act)).toThrow(UnusableCase);
  expect(() => real.perform({ scale: { target: "deployment/shpo", replicas: 5 } })).toThrow(
    /error E201: no Deployment "shpo" in namespace "default" at 1m\n[^]*did you mean deployment\/shop\?/,
  );
  real.perform({ scale: { target: "deploy/shop", replicas: 1 } });
  expect(real.case.steps).toEqual([{ gapSeconds: 60, act: { scale: { target: "deploy/shop", replicas: 1 } } }]);
});

test("objects that do not load are told at once", () => {
  const { spec, ...rest } = deployment(1);
  expect(() => new ControlPlane({ objects: [NODE, { ...rest, spec: { ...spec, selector: {} } }] })).toThrow(
    /^something is wrong with deployment\/shop\n/,
  );
});

test("the view is of now, whenever something happened last", () => {
  const real = new ControlPlane({ objects: [NODE, deployment(1)] });
  const heartbeat = (): unknown => {
    const [node] = real.view.nodes();
    return (node?.status.conditions?.[0] as { readonly lastHeartbeatTime?: string } | undefined)?.lastHeartbeatTime;
  };
  real.advance("1m");
  real.advance("1m");
  expect([real.view.nowUs, real.view.timestamp]).toEqual([real.played.endUs, "2026-01-01T00:02:00.000000Z"]);
  expect(heartbeat()).toBe("2026-01-01T00:00:00Z");
  real.advance("10m");
  expect(heartbeat()).not.toBe("2026-01-01T00:00:00Z");
});

test("standard commands can be done to objects of anybody's", () => {
  const template = {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "app", image: "nginx" }] },
  };
  const spec = { replicas: 2, selector: { matchLabels: { app: "web" } }, template };
  for (const namespace of ["default", "shop"]) {
    const objects = [NODE, { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace }, spec }];
    const property = fc.property(fc.commands<object, ControlPlane>([...commands.standard(objects)]), (sequence) => {
      const real = new ControlPlane({ objects });
      fc.modelRun(() => ({ model: {}, real }), sequence);
      expect(real.played.thrown).toBeNull();
    });
    fc.assert(property, { numRuns: 25, seed: 1 });
  }
}, 120_000);
