import { expect, test } from "vitest";
import type { ControlPlane } from "../actor.js";
import { draw } from "../engine/draw.js";
import { appliedUid, uidOf } from "./uid.js";

const plane = { draw: (stream: string, entity: string, n: number) => draw(7, stream, entity, n) };

test("a version-4 UUID of variant 1, by kind and key alone", () => {
  const uids = new Set<string>();
  for (let k = 0; k < 2_000; k++) {
    const uid = uidOf(plane, "pod", `default/web-${k}`);
    expect(uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    uids.add(uid);
  }
  expect(uids.size).toBe(2_000);
  expect(uidOf(plane, "pod", "default/web-1")).toBe(uidOf(plane, "pod", "default/web-1"));
  expect(uidOf(plane, "node", "default/web-1")).not.toBe(uidOf(plane, "pod", "default/web-1"));
});

test("what is applied again after it was deleted has another UID; what a run begins with has that of its name", () => {
  const web = { namespace: "default", name: "web" };
  const uidIn = (name: string): string => appliedUid({ plane: plane as ControlPlane, name }, "pod", web);
  expect(uidIn("start")).toBe(uidOf(plane, "pod", "default/web"));
  expect(new Set([uidIn("start"), uidIn("apply-web"), uidIn("apply-web-2")]).size).toBe(3);
});
