import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { fieldText } from "./errors.js";
import { decodedOf, podManifest, podWith, workloadManifest } from "./sample-manifests.js";

test.each([
  ["spec.restartPolicy", podManifest({ restartPolicy: false })],
  ["spec.nodeName", podManifest({ nodeName: 0 })],
  ["spec.schedulerName", podManifest({ schedulerName: false })],
  ["spec.runtimeClassName", podManifest({ runtimeClassName: false })],
  ["spec.priorityClassName", podManifest({ priorityClassName: 0 })],
  ["spec.preemptionPolicy", podManifest({ preemptionPolicy: false })],
  ["spec.hostNetwork", podManifest({ hostNetwork: 0 })],
  ["spec.hostNetwork", podManifest({ hostNetwork: "" })],
  ["spec.priority", podManifest({ priority: false })],
  ["spec.tolerations[0].effect", podManifest({ tolerations: [{ operator: "Exists", effect: false }] })],
  ["spec.containers[0].imagePullPolicy", podWith({ imagePullPolicy: 0 })],
  ["spec.containers[0].ports[0].containerPort", podWith({ ports: [{ containerPort: false }] })],
  ["spec.containers[0].ports[0].protocol", podWith({ ports: [{ containerPort: 80, protocol: false }] })],
  ["spec.containers[0].env[0].value", podWith({ env: [{ name: "DEBUG", value: false }] })],
  ["spec.containers[0].env[0].value", podWith({ env: [{ name: "COUNT", value: 0 }] })],
  ["spec.containers[0].env[0].name", podWith({ env: [{ name: false, value: "1" }] })],
  ["metadata.name", podManifest({}, { name: false })],
  ["spec.paused", workloadManifest("Deployment", { paused: 0 })],
  ["spec.minReadySeconds", workloadManifest("Deployment", { minReadySeconds: false })],
  ["spec.minReadySeconds", workloadManifest("Deployment", { minReadySeconds: "" })],
  ["spec.strategy.type", workloadManifest("Deployment", { strategy: { type: false } })],
])("a zero value of another type is none of %s", (place, manifest) => {
  const { object, problems } = decodeObject(manifest);
  expect(object).toBeNull();
  expect(problems.map(({ code, path }) => `${code} ${fieldText(path)}`)).toEqual([`E104 ${place}`]);
});

test("the zero value of its own type leaves a field as it is without one", () => {
  const zeros = { nodeName: "", schedulerName: "", hostNetwork: false, tolerations: [], nodeSelector: {} };
  expect(decodedOf(podManifest(zeros))).toEqual(decodedOf(podManifest()));
  expect(decodedOf(workloadManifest("Deployment", { minReadySeconds: 0, paused: false }))).toEqual(
    decodedOf(workloadManifest("Deployment")),
  );
});
