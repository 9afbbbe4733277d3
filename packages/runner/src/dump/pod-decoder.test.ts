import { decodeObject } from "@podsim/core";
import { expect, test } from "vitest";
import { PodDecoder } from "./pod-decoder.js";

const pod = (name: string, suffix: string, spec: object = {}, metadata: object = {}): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "shop", uid: `uid-${name}`, labels: { app: "web" }, ...metadata },
  spec: {
    containers: [
      {
        name: "app",
        image: "web:1",
        resources: { requests: { cpu: "0.5" }, limits: { memory: "1Gi" } },
        securityContext: { runAsNonRoot: true },
        volumeMounts: [{ name: `kube-api-access-${suffix}`, mountPath: "/var/run" }],
      },
    ],
    volumes: [{ name: `kube-api-access-${suffix}`, emptyDir: {} }],
    ...spec,
  },
});

/** As every object is decoded, the pod's own name of its token volume replaced. */
const plainly = (value: object) => {
  const text = JSON.stringify(value).replace(/kube-api-access-\w{5}/g, "kube-api-access");
  return decodeObject(JSON.parse(text));
};

test("a pod is what decoding it alone makes of it, and pods of one template share what they ask for", () => {
  const pods = new PodDecoder();
  const [first, second] = [pod("web-1", "abc12", { nodeName: "n1" }), pod("web-2", "x9x9x", { nodeName: "n2" })];
  const [a, b] = [pods.decode(first), pods.decode(second)];
  for (const [decoded, value] of [
    [a, first],
    [b, second],
  ] as const) {
    const { object, ignored } = plainly(value);
    expect(decoded?.object.spec).toEqual(object?.kind === "Pod" ? object.spec : null);
    expect(object?.metadata).toMatchObject({ ...decoded?.object.metadata });
    expect(decoded?.ignored).toEqual(ignored);
  }
  expect(a?.object.spec.containers).toBe(b?.object.spec.containers);
  expect([a?.object.metadata.name, b?.object.spec.nodeName]).toEqual(["web-1", "n2"]);
});

test.each([
  ["another kind", { ...pod("a", "abc12"), kind: "Node" }],
  ["a name no pod can have", pod("A_b", "abc12")],
  ["a faulty spec", pod("a", "abc12", { containers: [] })],
  ["faulty labels", pod("a", "abc12", {}, { labels: { "-": "x" } })],
])("%s is left to the ordinary decoder, which tells what is wrong", (_, value) => {
  expect(new PodDecoder().decode(value)).toBeNull();
});
