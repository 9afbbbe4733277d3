import { describe, expect, test } from "vitest";
import type { PodTemplateSpec } from "@podsim/core";
import { aContainer } from "@podsim/core/testing";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { scoreAll } from "../../testing/one-plugin.js";
import { imageLocality } from "./image-locality.js";

const MIB = 1024 * 1024;

/** Four nodes; `images` says how large each is and on how many of them, from the first, it lies. */
const clusterWith = (images: Readonly<Record<string, readonly [mib: number, nodes: number]>>): TestCluster => {
  const cluster = new TestCluster();
  for (let i = 0; i < 4; i++) {
    const here = Object.entries(images).filter(([, [, nodes]]) => i < nodes);
    const listed = here.map(([name, [mib]]) => ({ names: [name], sizeBytes: mib * MIB }));
    cluster.addNode(aNode(`n${i}`, { images: listed }));
  }
  return cluster;
};

const using = (...images: readonly string[]): PodTemplateSpec =>
  aTemplate({ spec: { containers: images.map((image, i) => aContainer({ name: `c${i}`, image })) } });

describe("scheduler 4.14, 13.12: what having images is worth", () => {
  test.each([
    ["250 MiB on one of four nodes", { "a:1": [250, 1] }, ["a:1"], 4],
    ["250 MiB on all", { "a:1": [250, 4] }, ["a:1"], 23],
    ["40 MiB on all", { "a:1": [40, 4] }, ["a:1"], 1],
    ["two images", { "a:1": [140, 2], "b:1": [900, 4] }, ["a:1", "b:1"], 47],
    ["more than matters", { "a:1": [5_000, 4] }, ["a:1"], 100],
    ["less than matters", { "a:1": [20, 4] }, ["a:1"], 0],
    ["the same image twice", { "a:1": [250, 4] }, ["a:1", "a:1"], 24],
  ] as const)("%s", (_, images, wanted, score) => {
    expect(scoreAll(imageLocality, clusterWith(images), using(...wanted))[0]).toBe(score);
  });

  test("a node without the image gets nothing for it", () => {
    expect(scoreAll(imageLocality, clusterWith({ "a:1": [250, 2] }), using("a:1"))).toEqual([10, 10, 0, 0]);
  });

  test("init containers count", () => {
    const template = aTemplate({
      image: "b:1",
      spec: { initContainers: [aContainer({ name: "init", image: "a:1" })] },
    });
    expect(scoreAll(imageLocality, clusterWith({ "a:1": [900, 4] }), template)[0]).toBe(44);
  });
});

describe("scheduler 4.15: names of images", () => {
  test.each([
    ["app", "app:latest"],
    ["localhost:5000/app", "localhost:5000/app:latest"],
    ["app@sha256:0123", "app@sha256:0123"],
  ])("%s lies on nodes as %s", (written, listed) => {
    expect(scoreAll(imageLocality, clusterWith({ [listed]: [250, 4] }), using(written))[0]).toBe(23);
  });

  test("no registry is guessed", () => {
    expect(scoreAll(imageLocality, clusterWith({ "docker.io/library/app:1": [250, 4] }), using("app:1"))[0]).toBe(0);
  });
});
