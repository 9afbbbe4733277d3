import { describe, expect, test } from "vitest";
import { FEATURE_GATES, profileOf } from "./profile.js";

describe("a profile", () => {
  test("kubelet 3.24, 4.10: gates are as the version has them", () => {
    expect(profileOf("1.34").gates).toEqual({
      ContainerRestartRules: false,
      KubeletCrashLoopBackOffMax: false,
      KubeletEnsureSecretPulledImages: false,
      ReduceDefaultCrashLoopBackOffDecay: false,
    });
    expect(profileOf("1.35").gates).toEqual({
      ContainerRestartRules: true,
      KubeletCrashLoopBackOffMax: true,
      KubeletEnsureSecretPulledImages: true,
      ReduceDefaultCrashLoopBackOffDecay: false,
    });
  });

  test("each gate can be set, and no other moves with it", () => {
    for (const gate of FEATURE_GATES) {
      const { gates } = profileOf("1.35", { [gate]: false });
      expect(gates[gate]).toBe(false);
      const others = FEATURE_GATES.filter((other) => other !== gate);
      for (const other of others) expect(gates[other]).toBe(profileOf("1.35").gates[other]);
    }
  });
});
