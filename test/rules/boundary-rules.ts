// Who may import whom: the arrows between packages and folders, as rules for dependency-cruiser.
import type { IRegularForbiddenRuleType } from "dependency-cruiser";

const isTest = "\\.test\\.ts$";
const onShelf =
  "/(plugins|events|controllers|invariants|interventions|outputs|checks|workloads|commands)/(?!index)[^/]+\\.ts$";

const forbid = (
  name: string,
  comment: string,
  from: IRegularForbiddenRuleType["from"],
  to: IRegularForbiddenRuleType["to"],
): IRegularForbiddenRuleType => ({ name, comment, severity: "error", from, to });

const betweenPackages: readonly IRegularForbiddenRuleType[] = [
  forbid(
    "core-stands-alone",
    "core imports neither scheduler nor runner",
    { path: "^packages/core/" },
    { path: "^packages/(scheduler|runner)/" },
  ),
  forbid(
    "scheduler-below-runner",
    "scheduler does not import runner",
    { path: "^packages/scheduler/" },
    { path: "^packages/runner/" },
  ),
];

const withinScheduler: readonly IRegularForbiddenRuleType[] = [
  forbid(
    "engine-knows-no-pods",
    "the engine imports nothing of ours but @podsim/core/time and @podsim/core/log",
    { path: "^packages/scheduler/src/engine/", pathNot: isTest },
    { path: "^packages/", pathNot: "^packages/(scheduler/src/engine/|core/src/(time|log/index)\\.ts$)" },
  ),
  forbid(
    "cluster-sees-only-core",
    "cluster is the ground the framework stands on: it imports core and itself",
    { path: "^packages/scheduler/src/cluster/", pathNot: isTest },
    { path: "^packages/scheduler/", pathNot: "^packages/scheduler/src/cluster/" },
  ),
  forbid(
    "framework-sees-only-the-cluster",
    "the framework imports cluster and core; plugins are handed to it",
    { path: "^packages/scheduler/src/framework/", pathNot: isTest },
    { path: "^packages/scheduler/", pathNot: "^packages/scheduler/src/(framework|cluster)/" },
  ),
  forbid(
    "plugins-see-only-the-view",
    "a plugin imports framework/plugin.ts, cluster/cluster-view.ts and core",
    { path: "^packages/scheduler/src/plugins/", pathNot: isTest },
    {
      path: "^packages/scheduler/",
      pathNot: "^packages/scheduler/src/(plugins/|framework/plugin\\.ts$|cluster/cluster-view\\.ts$)",
    },
  ),
  forbid(
    "controllers-see-no-scheduling",
    "a controller knows neither the scheduler nor the kubelets, only the world and the API server's rules",
    { path: "^packages/scheduler/src/controllers/", pathNot: isTest },
    { path: "^packages/scheduler/src/(framework|plugins|kubelet|model\\.ts|scheduler-actor\\.ts)" },
  ),
  forbid(
    "controllers-see-engine-arithmetic",
    "of the engine a controller imports grids and distributions; the agenda and the loop are the model's",
    { path: "^packages/scheduler/src/controllers/", pathNot: isTest },
    {
      path: "^packages/scheduler/src/engine/",
      pathNot: "^packages/scheduler/src/engine/(grid|distribution)\\.ts$",
      dependencyTypesNot: ["type-only"],
    },
  ),
];

const everywhere: readonly IRegularForbiddenRuleType[] = [
  forbid("no-cycles", "no file imports itself by a detour, types included", {}, { circular: true }),
  forbid("no-dead-ends", "every import leads somewhere", {}, { couldNotResolve: true }),
  forbid("no-test-is-imported", "what two tests share has a file of its own", {}, { path: isTest }),
  forbid(
    "shelves-do-not-lean",
    "a file on a shelf (an event, a plugin …) imports no sibling; a shared rule moves down a level",
    { path: onShelf, pathNot: isTest },
    { path: "/$1/(?!index)[^/]+\\.ts$", pathNot: isTest },
  ),
  forbid(
    "testing-stays-in-tests",
    "what ships does not import the testing entries",
    { path: "^packages/[^/]+/src/", pathNot: isTest },
    { path: "^packages/[^/]+/testing/" },
  ),
  forbid(
    "outside-only-in-runner-io",
    "Node's own modules are imported in runner/src/io and runner/src/main.ts only",
    { path: "^packages/", pathNot: ["^packages/runner/src/(io/|main\\.ts$)", `^packages/runner/.*${isTest}`] },
    { dependencyTypes: ["core"] },
  ),
];

/** `doors` are the sources of the front doors, relative to the root. */
const frontDoorsOnly = (doors: readonly string[]): readonly IRegularForbiddenRuleType[] => {
  const allowed = `^(${doors.map((door) => door.replaceAll(".", "\\.")).join("|")})$`;
  return [
    forbid(
      "front-doors-only",
      "another package is imported by its name and exports, not by the path of a file in it",
      { path: "^packages/([^/]+)/" },
      { path: "^packages/", pathNot: ["^packages/$1/", allowed] },
    ),
    forbid(
      "front-doors-only-from-outside",
      "tests and benchmarks see the packages through their exports only",
      { path: "^(test|benchmarks|scenarios)/" },
      { path: "^packages/", pathNot: allowed },
    ),
  ];
};

export const boundaryRules = (doors: readonly string[]): IRegularForbiddenRuleType[] => [
  ...everywhere,
  ...betweenPackages,
  ...withinScheduler,
  ...frontDoorsOnly(doors),
];
