import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import { placeOfRestartRules, withoutRestartRules } from "./disabled-fields.js";

describe("kubelet 3.24: with ContainerRestartRules off the API server stores", () => {
  const rules = [{ action: "Restart", exitCodes: { operator: "In", values: [3] } }] as const;
  const sidecar = aContainer({ name: "s", sidecar: true });

  test("no policies and rules of containers, but sidecars all the same", () => {
    const init = aContainer({ name: "i", restartPolicy: "OnFailure", restartPolicyRules: rules });
    const app = aContainer({ restartPolicy: "Always", restartPolicyRules: rules });
    const spec = aSpec({ initContainers: [init, sidecar], containers: [app] });
    expect(placeOfRestartRules(spec)).toEqual(["initContainers", 0, "restartPolicy"]);
    expect(withoutRestartRules(spec)).toEqual(
      aSpec({ initContainers: [aContainer({ name: "i" }), sidecar], containers: [aContainer()] }),
    );
  });

  test("a spec without them as it is", () => {
    const spec = aSpec({ initContainers: [sidecar] });
    expect(placeOfRestartRules(spec)).toBeNull();
    expect(withoutRestartRules(spec)).toBe(spec);
  });
});
