import { requestRefused } from "@podsim/core";
import type { KubernetesObject } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { SmallCluster } from "../../testing/small-cluster.js";
import { objectOf } from "../../testing/whole-cluster.js";
import { applyObject } from "./apply-object.js";

/** What the API server refuses of the objects, taken in one after the other. */
const refusals = (...objects: readonly KubernetesObject[]): readonly string[] => {
  const cluster = new SmallCluster();
  objects.forEach((object, k) => {
    cluster.at(k + 1, (out) => {
      const context = { plane: cluster.plane, name: "t", later: () => undefined, drain: () => undefined };
      applyObject(object, context, out);
    });
  });
  return cluster
    .run(10)
    .facts(requestRefused)
    .map(({ data }) => data.message);
};

const service = (name: string, spec: object, namespace = "default"): KubernetesObject =>
  objectOf({ apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec });

const exposed = (name: string, nodePort: number, namespace = "default"): KubernetesObject =>
  service(name, { type: "NodePort", ports: [{ port: 80, nodePort }] }, namespace);

const addressed = (name: string, clusterIP: string): KubernetesObject =>
  service(name, { clusterIP, ports: [{ port: 80 }] });

const priorityClass = (name: string, globalDefault: boolean): KubernetesObject =>
  objectOf({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value: 1, globalDefault });

describe("a node port", () => {
  test("is one Service's, whatever its namespace", () => {
    expect(refusals(exposed("a", 30_080), exposed("b", 30_080, "shop"))).toEqual([
      'Service "b" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    ]);
  });

  test("stays its Service's, and others are free", () => {
    expect(refusals(exposed("a", 30_080), exposed("a", 30_080), exposed("b", 30_081))).toEqual([]);
  });
});

describe("an address", () => {
  test("is one Service's", () => {
    expect(refusals(addressed("a", "10.0.0.1"), addressed("b", "10.0.0.1"))).toEqual([
      'Service "b" is invalid: spec.clusterIPs: Invalid value: ["10.0.0.1"]: ' +
        "failed to allocate IP 10.0.0.1: provided IP is already allocated",
    ]);
  });

  test("stays its Service's; headless Services have none", () => {
    expect(refusals(addressed("a", "10.0.0.1"), addressed("a", "10.0.0.1"), addressed("b", "10.0.0.2"))).toEqual([]);
    expect(refusals(addressed("a", "None"), addressed("b", "None"))).toEqual([]);
  });
});

describe("the default among PriorityClasses", () => {
  test("is one", () => {
    expect(refusals(priorityClass("low", true), priorityClass("high", true))).toEqual([
      'priorityclasses.scheduling.k8s.io "high" is forbidden: ' +
        "PriorityClass low is already marked as default. Only one default can exist",
    ]);
  });

  test("stays the default", () => {
    expect(refusals(priorityClass("low", true), priorityClass("low", true), priorityClass("high", false))).toEqual([]);
  });
});
