import { describe, expect, test } from "vitest";
import { fullImageName, imageNameError, imageSpellings, registryOf } from "./image-name.js";

test.each([
  ["nginx", "docker.io", "docker.io/library/nginx:latest"],
  ["nginx:1.25", "docker.io", "docker.io/library/nginx:1.25"],
  ["bitnami/redis:7", "docker.io", "docker.io/bitnami/redis:7"],
  ["docker.io/library/nginx:1", "docker.io", "docker.io/library/nginx:1"],
  ["docker.io/nginx:1", "docker.io", "docker.io/library/nginx:1"],
  ["registry.corp/web", "registry.corp", "registry.corp/web:latest"],
  ["localhost/web:2", "localhost", "localhost/web:2"],
  ["localhost:5000/web", "localhost:5000", "localhost:5000/web:latest"],
])("kubelet 5.3: %s comes from %s and is written out %s", (image, registry, full) => {
  expect(registryOf(image)).toBe(registry);
  expect(fullImageName(image)).toBe(full);
  expect(imageSpellings(image)).toContain(image);
  expect(imageSpellings(image)).toContain(full);
});

test("a node may list an image under any of its spellings", () => {
  expect(new Set(imageSpellings("nginx"))).toEqual(new Set(imageSpellings("docker.io/library/nginx:latest")));
  expect(imageSpellings("registry.corp/web:1")).toEqual(["registry.corp/web:1", "registry.corp/web:1"]);
});

describe("kubelet 5.3: a reference that cannot be read", () => {
  test.each([
    ["Web", "invalid reference format: repository name (library/Web) must be lowercase"],
    ["registry.corp/Web:1", "invalid reference format: repository name (Web) must be lowercase"],
    ["team/Web:1", "invalid reference format: repository name (team/Web) must be lowercase"],
    ["web:", "invalid reference format"],
    ["web:one two", "invalid reference format"],
    ["/web", "invalid reference format"],
  ])("%s", (image, reason) => {
    expect(imageNameError(image)).toBe(
      `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${reason}`,
    );
  });

  test("and one that can", () => {
    expect(imageNameError("registry.corp:5000/team/web:1")).toBeNull();
  });
});
