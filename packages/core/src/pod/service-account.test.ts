import { expect, test } from "vitest";
import { aSpec } from "../../testing/pod-builder.js";
import { namedServiceAccount, serviceAccountOf } from "./service-account.js";

test("a pod runs as the account it names, also by the old name of the field, else as the default one", () => {
  expect(serviceAccountOf(aSpec({ serviceAccountName: "new", serviceAccount: "old" }))).toBe("new");
  expect(serviceAccountOf(aSpec({ serviceAccount: "old" }))).toBe("old");
  expect([namedServiceAccount(aSpec()), serviceAccountOf(aSpec())]).toEqual(["", "default"]);
});
