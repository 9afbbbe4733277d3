// Writing pods that exist: what the API server takes, what it refuses and what it says then.
import {
  deploymentApplied,
  namespaceCreated,
  podConditionSet,
  podDeletionRequested,
  podReleased,
  podRemoved,
  podUpdated,
  requestRefused,
} from "@podsim/core";
import { parseObjectPath } from "@podsim/core";
import type { Pod } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { aDeployment, aService } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import type { ApiRequest } from "./request.js";
import { apply } from "./requests/apply.js";
import type { PatchRequest } from "./requests/patch.js";
import { patch } from "./requests/patch.js";
import { debug } from "./requests/debug.js";
import { deleteObject } from "./requests/delete-object.js";

const aPod = (over: Partial<Pod["spec"]> = {}, labels: Pod["metadata"]["labels"] = { app: "web" }): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "default", labels, annotations: {} },
  spec: aSpec(over),
});

class Server {
  readonly cluster: SmallCluster;

  constructor(cluster = new SmallCluster()) {
    this.cluster = cluster.at(0, (out) => out.record(namespaceCreated, 0, { name: "default", labels: {} }));
  }

  apply(seconds: number, object: Pod): this {
    this.cluster.at(seconds, (out, _, now) => apply.perform({ verb: "apply", object }, this.#context, now, out));
    return this;
  }

  patch(seconds: number, set: Readonly<Record<string, unknown>>, over: Partial<PatchRequest> = {}): this {
    const placements = Object.entries(set).map(([at, value]) => ({ at, steps: parseObjectPath(at) ?? [], value }));
    const target = { kind: "Pod", namespace: "default", name: "web" };
    const request: PatchRequest = { verb: "patch", target, subresource: "", set: placements, ...over };
    this.cluster.at(seconds, (out, _, now) => patch.perform(request, this.#context, now, out));
    return this;
  }

  delete(seconds: number, graceSeconds: number | null = null): this {
    const target = { kind: "Pod", namespace: "default", name: "web" };
    this.cluster.at(seconds, (out, _, now) => {
      deleteObject.perform({ verb: "delete", target, graceSeconds }, this.#context, now, out);
    });
    return this;
  }

  debug(seconds: number, name: string, targetContainerName = ""): this {
    const target = { kind: "Pod", namespace: "default", name: "web" };
    const container = { ...aContainer({ name }), targetContainerName };
    this.cluster.at(seconds, (out, _, now) => {
      debug.perform({ verb: "debug", target, container }, this.#context, now, out);
    });
    return this;
  }

  get #context() {
    const plane = this.cluster.plane;
    return { plane, name: "test", later: (_: number, __: ApiRequest) => undefined, drain: () => undefined };
  }

  refusals(seconds = 60): readonly string[] {
    this.cluster.run(seconds);
    return this.cluster.facts(requestRefused).map(({ data }) => data.message);
  }
}

describe("a pod's manifest is applied again", () => {
  test("kubelet 3.26: its image is changed, and nothing is recorded where nothing is", () => {
    const server = new Server().apply(0, aPod()).apply(5, aPod());
    server.apply(10, aPod({ containers: [aContainer({ image: "registry.example/app:2" })] }));
    expect(server.refusals()).toEqual([]);
    const updates = server.cluster.facts(podUpdated);
    expect(updates.map(({ at }) => at)).toEqual([10]);
    expect(updates[0]?.data.template.spec.containers[0]?.image).toBe("registry.example/app:2");
  });

  test("what may not change is refused in the server's words, everything at once", () => {
    const server = new Server().apply(0, aPod({ activeDeadlineSeconds: 10 }));
    server.apply(5, aPod({ activeDeadlineSeconds: 20, hostNetwork: true }));
    expect(server.refusals()[0]).toMatch(
      /^Pod "web" is invalid: \[spec\.activeDeadlineSeconds: .*, spec: Forbidden: pod updates may not change fields/,
    );
    expect(server.cluster.facts(podUpdated)).toEqual([]);
  });

  test("labels and annotations may be anything", () => {
    const server = new Server().apply(0, aPod()).apply(5, aPod({}, { app: "other" }));
    expect(server.refusals()).toEqual([]);
    expect(server.cluster.world.pods.find("default", "web")?.identity.template.metadata.labels).toEqual({
      app: "other",
    });
  });
});

describe("a patch", () => {
  test("puts values at places of the object, which is read and checked as any other", () => {
    const server = new Server().apply(0, aPod());
    server.patch(5, { "spec.containers[app].image": "registry.example/app:2" });
    server.patch(6, { "spec.containers[nobody].image": "x" });
    server.patch(7, { "spec.containers[app].image": "" });
    server.patch(8, { "metadata.labels.app": "x" }, { target: { kind: "Pod", namespace: "default", name: "gone" } });
    expect(server.refusals()).toEqual([
      'Pod "web" is invalid: nothing is at spec.containers[nobody].image',
      'Pod "web" is invalid: spec.containers[0].image: Required value: a value',
      'pods "gone" not found',
    ]);
    expect(server.cluster.facts(podUpdated)).toHaveLength(1);
  });

  test("of a Deployment is an apply of what it becomes", () => {
    const target = { kind: "Deployment", namespace: "default", name: "web" };
    const server = new Server(new SmallCluster().apply(0, aDeployment({ replicas: 2 })));
    server.patch(5, { "spec.replicas": 4 }, { target }).patch(6, { "spec.replicas": -1 }, { target });
    expect(server.refusals()).toEqual([
      'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ]);
    expect(server.cluster.facts(deploymentApplied).map(({ data }) => data.object.spec.replicas)).toEqual([2, 4]);
  });

  test("kubelet 7.1, 7.6: of a pod's status sets conditions that are not the kubelet's", () => {
    const server = new Server().apply(0, aPod());
    const status = { subresource: "status" } as const;
    server.patch(5, { "status.conditions[example.com/lb].status": "True" }, status);
    server.patch(6, { "status.conditions[example.com/lb].status": "True" }, status);
    server.patch(7, { "status.conditions[example.com/lb].status": "Maybe" }, status);
    server.patch(8, { "status.phase": "Failed" }, status);
    expect(server.refusals()).toEqual([
      expect.stringMatching(/^Pod "web" is invalid: status\.conditions\[\d\]\.status: Unsupported value: "Maybe"/),
      'Pod "web" is invalid: status.phase: only status.conditions can be set',
    ]);
    expect(server.cluster.facts(podConditionSet).map(({ at, data }) => [at, data.status])).toEqual([[5, "True"]]);
  });
});

describe("other labels", () => {
  const relabelled = (): Server => {
    const cluster = new SmallCluster().apply(0, aService()).apply(0, aDeployment({ replicas: 2 }));
    const server = new Server(cluster);
    cluster.at(30, (out, world, now) => {
      const pod = world.pods.at(0);
      if (pod === undefined) return;
      const target = { kind: "Pod", namespace: "default", name: pod.identity.name };
      const set = [{ at: "metadata.labels.app", steps: ["metadata", "labels", "app"], value: "debug" }];
      const context = { plane: cluster.plane, name: "t", later: () => undefined, drain: () => undefined };
      patch.perform({ verb: "patch", target, subresource: "", set }, context, now, out);
    });
    return server;
  };

  test("controllers 1.1: take a pod out of its ReplicaSet, which makes another", () => {
    const server = relabelled();
    expect(server.refusals()).toEqual([]);
    const { world } = server.cluster;
    expect(server.cluster.facts(podReleased).map(({ subject }) => subject)).toEqual([0]);
    expect(world.pods.at(0)?.identity.owner).toBeNull();
    expect(world.pods.at(2)?.identity.owner?.kind).toBe("ReplicaSet");
    expect(world.replicaSets.at(0)?.status).toEqual({ replicas: 2, readyReplicas: 2, availableReplicas: 2 });
  });

  test("take it out of its Service", () => {
    const server = relabelled();
    server.cluster.run(60);
    expect([...server.cluster.world.endpoints.of(0).keys()]).toEqual([1, 2]);
  });
});

describe("an ephemeral container", () => {
  const namesOf = (server: Server): readonly string[] =>
    server.cluster.world.pods
      .find("default", "web")
      ?.identity.template.spec.ephemeralContainers?.map(({ name }) => name) ?? [];

  test("kubelet 3.15: is added to a pod that is there, and gets a name where it has none", () => {
    const server = new Server().apply(1, aPod()).debug(2, "look", "app").debug(3, "");
    expect(server.refusals()).toEqual([]);
    expect(namesOf(server)).toEqual(["look", expect.stringMatching(/^debugger-[a-z0-9]{5}$/)]);
  });

  test("needs a pod, a name of its own and a target that is there", () => {
    const server = new Server().debug(1, "early").apply(2, aPod()).debug(3, "app").debug(4, "look", "nobody");
    expect(server.refusals()).toEqual([
      'pods "web" not found',
      'Pod "web" is invalid: spec.ephemeralContainers[0].name: Duplicate value: "app"',
      'Pod "web" is invalid: spec.ephemeralContainers[0].targetContainerName: Not found: "nobody"',
    ]);
  });

  test("comes by no other way, and stays when the pod's manifest is applied again", () => {
    const ephemeralContainers = [{ ...aContainer({ name: "look" }), targetContainerName: "" }];
    const server = new Server()
      .apply(1, aPod({ ephemeralContainers }))
      .apply(2, aPod())
      .debug(3, "look")
      .apply(4, aPod({}, { app: "other" }));
    expect(server.refusals()).toEqual([
      'Pod "web" is invalid: spec.ephemeralContainers: Forbidden: cannot be set on create',
    ]);
    expect(namesOf(server)).toEqual(["look"]);
    expect(server.cluster.world.pods.find("default", "web")?.identity.template.metadata.labels).toEqual({
      app: "other",
    });
  });
});

describe("a pod with a finalizer", () => {
  const held = (): Pod => {
    const pod = aPod();
    return { ...pod, metadata: { ...pod.metadata, finalizers: ["example.com/hold"] } };
  };
  const removals = (server: Server): readonly number[] => server.cluster.facts(podRemoved).map(({ at }) => at);

  test("kubelet 8.2: is deleted and stays until its finalizer is taken away", () => {
    const server = new Server().apply(1, held()).delete(10).patch(30, { "metadata.finalizers": [] });
    expect(server.refusals()).toEqual([]);
    const asked = server.cluster.facts(podDeletionRequested).map(({ data }) => [data.by, data.graceSeconds]);
    // The kubelet's own delete ends the grace.
    expect(asked).toEqual([
      ["user", 30],
      ["kubelet", 0],
    ]);
    expect(removals(server)).toEqual([30]);
  });

  test("kubelet 8.2: that was taken away before goes as any other; by force it stays as well", () => {
    const free = new Server().apply(1, held()).apply(5, aPod()).delete(10, 0);
    expect(free.refusals()).toEqual([]);
    expect(removals(free)).toEqual([10]);
    const forced = new Server().apply(1, held()).delete(10, 0);
    expect(forced.refusals()).toEqual([]);
    expect(removals(forced)).toEqual([]);
  });

  test("takes no other finalizer once it is deleted", () => {
    const server = new Server().apply(1, held()).delete(10);
    server.patch(20, { "metadata.finalizers": ["example.com/hold", "example.com/more"] });
    expect(server.refusals()).toEqual([
      'Pod "web" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being ' +
        'deleted, found new finalizers ["example.com/more"]',
    ]);
  });
});
