import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { expandList } from "./expand-list.js";
import { podManifest } from "./sample-manifests.js";

const pod = podManifest();

test("what is no list is its own only item", () => {
  for (const value of [pod, null, 5, { kind: "ListOfThings" }])
    expect(expandList(value)).toEqual([{ value, path: [] }]);
});

test("items come with the way to them, lists within lists included", () => {
  const inner = { apiVersion: "v1", kind: "List", items: [pod] };
  expect(expandList({ apiVersion: "v1", kind: "List", items: [pod, inner] })).toEqual([
    { value: pod, path: ["items", 0] },
    { value: pod, path: ["items", 1, "items", 0] },
  ]);
});

test("items of a typed list need not say what they are", () => {
  const { metadata, spec } = pod;
  const items = expandList({ apiVersion: "v1", kind: "PodList", items: [{ metadata, spec }, pod] });
  expect(items).toEqual([
    { value: { apiVersion: "v1", kind: "Pod", metadata, spec }, path: ["items", 0] },
    { value: pod, path: ["items", 1] },
  ]);
  expect(items.map(({ value }) => decodeObject(value).problems)).toEqual([[], []]);
});

test("an empty list has no items, a wrong one is left to the decoder", () => {
  expect(expandList({ apiVersion: "v1", kind: "List" })).toEqual([]);
  const wrong = { apiVersion: "v1", kind: "List", items: {} };
  expect(expandList(wrong)).toEqual([{ value: wrong, path: [] }]);
});

test("a list that contains itself comes to an end", () => {
  const items: unknown[] = [];
  const loop = { apiVersion: "v1", kind: "List", items };
  items.push(loop, pod);
  expect(expandList(loop).length).toBeLessThan(20);
});
