import { describe, expect, test } from "vitest";
import { defaultPullPolicy, parseImageReference } from "./image-reference.js";

const DIGEST = `sha256:${"0a".repeat(32)}`;

describe("an image reference", () => {
  test.each([
    ["nginx", { name: "nginx", tag: "", digest: "" }],
    ["nginx:1.27", { name: "nginx", tag: "1.27", digest: "" }],
    ["team/app", { name: "team/app", tag: "", digest: "" }],
    ["localhost:5000/team/app:v1", { name: "localhost:5000/team/app", tag: "v1", digest: "" }],
    ["localhost/app", { name: "localhost/app", tag: "", digest: "" }],
    ["Registry/app", { name: "Registry/app", tag: "", digest: "" }],
    ["[::1]:5000/app", { name: "[::1]:5000/app", tag: "", digest: "" }],
    [`quay.io/a/b@${DIGEST}`, { name: "quay.io/a/b", tag: "", digest: DIGEST }],
    [`a:1@${DIGEST}`, { name: "a", tag: "1", digest: DIGEST }],
    ["a__b/c-d.e_f", { name: "a__b/c-d.e_f", tag: "", digest: "" }],
  ])("%s", (image, parts) => {
    expect(parseImageReference(image)).toEqual(parts);
  });

  test.each([
    "",
    " ",
    "Nginx",
    "nginx:",
    ":1",
    "a//b",
    "a..b",
    "a@sha256:12",
    "/a",
    "-a",
    "ab".repeat(32),
    "a:-1",
    "nginx :1",
  ])("%j is none", (image) => {
    expect(parseImageReference(image)).toBeNull();
  });

  test("is at most 255 characters long without tag and digest", () => {
    expect(parseImageReference(`${"a".repeat(255)}:1`)).not.toBeNull();
    expect(parseImageReference(`${"a".repeat(256)}:1`)).toBeNull();
  });
});

test("kubelet 5.1: Always for latest, by name or for want of anything else", () => {
  const policies = ["a", "a:latest", "a:1", `a@${DIGEST}`, `a:latest@${DIGEST}`, "A"].map(defaultPullPolicy);
  expect(policies).toEqual(["Always", "Always", "IfNotPresent", "IfNotPresent", "Always", "IfNotPresent"]);
});
