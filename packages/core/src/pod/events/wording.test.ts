import { expect, test } from "vitest";
import { aPod } from "../../../testing/index.js";
import { DEFAULT_PROFILE, profileOf } from "../../profile.js";
import { containerCreated } from "./container-created.js";
import { containerStarted } from "./container-started.js";
import { imageAlreadyPresent } from "./image-already-present.js";

const pod = aPod();
const present = { container: 0, image: "web:1" };

test.each([
  ["1.34", ["Created container: app", "Started container app", 'Container image "web:1" already present on machine']],
  [
    "1.35",
    [
      "Container created",
      "Container started",
      'Container image "web:1" already present on machine and can be accessed by the pod',
    ],
  ],
] as const)("kubelet 11.9, 5.4: what kubelets of %s say of a start", (version, words) => {
  const profile = profileOf(version);
  const all = [
    ...(containerCreated.announce?.(pod, { container: 0, attempt: 0 }, 0, profile) ?? []),
    ...(containerStarted.announce?.(pod, { container: 0 }, 0, profile) ?? []),
    ...(imageAlreadyPresent.announce?.(pod, present, 0, profile) ?? []),
  ];
  expect(all.map(({ message }) => message)).toEqual(words);
});

test("kubelet 5.4: the gate alone changes the words", () => {
  const checked = profileOf(DEFAULT_PROFILE.kubernetes, { KubeletEnsureSecretPulledImages: true });
  const [told] = imageAlreadyPresent.announce?.(pod, present, 0, checked) ?? [];
  expect(told?.message).toContain("can be accessed by the pod");
});
