import fc from "fast-check";
import { expect, test } from "vitest";
import { containerIdOf } from "./container-id.js";

test("32 digits, different for another pod, container or attempt", () => {
  const uid = "0d0f0c6e-5e3f-4e5b-9d1a-3b1f1a2c4d5e";
  expect(containerIdOf(uid, "app", 0)).toMatch(/^[0-9a-f]{32}$/);
  const ids = new Set<string>();
  for (const pod of [uid, `${uid}0`]) {
    for (const name of ["app", "apq", "sidecar"]) {
      for (let attempt = 0; attempt < 500; attempt++) ids.add(containerIdOf(pod, name, attempt));
    }
  }
  expect(ids.size).toBe(2 * 3 * 500);
});

test("the same for the same", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string(), fc.nat(), (uid, name, attempt) => {
      expect(containerIdOf(uid, name, attempt)).toBe(containerIdOf(uid, name, attempt));
    }),
    { numRuns: 20 },
  );
});
