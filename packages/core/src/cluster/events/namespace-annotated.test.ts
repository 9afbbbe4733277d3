import { expect, test } from "vitest";
import { EMPTY_CLUSTER } from "../cluster-state.js";
import { namespaceAnnotated } from "./namespace-annotated.js";
import { namespaceCreated } from "./namespace-created.js";

test("a namespace that is applied again keeps its age, and its annotations until they are said anew", () => {
  const created = namespaceCreated.evolve(EMPTY_CLUSTER, { name: "shop", labels: {} }, 5);
  const annotated = namespaceAnnotated.evolve(created, { name: "shop", annotations: { owner: "bob" } }, 5);
  const again = namespaceCreated.evolve(annotated, { name: "shop", labels: { team: "a" } }, 9);
  expect(again.namespaces).toEqual([
    { name: "shop", labels: { team: "a" }, annotations: { owner: "bob" }, createdAtUs: 5 },
  ]);
  expect(namespaceAnnotated.evolve(again, { name: "shop", annotations: {} }, 9).namespaces[0]?.annotations).toEqual({});
});
