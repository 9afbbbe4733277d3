// Whole scenarios: a small cluster, what runs on it, what its containers do, and what happens to it.
import type { ControllerTrouble, KubernetesVersion } from "@podsim/core";
import type { Reconciler } from "@podsim/scheduler";
import fc from "fast-check";
import type { CaseScenario } from "../case-scenario.js";
import type { JsonMap } from "../json-map.js";
import { loadCase } from "../load-case.js";
import { eachManifest, identityOf, imagesOf } from "../manifests.js";
import { behaviorFor } from "./behaviors.js";
import { disturbancesOf, TROUBLES } from "./disturbances.js";
import { nodes } from "./nodes.js";
import { classesNamedIn, imageOf } from "./pods.js";
import { seldom } from "./seldom.js";
import { stepsFor } from "./steps.js";
import { autoscalerFor, budgetFor, namedWorkload, serviceFor } from "./workloads.js";

export interface ScenarioOptions {
  /** At most; 5 unless given, and never more. */
  readonly nodes?: number;
  /** Objects that make pods, at most; 3 unless given. */
  readonly workloads?: number;
  /** Things that happen, at most; 6 unless given. */
  readonly steps?: number;
  /** Simulated minutes; 30 unless given. */
  readonly minutes?: number;
  /** Controllers of your own that run in every scenario, and that things befall. */
  readonly controllers?: readonly Reconciler[];
  /** What befalls them; everything there is unless given. */
  readonly troubles?: readonly ControllerTrouble[];
  /** Manifests that every scenario begins with, besides what is made up. */
  readonly objects?: readonly JsonMap[];
}

const APPS = ["web", "db", "api", "job", "cache", "log"] as const;

/** Whether its pods are meant to end. */
const ends = (manifest: JsonMap): boolean => manifest["kind"] === "Job" || manifest["kind"] === "CronJob";

const behaviorsOf = (workload: JsonMap): fc.Arbitrary<readonly JsonMap[]> => {
  const { name } = workload["metadata"] as { readonly name: string };
  const newer = workload["kind"] === "Deployment" ? [imageOf(name, "c1", 2)] : [];
  return fc.tuple(...[...imagesOf(workload), ...newer].map((image) => behaviorFor(image, ends(workload))));
};

/** What stands beside a workload. */
const companionsOf = (workload: JsonMap): fc.Arbitrary<readonly JsonMap[]> => {
  const { name } = workload["metadata"] as { readonly name: string };
  const isScalable = workload["kind"] === "Deployment" || workload["kind"] === "StatefulSet";
  return fc
    .tuple(
      seldom(budgetFor(name), 3),
      seldom(fc.constant(serviceFor(name)), 3),
      isScalable ? seldom(autoscalerFor(String(workload["kind"]), name), 4) : fc.constant(null),
    )
    .map((made) => made.filter((each) => each !== null));
};

/** Everything but what is made up; it has to load by itself, so that nobody blames what is made up. */
const givenPart = (objects: readonly JsonMap[], controllers: readonly Reconciler[]): readonly JsonMap[] => {
  const common = { name: "case", seed: 1, kubernetes: "1.34", horizonSeconds: 1, behaviors: [], steps: [] } as const;
  loadCase({ ...common, objects, controllers });
  return eachManifest(objects);
};

/**
 * Valid scenarios, biased to trouble: nodes that just hold what is asked, simultaneous events, deletion at any moment. Throws
 * UnusableCase of objects that are none.
 */
export const scenario = ({
  nodes: nodeCount = 5,
  workloads = 3,
  steps = 6,
  minutes = 30,
  controllers = [],
  troubles = TROUBLES,
  objects = [],
}: ScenarioOptions = {}): fc.Arbitrary<CaseScenario> => {
  const given = givenPart(objects, controllers);
  const taken = given.map((object) => identityOf(object).name);
  const free = APPS.filter((name) => !taken.includes(name));
  const most = Math.min(workloads, free.length);
  return fc
    .tuple(nodes(nodeCount, taken), fc.subarray(free, { minLength: Math.min(1, most), maxLength: most }))
    .chain(([cluster, apps]) =>
      fc
        .tuple(...apps.map(namedWorkload))
        .chain((made) => fc.tuple(fc.constant(made), fc.tuple(...made.map(companionsOf))))
        .chain(([made, companions]) => {
          const all = [...cluster, ...classesNamedIn(made, given), ...given, ...made, ...companions.flat()];
          return fc.record({
            name: fc.constant("case"),
            seed: fc.integer({ min: 0, max: 1_000_000 }),
            kubernetes: fc.constantFrom<KubernetesVersion>("1.34", "1.35"),
            horizonSeconds: fc.constant(minutes * 60),
            objects: fc.constant(all),
            behaviors: fc.tuple(...made.map(behaviorsOf)).map((each) => each.flat()),
            steps: stepsFor(all, steps, disturbancesOf(controllers, troubles)),
            ...(controllers.length === 0 ? {} : { controllers: fc.constant(controllers) }),
          });
        }),
    );
};
