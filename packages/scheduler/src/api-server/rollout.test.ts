// Rollouts that are asked for: what is refused, and in whose words.
import { deploymentApplied, requestRefused } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aDeployment, SmallCluster } from "../../testing/small-cluster.js";
import type { ApiRequest, RequestDefinition } from "./request.js";
import { rolloutUndo } from "./requests/rollout-undo.js";
import { setTemplate } from "./requests/set-template.js";

const target = { kind: "Deployment", namespace: "default", name: "web" };

const paused = (isPaused: boolean, image = "registry.example/app:2") => {
  const deployment = aDeployment();
  const { template } = deployment.spec;
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  const changed = { ...template, spec: { ...template.spec, containers } };
  return { ...deployment, spec: { ...deployment.spec, paused: isPaused, template: changed } };
};

const after = <Request extends ApiRequest>(
  definition: RequestDefinition<Request>,
  request: Request,
  isPaused: boolean,
): { readonly refusals: readonly string[]; readonly applied: number } => {
  const cluster = new SmallCluster().apply(0, aDeployment()).apply(30, paused(false)).apply(60, paused(isPaused));
  cluster.at(90, (out, _, now) => {
    const { plane } = cluster;
    definition.perform(request, { plane, name: "test", later: () => undefined, drain: () => undefined }, now, out);
  });
  cluster.run(100);
  const applied = cluster.facts(deploymentApplied).filter(({ at }) => at === 90).length;
  return { refusals: cluster.facts(requestRefused).map(({ data }) => data.message), applied };
};

const undo = { verb: "rollout-undo" as const, target, toRevision: 0 };
const restart = { verb: "set-template" as const, target, images: {}, restartedAt: "2026-01-01T00:01:30Z" };
const setImage = { verb: "set-template" as const, target, images: { "*": "x:3" }, restartedAt: null };

describe("controllers 2.17, 2.20: of a Deployment that is paused", () => {
  test("kubectl neither undoes nor restarts a rollout", () => {
    const pausedUndo =
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again";
    expect(after(rolloutUndo, undo, true)).toEqual({ refusals: [pausedUndo], applied: 0 });
    const pausedRestart = "can't restart paused deployment (run rollout resume first)";
    expect(after(setTemplate, restart, true)).toEqual({ refusals: [pausedRestart], applied: 0 });
  });

  test("the image may be set, and all of it is done once it goes on", () => {
    expect(after(setTemplate, setImage, true)).toEqual({ refusals: [], applied: 1 });
    expect(after(rolloutUndo, undo, false)).toEqual({ refusals: [], applied: 1 });
    expect(after(setTemplate, restart, false)).toEqual({ refusals: [], applied: 1 });
  });
});
