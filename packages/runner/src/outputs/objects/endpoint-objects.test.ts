import { endpointSet, podCreated, podFound, serviceApplied } from "@podsim/core";
import type { Service } from "@podsim/core";
import { expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { kindNamed } from "../kinds/index.js";
import type { JsonObject } from "./kube-object.js";

interface Member {
  readonly ip: string;
  readonly ready?: boolean;
  readonly terminating?: boolean;
}

const { object: service } = serviceApplied.example;

const PORT = { port: 80, targetPort: 8080, protocol: "TCP" } as const;

/** A Service with these pods behind it, in order of their joining. */
const served = (members: readonly Member[], spec: Partial<Service["spec"]> = {}): Chronicle => {
  const chronicle = new Chronicle().record(serviceApplied, 0, {
    serviceIx: 0,
    object: { ...service, spec: { ...service.spec, ports: [PORT], ...spec } },
  });
  members.forEach(({ ip, ready = true, terminating = false }, podIx) => {
    chronicle
      .record(podCreated, podIx, { ...podCreated.example, podIx, name: `web-${podIx}`, uid: `uid-${podIx}` })
      .record(podFound, podIx, { ...podFound.example, status: { ...podFound.example.status, podIP: ip } })
      .record(endpointSet, 0, { podIx, ready, serving: true, terminating });
  });
  return chronicle;
};

const shown = (facts: Chronicle, kind: string): JsonObject =>
  kindNamed(kind)?.list(facts.viewAt("1s"))[0]?.toObject() ?? {};

const ipsIn = (facts: Chronicle, list: string): readonly unknown[] | undefined => {
  const [subset] = (shown(facts, "endpoints")["subsets"] ?? []) as readonly Record<string, readonly JsonObject[]>[];
  return subset?.[list]?.map(({ ip }) => ip);
};

test("controllers 7.1: Endpoints list addresses in order of their bytes, slices as pods joined", () => {
  const facts = served([{ ip: "10.9.0.1" }, { ip: "10.17.162.2" }, { ip: "10.12.216.2", ready: false }]);
  expect(ipsIn(facts, "addresses")).toEqual(["10.17.162.2", "10.9.0.1"]);
  expect(ipsIn(facts, "notReadyAddresses")).toEqual(["10.12.216.2"]);
  const [, text] = kindNamed("endpoints")?.list(facts.viewAt("1s"))[0]?.cells() ?? [];
  expect(text).toBe("10.17.162.2:8080,10.9.0.1:8080");
  const slice = shown(facts, "endpointslices")["endpoints"] as readonly JsonObject[];
  expect(slice.map(({ addresses }) => addresses)).toEqual([["10.9.0.1"], ["10.17.162.2"], ["10.12.216.2"]]);
});

test("controllers 7.1: a pod that is being deleted is in slices, and in Endpoints where pods are published anyhow", () => {
  const members = [{ ip: "10.0.0.1" }, { ip: "10.0.0.2", ready: false, terminating: true }];
  const facts = served(members);
  expect([ipsIn(facts, "addresses"), ipsIn(facts, "notReadyAddresses")]).toEqual([["10.0.0.1"], undefined]);
  expect(shown(facts, "endpointslices")["endpoints"]).toHaveLength(2);
  const all = members.map((member) => ({ ...member, ready: true }));
  expect(ipsIn(served(all, { publishNotReadyAddresses: true }), "addresses")).toEqual(["10.0.0.1", "10.0.0.2"]);
});

test("they say who keeps them, and that a Service has no address of its own", () => {
  const labelsOf = (kind: string, spec: Partial<Service["spec"]> = {}): unknown =>
    (shown(served([], spec), kind)["metadata"] as JsonObject)["labels"];
  const { name } = service.metadata;
  expect(labelsOf("endpoints")).toEqual({ "endpoints.kubernetes.io/managed-by": "endpoint-controller" });
  expect(labelsOf("endpointslices", { clusterIP: "None" })).toEqual({
    "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
    "kubernetes.io/service-name": name,
    "service.kubernetes.io/headless": "",
  });
});
