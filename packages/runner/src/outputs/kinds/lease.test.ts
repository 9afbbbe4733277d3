import { leaseApplied, leaseDeleted } from "@podsim/core";
import { expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { IndentedWriter } from "../text/indented-writer.js";
import { leases } from "./lease.js";

const held = () => new Chronicle().record(leaseApplied, 0, leaseApplied.example);

test("get leases shows who holds what", () => {
  expect(leases.columns.map(({ name }) => name)).toEqual(["NAME", "HOLDER", "AGE"]);
  expect(leases.list(held().viewAt("1m")).map((one) => one.cells())).toEqual([["elector", "elector-0", "60s"]]);
  expect(leases.list(held().record(leaseDeleted, 0, {}).viewAt("1m"))).toEqual([]);
});

test("describe lease prints the fields of its spec", () => {
  const out = new IndentedWriter();
  leases.describe(held().viewAt("1m"), "default", "elector", out);
  expect(out.lines().join("\n")).toMatch(/Holder Identity: +elector-0\n +Lease Duration Seconds: +15\n/);
});
