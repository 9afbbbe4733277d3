import {
  claimApplied,
  parseObjectPath,
  podUpdated,
  requestRefused,
  serviceApplied,
  statefulSetClaimRefused,
} from "@podsim/core";
import type { KubernetesObject, Labels, LimitRange, ResourceList, ResourceQuota } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { aStatefulSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { objectOf } from "../../testing/whole-cluster.js";
import { applyObject } from "./apply-object.js";
import { quotaUsage } from "./pod-limits.js";
import { patch } from "./requests/patch.js";

const meta = (name: string) => ({ name, namespace: "default", labels: {} as Labels, annotations: {} });

const aQuota = (hard: ResourceList): ResourceQuota => ({
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: meta("most"),
  spec: { hard, scopes: [] },
});

const maximum = (cpu: string): LimitRange => ({
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: meta("bounds"),
  spec: {
    limits: [{ type: "Container", max: { cpu }, min: {}, default: {}, defaultRequest: {}, maxLimitRequestRatio: {} }],
  },
});

const contextOf = (cluster: SmallCluster) => ({
  plane: cluster.plane,
  name: "t",
  later: () => undefined,
  drain: () => undefined,
});

/** Has the API server take the objects in, one a second from 1 s on. */
const server = (quota: ResourceQuota | LimitRange, ...objects: readonly KubernetesObject[]): SmallCluster => {
  const cluster = new SmallCluster().apply(0, quota);
  objects.forEach((object, k) => {
    cluster.at(k + 1, (out) => {
      applyObject(object, contextOf(cluster), out);
    });
  });
  return cluster;
};

const refusals = (cluster: SmallCluster): readonly string[] =>
  cluster.facts(requestRefused).map(({ data }) => data.message);

const manifest = (kind: string, name: string, spec: object, apiVersion = "v1"): KubernetesObject =>
  objectOf({ apiVersion, kind, metadata: { name, namespace: "default" }, ...spec });

const service = (name: string, type: string): KubernetesObject =>
  manifest("Service", name, { spec: { type, ports: [80, 443].map((port) => ({ name: `p${String(port)}`, port })) } });

const claim = (name: string, storage: string): KubernetesObject =>
  manifest("PersistentVolumeClaim", name, {
    spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: { requests: { storage } } },
  });

describe("controllers 6.5, a ResourceQuota of objects", () => {
  test("counts kinds by their names, and what is there already stays", () => {
    const cluster = server(
      aQuota({ configmaps: "1", "count/secrets": "0" }),
      manifest("ConfigMap", "a", {}),
      manifest("ConfigMap", "b", {}),
      manifest("ConfigMap", "a", { data: { key: "value" } }),
      manifest("Secret", "s", {}),
    ).run(10);
    expect(refusals(cluster)).toEqual([
      'configmaps "b" is forbidden: exceeded quota: most, requested: configmaps=1, used: configmaps=1, limited: configmaps=1',
      'secrets "s" is forbidden: exceeded quota: most, requested: count/secrets=1, used: count/secrets=0, limited: count/secrets=0',
    ]);
    expect(cluster.world.configMaps.find("default", "a")?.object.data).toEqual({ key: "value" });
  });

  test("counts what opens ports on nodes and takes load balancers", () => {
    const quota = aQuota({ "services.nodeports": "4", "services.loadbalancers": "1" });
    const cluster = server(quota, service("a", "LoadBalancer"), service("b", "NodePort"), service("c", "ClusterIP"));
    cluster.at(8, (out) => {
      for (const type of ["LoadBalancer", "NodePort"])
        applyObject(service(type.toLowerCase(), type), contextOf(cluster), out);
    });
    cluster.run(10);
    expect(refusals(cluster)).toEqual([
      'services "loadbalancer" is forbidden: exceeded quota: most, requested: services.loadbalancers=1,services.nodeports=2, ' +
        "used: services.loadbalancers=1,services.nodeports=4, limited: services.loadbalancers=1,services.nodeports=4",
      'services "nodeport" is forbidden: exceeded quota: most, requested: services.nodeports=2, used: services.nodeports=4, limited: services.nodeports=4',
    ]);
    expect(cluster.facts(serviceApplied)).toHaveLength(3);
  });

  test("counts storage, of one class as well, and shows what is used", () => {
    const byClass = "fast.storageclass.storage.k8s.io/requests.storage";
    const quota = aQuota({ "requests.storage": "1Ti", [byClass]: "15Gi", persistentvolumeclaims: "5" });
    const cluster = server(quota, claim("a", "10Gi"), claim("b", "10Gi")).run(10);
    expect(refusals(cluster)).toEqual([
      `persistentvolumeclaims "b" is forbidden: exceeded quota: most, requested: ${byClass}=10Gi, used: ${byClass}=10Gi, limited: ${byClass}=15Gi`,
    ]);
    const used = quotaUsage(quota, cluster.world, 0);
    expect(used.get("persistentvolumeclaims")).toEqual(used.get("count/persistentvolumeclaims"));
  });

  test("holds up a StatefulSet whose claims it refuses, until there is room", () => {
    const template = {
      metadata: { name: "data", namespace: "default", labels: {}, annotations: {} },
      spec: (claim("x", "10Gi") as Extract<KubernetesObject, { kind: "PersistentVolumeClaim" }>).spec,
    };
    const set = aStatefulSet({ replicas: 3, volumeClaimTemplates: [template] });
    const cluster = new SmallCluster().apply(0, aQuota({ persistentvolumeclaims: "2" })).apply(1, set);
    cluster.apply(60, aQuota({ persistentvolumeclaims: "3" })).run(59);
    expect(cluster.facts(claimApplied)).toHaveLength(2);
    expect(cluster.world.pods.size).toBe(2);
    const [refused] = cluster.facts(statefulSetClaimRefused);
    expect(refused?.data).toMatchObject({ claim: "data-db-2", pod: "db-2" });
    expect(refused?.data.message).toMatch(/^persistentvolumeclaims "data-db-2" is forbidden: exceeded quota: most, /);
    cluster.run(600);
    expect(cluster.world.pods.size).toBe(3);
  });
});

describe("controllers 6.3, a LimitRange of claims", () => {
  const bounds: LimitRange = {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: meta("storage"),
    spec: {
      limits: [
        {
          type: "PersistentVolumeClaim",
          min: { storage: "1Gi" },
          max: { storage: "2Gi" },
          default: {},
          defaultRequest: {},
          maxLimitRequestRatio: {},
        },
      ],
    },
  };

  test("bounds what a claim asks for", () => {
    const cluster = server(bounds, claim("low", "500Mi"), claim("fit", "2Gi"), claim("high", "5Gi")).run(10);
    expect(refusals(cluster)).toEqual([
      'persistentvolumeclaims "low" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi',
      'persistentvolumeclaims "high" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 5Gi',
    ]);
    expect(cluster.facts(claimApplied)).toHaveLength(1);
  });

  test("bounds the claims of a StatefulSet as well", () => {
    const template = {
      metadata: { name: "data", namespace: "default", labels: {}, annotations: {} },
      spec: (claim("x", "5Gi") as Extract<KubernetesObject, { kind: "PersistentVolumeClaim" }>).spec,
    };
    const set = aStatefulSet({ replicas: 1, volumeClaimTemplates: [template] });
    const cluster = new SmallCluster().apply(0, bounds).apply(1, set).run(59);
    expect(cluster.facts(statefulSetClaimRefused)[0]?.data.message).toBe(
      'persistentvolumeclaims "data-db-0" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 5Gi',
    );
    expect(cluster.world.pods.size).toBe(0);
  });
});

describe("controllers 4.22 and 6.5, a pod that is resized", () => {
  const resized = (policy: LimitRange | ResourceQuota, cpu: string): SmallCluster => {
    const spec = aSpec({
      containers: [aContainer({ requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } })],
    });
    const pod = { apiVersion: "v1", kind: "Pod", metadata: meta("web"), spec } as const;
    const cluster = new SmallCluster().apply(0, pod).apply(1, policy);
    return cluster
      .at(5, (out, _world, now) => {
        const set = ["requests", "limits"].map((side) => {
          const at = `spec.containers[app].resources.${side}.cpu`;
          return { at, steps: parseObjectPath(at) ?? [], value: cpu };
        });
        const target = { kind: "Pod", namespace: "default", name: "web" };
        patch.perform({ verb: "patch", target, subresource: "resize", set }, contextOf(cluster), now, out);
      })
      .run(10);
  };

  test("is charged for what it gets more", () => {
    expect(refusals(resized(aQuota({ "requests.cpu": "1500m" }), "2"))).toEqual([
      'pods "web" is forbidden: exceeded quota: most, requested: requests.cpu=1, used: requests.cpu=1, limited: requests.cpu=1500m',
    ]);
    const fits = resized(aQuota({ "requests.cpu": "1500m" }), "1500m");
    expect(refusals(fits)).toEqual([]);
    expect(fits.facts(podUpdated)).toHaveLength(1);
  });

  test("may not leave the bounds of its namespace", () => {
    expect(refusals(resized(maximum("1500m"), "2"))).toEqual([
      'pods "web" is forbidden: maximum cpu usage per Container is 1500m, but limit is 2',
    ]);
    expect(refusals(resized(maximum("1500m"), "1200m"))).toEqual([]);
  });
});
