// Objects as one JSON value: itself, or a List; with keys in order, as kubectl prints them.
import type { Json, KubeObject } from "../objects/kube-object.js";
import { listOf } from "../objects/kube-object.js";
import type { PrintRequest } from "./output-format.js";

export const requestedObjects = ({ selections }: PrintRequest): readonly KubeObject[] =>
  selections.flatMap(({ items }) => items.map((item) => item.toObject()));

/** The object asked for, or a List of all of them. */
export const requestedValue = (request: PrintRequest): KubeObject => {
  const objects = requestedObjects(request);
  const [only] = objects;
  return request.isSingle && only !== undefined && objects.length === 1 ? only : listOf(objects);
};

export const sortedJson = (value: Json): Json => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(sortedJson);
  const map = value as { readonly [key: string]: Json };
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, sortedJson(map[key] ?? null)]),
  );
};
