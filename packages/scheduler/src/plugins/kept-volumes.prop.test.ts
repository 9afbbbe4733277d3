// Pods with claims: tries that make use of earlier ones against tries that start afresh, over histories in which claims,
// volumes, classes and drivers change in between.
import * as fc from "fast-check";
import { isRight } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import {
  claimApplied,
  claimBound,
  claimNodeSelected,
  csiNodeApplied,
  invariant,
  storageClassApplied,
  volumeApplied,
} from "@podsim/core";
import type { CSINode, PodIx, PodTemplateSpec, Volume } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { aClaim, aStorageClass, aVolume } from "../../testing/storage-objects.js";
import { CycleState } from "../framework/cycle-state.js";
import { scheduleOne } from "../framework/cycle.js";
import type { Decision } from "../framework/cycle.js";
import { buildProfile, DEFAULT_PROFILE } from "../framework/profile.js";
import { firstName } from "../framework/tie-break.js";
import { PLUGINS } from "./index.js";

const built = buildProfile(DEFAULT_PROFILE, PLUGINS);
invariant(isRight(built), "the default profile can be built");
const profile = built.right;

const ZONE = "topology.kubernetes.io/zone";
const DRIVER = "csi.example";
const CLAIMS = ["data", "logs", "solo"] as const;

const volumesOf = (claims: readonly string[], isOwn: boolean): readonly Volume[] => [
  ...claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName, readOnly: false } })),
  ...(isOwn
    ? [
        {
          name: "own",
          ephemeral: { volumeClaimTemplate: { metadata: { labels: {}, annotations: {} }, spec: aClaim().spec } },
        },
      ]
    : []),
];

const comparable = (decision: Decision): unknown =>
  decision.kind === "unschedulable" ? { ...decision, rejectedBy: [...decision.rejectedBy].sort() } : decision;

class Storage {
  readonly cluster = new TestCluster();
  readonly state = new CycleState(1);
  readonly kinds: readonly PodTemplateSpec[];
  readonly #placed: PodIx[] = [];
  #names = 0;

  constructor(nodes: number, kinds: readonly PodTemplateSpec[]) {
    this.kinds = kinds;
    for (let k = 0; k < nodes; k++) this.cluster.addNode(aNode(`n${k}`, { labels: { [ZONE]: `z${k % 2}` } }));
  }

  decide(k: number): void {
    const { cluster, state } = this;
    const template = this.kinds[k % this.kinds.length] ?? aTemplate();
    const pod = cluster.addPod(`p${this.#names++}`, template);
    const afresh = new CycleState();
    afresh.nextStart = state.nextStart;
    const options = { tieBreak: firstName };
    const decision = scheduleOne(cluster.podView(pod), cluster.view, profile, state, options);
    expect(comparable(decision)).toEqual(
      comparable(scheduleOne(cluster.podView(pod), cluster.view, profile, afresh, options)),
    );
    if (decision.kind !== "placed") return;
    cluster.bind(pod, cluster.world.nodes.at(decision.node)?.name ?? "");
    this.#placed.push(pod);
  }

  remove(k: number): void {
    const [pod] = this.#placed.splice(k % Math.max(1, this.#placed.length), 1);
    if (pod !== undefined) this.cluster.removePod(pod);
  }

  claim(name: string): void {
    const { claims } = this.cluster.world;
    const accessMode = name === "solo" ? "ReadWriteOncePod" : "ReadWriteMany";
    if (claims.find("default", name) !== undefined) return;
    this.cluster.record(claimApplied, claims.nextIx, {
      claimIx: claims.nextIx,
      uid: name,
      object: aClaim(name, { accessModes: [accessMode] }),
    });
  }

  volume(zone: string, isLabelled: boolean): void {
    const volumeIx = this.cluster.world.volumes.nextIx;
    const terms = [{ matchExpressions: [{ key: ZONE, operator: "In" as const, values: [zone] }] }];
    const made = aVolume(`pv${volumeIx}`, {
      accessModes: ["ReadWriteMany", "ReadWriteOncePod"],
      csi: { driver: DRIVER, volumeHandle: `h${volumeIx}` },
      ...(isLabelled ? {} : { nodeAffinity: { required: { nodeSelectorTerms: terms } } }),
    });
    const labels = isLabelled ? { [ZONE]: zone } : {};
    const object = { ...made, metadata: { ...made.metadata, labels } };
    this.cluster.record(volumeApplied, volumeIx, { volumeIx, uid: `pv${volumeIx}`, object });
  }

  bindClaim(name: string, k: number): void {
    const { claims, volumes } = this.cluster.world;
    const claim = claims.find("default", name);
    const free = [...volumes.values()];
    const volume = free[k % Math.max(1, free.length)];
    if (claim === undefined || volume === undefined || claim.phase !== "Pending") return;
    this.cluster.record(claimBound, claim.ix, { volume: volume.object.metadata.name, volumeIx: volume.ix });
  }

  select(name: string, k: number): void {
    const claim = this.cluster.world.claims.find("default", name);
    if (claim?.phase === "Pending") this.cluster.record(claimNodeSelected, claim.ix, { node: `n${k}` });
  }

  storageClass(isDelayed: boolean, zone: string): void {
    const { storageClasses } = this.cluster.world;
    const storageClassIx = storageClasses.find("", "fast")?.ix ?? storageClasses.nextIx;
    const object = aStorageClass({
      volumeBindingMode: isDelayed ? "WaitForFirstConsumer" : "Immediate",
      allowedTopologies: zone === "" ? [] : [{ matchLabelExpressions: [{ key: ZONE, values: [zone] }] }],
    });
    this.cluster.record(storageClassApplied, storageClassIx, { storageClassIx, object });
  }

  limit(k: number, count: number): void {
    const { csiNodes } = this.cluster.world;
    const name = `n${k}`;
    const csiNodeIx = csiNodes.find("", name)?.ix ?? csiNodes.nextIx;
    const metadata = { name, namespace: "", labels: {}, annotations: {} };
    const drivers = [{ name: DRIVER, nodeID: name, topologyKeys: [], allocatable: { count } }];
    const object: CSINode = { apiVersion: "storage.k8s.io/v1", kind: "CSINode", metadata, spec: { drivers } };
    this.cluster.record(csiNodeApplied, csiNodeIx, { csiNodeIx, object });
  }
}

type Step = (storage: Storage) => void;

const claim = fc.constantFrom(...CLAIMS);
const zone = fc.constantFrom("z0", "z1");
const nat = fc.nat({ max: 4 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(nat, fc.integer({ min: 1, max: 3 })).map(([k, times]): Step => (storage) => {
      for (let i = 0; i < times; i++) storage.decide(k);
    }),
  },
  {
    weight: 1,
    arbitrary: nat.map((k): Step => (storage) => {
      storage.remove(k);
    }),
  },
  {
    weight: 2,
    arbitrary: claim.map((name): Step => (storage) => {
      storage.claim(name);
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(zone, fc.boolean()).map(([at, on]): Step => (storage) => {
      storage.volume(at, on);
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(claim, nat).map(([name, k]): Step => (storage) => {
      storage.bindClaim(name, k);
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(claim, nat).map(([name, k]): Step => (storage) => {
      storage.select(name, k);
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.boolean(), fc.constantFrom("", "z0")).map(([isDelayed, at]): Step => (storage) => {
      storage.storageClass(isDelayed, at);
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(nat, nat).map(([k, count]): Step => (storage) => {
      storage.limit(k, count);
    }),
  },
);

const kind = fc
  .tuple(fc.uniqueArray(claim, { maxLength: 2 }), fc.nat({ max: 2 }))
  .map(([claims, n]) => aTemplate({ requests: { cpu: "300m" }, spec: { volumes: volumesOf(claims, n === 0) } }));

test("what is remembered of pods with claims comes to what a look at every node would", { timeout: 120_000 }, () => {
  let tryCount = 0;
  let keptCount = 0;
  let placedCount = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 4 }),
      fc.array(kind, { minLength: 1, maxLength: 2 }),
      fc.array(step, { minLength: 6, maxLength: 24, size: "max" }),
      (nodes, kinds, steps) => {
        const storage = new Storage(nodes, kinds);
        for (const name of CLAIMS) storage.claim(name);
        // The first pods that have a claim of their own find it there, some with a node selected.
        for (let k = 0; k < 6; k++) {
          storage.claim(`p${k}-own`);
          if (k % 3 !== 0) storage.select(`p${k}-own`, k % nodes);
        }
        storage.storageClass(true, "");
        for (const each of steps) each(storage);
        tryCount += storage.state.tryCount;
        keptCount += storage.state.keptCount;
        placedCount += [...storage.cluster.world.pods.values()].filter(({ binding }) => binding !== null).length;
      },
    ),
    { numRuns: 300 },
  );
  // Many are refused before any node is looked at.
  expect(keptCount / tryCount).toBeGreaterThan(0.5);
  expect(placedCount / tryCount).toBeGreaterThan(0.3);
});
