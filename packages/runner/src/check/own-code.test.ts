// Laws and controllers of one's own on the command line: found, named when they are wrong, and broken off when they hang.
import type { Reconciler } from "@podsim/scheduler";
import { expect, test } from "vitest";
import { testHost, Workplace } from "../../testing/command-run.js";
import type { CommandRun } from "../../testing/command-run.js";
import { judgePlayed } from "./judge-played.js";
import { controllersRun } from "./run-invariants.js";
import { playCase, playPrepared } from "./simulate-case.js";
import { always, eventually, step } from "./stated-laws.js";
import { violated } from "@podsim/core";

const AFTER_NODES = { within: "5m", after: ({ fact }: { readonly fact: string }) => fact === "NodeAdded" };

const MODULES: Readonly<Record<string, unknown>> = {
  "laws.mjs": {
    fewPods: always("my.noPods", "there are no pods at all", (cluster) => {
      const names = [...cluster.pods()].map(({ metadata }) => `pod/${metadata.namespace}/${metadata.name}` as const);
      return names.length === 0 || violated("there is one", names);
    }),
    test: () => undefined,
  },
  "throws.mjs": {
    oops: always("my.oops", "a law with a mistake in it", () => {
      throw new TypeError("of its author");
    }),
  },
  "wrong.mjs": { a: { id: "my.none", title: "nobody judges it" }, b: always("pod.boundOnce", "taken", () => true) },
  "lease-laws.mjs": {
    default: [
      step(
        "grabber.creates",
        "there is no lease",
        (_before, _happening, after) =>
          [...after.leases()].length === 0 || violated("there is one", ["lease/default/leader"]),
      ),
    ],
  },
  "grabber.mjs": {
    grabber: {
      name: "grabber",
      watches: [{ kind: "Lease" }],
      starts: ["default/leader"],
      *reconcile(_key, client, context) {
        if (client.cached("Lease", "default", "leader") !== undefined) return {};
        yield* client.create({
          apiVersion: "coordination.k8s.io/v1",
          kind: "Lease",
          metadata: { name: "leader", namespace: "default" },
          spec: { holderIdentity: context.identity, leaseDurationSeconds: 15, renewTime: context.timestamp() },
        });
        return {};
      },
    } satisfies Reconciler,
  },
  "slow-laws.mjs": {
    never: eventually("my.never", "all are gone within 5 minutes of a node", AFTER_NODES, () => false),
  },
  "clumsy.mjs": {
    clumsy: {
      name: "clumsy",
      watches: [{ kind: "Pod" }],
      *reconcile(key, client) {
        const [namespace = "", name = ""] = key.split("/");
        if (client.cached("Pod", namespace, name)?.spec?.["nodeName"] !== undefined) throw new TypeError("it is bound");
        return {};
      },
    } satisfies Reconciler,
  },
  "wrong-controller.mjs": { mine: { name: "", watches: ["Pod"], reconcile: () => Promise.resolve() } },
};

const workplace = (others: Readonly<Record<string, string>> = {}): Workplace => {
  const files = Object.fromEntries(Object.keys(MODULES).map((name) => [`/desk/${name}`, ""]));
  const importModule = (path: string): Promise<unknown> => Promise.resolve(MODULES[path.slice("/desk/".length)]);
  return new Workplace({ ...files, ...others }, testHost({ importModule }));
};

const check = (flags: string): Promise<CommandRun> => workplace().podsim(`check ${flags}`);

test("laws of one's own alone are judged, and the case says how to play it again", async () => {
  const { exit, out } = await check("--laws laws.mjs --runs 20");
  expect(exit).toBe(98);
  expect(out).toContain("✗ my.noPods   there are no pods at all");
  expect(out).toMatch(/replay {3}podsim check --case \S+my-noPods-\w+\.yaml --laws laws\.mjs\n/);
});

test("a controller of one's own runs in every scenario", async () => {
  const { exit, out } = await check("--laws lease-laws.mjs --controller grabber.mjs --runs 20");
  expect(exit).toBe(98);
  expect(out).toContain("✗ grabber.creates");
  expect(out).toContain("--laws lease-laws.mjs --controller grabber.mjs");
});

test("a controller that throws is told with the moment, and with what led there", async () => {
  const { exit, out } = await check("--controller clumsy.mjs --runs 20");
  expect(exit).toBe(98);
  expect(out).toMatch(/ Scheduled .* Successfully assigned default\//);
  expect(out).toMatch(
    /▲ violated here, at (\d+\.\d+ms|[0-4]\.\d+s): controller "clumsy" failed .*TypeError: it is bound/,
  );
  expect(out).toMatch(/← witness/);
});

test("what did not come true in time is told as of the moment when the time had run out", async () => {
  const { exit, out } = await check("--laws slow-laws.mjs --runs 1");
  expect(exit).toBe(98);
  expect(out).toContain("▲ violated here, at 5m0s: not within 5m0s of 0s");
  expect(out).not.toMatch(/^ {2}[6-9]m/m);
});

test("laws of one's own are judged whatever others are named, and may be named themselves", async () => {
  const besides = await check("--laws laws.mjs --invariant pod.boundOnce --runs 20 -o json");
  expect(JSON.parse(besides.out)).toMatchObject({
    laws: ["my.noPods", "pod.boundOnce"],
    violation: { invariant: "my.noPods" },
  });
  const named = await check("--laws laws.mjs --laws slow-laws.mjs --invariant my.never --runs 1 -o json");
  expect(JSON.parse(named.out)).toMatchObject({ laws: ["my.never"] });
});

test("--no-minimise shows what was found as it was found", async () => {
  const { exit, out } = await check("--laws laws.mjs --runs 20 --no-minimise");
  expect(exit).toBe(98);
  expect(out).toMatch(
    /^ {2}found after \d+ scenarios?, and not made smaller: \d+ steps? and \d+ objects? on \d+ nodes?$/m,
  );
});

test("a case that is played again is told as it was given", async () => {
  const work = workplace();
  const found = await work.podsim("check --laws laws.mjs --runs 20");
  const [, replay = ""] = /replay {3}podsim (check --case .*)\n/.exec(found.out) ?? [];
  const again = await work.podsim(replay);
  expect(again.exit).toBe(98);
  expect(again.out).toMatch(/^ {2}as it was given: \d+ steps? and \d+ objects? on \d+ nodes?$/m);
});

test("what `podsim run` cannot play again is not offered for looking at", async () => {
  expect((await check("--laws laws.mjs --runs 20")).out).toMatch(/ look {5}podsim run /);
  expect((await check("--controller clumsy.mjs --runs 20")).out).not.toContain("podsim run");
});

test("no seed of a given scenario is begun once the time is over", async () => {
  const scenario = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: long }
spec: { clock: { stop: { after: 60s } }, cluster: { objects: [] } }
`;
  const work = workplace({ "/desk/long.yaml": scenario });
  const { exit, out } = await work.podsim("check long.yaml --runs 1000000 --time 200ms");
  expect(exit).toBe(0);
  expect(Number(/(\d+) scenarios? kept/.exec(out)?.[1])).toBeLessThan(1_000_000);
});

test("a law that throws is told so, and breaks nothing", async () => {
  const { exit, err, out } = await check("--laws throws.mjs --runs 20");
  expect([exit, out]).toEqual([3, ""]);
  expect(err).toContain("my.oops cannot be judged");
  expect(err).toContain("TypeError: of its author");
});

test("everything that is wrong with the modules is told at once", async () => {
  const { exit, err } = await check("--laws wrong.mjs --laws none.mjs --controller wrong-controller.mjs");
  expect(exit).toBe(3);
  expect(err).toContain(
    "wrong.mjs:1:1: error E210: a law is what always, step, eventually or never makes; this is none",
  );
  expect(err).toContain("pod.boundOnce: another law has this id");
  expect(err).toContain("none.mjs:1:1: error E210: the laws' module cannot be read");
  expect(err).toContain("a controller needs a name");
  expect(err).toContain("a controller has to say what it watches");
});

test("a controller that never yields is broken off and named; it is no violation", () => {
  const endless: Reconciler = {
    name: "endless",
    watches: [],
    starts: ["default/x"],
    *reconcile() {
      for (;;);
    },
  };
  const common = { name: "case", seed: 1, kubernetes: "1.34", objects: [], behaviors: [], steps: [] } as const;
  const { prepared } = playCase({ ...common, horizonSeconds: 60 });
  const played = playPrepared({ ...prepared, reconcilers: [endless] }, 1, { millisMax: 200 });
  const { breaches, failures } = judgePlayed(played, [controllersRun]);
  expect(breaches).toEqual([]);
  expect(failures.map(({ message }) => message)).toEqual(['controller "endless" gave no answer within 0.2 s']);
});
