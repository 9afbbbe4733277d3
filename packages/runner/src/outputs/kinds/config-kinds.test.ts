import { configMapApplied, secretApplied } from "@podsim/core";
import { expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { IndentedWriter } from "../text/indented-writer.js";
import { configMaps, secrets } from "./config-kinds.js";

const view = () =>
  new Chronicle()
    .record(configMapApplied, 0, configMapApplied.example)
    .at("5s")
    .record(secretApplied, 0, secretApplied.example)
    .viewAt("1m");

test("columns of get configmaps and get secrets", () => {
  expect(configMaps.columns.map(({ name }) => name)).toEqual(["NAME", "DATA", "AGE"]);
  expect(configMaps.list(view()).map((one) => one.cells())).toEqual([["web-config", "1", "60s"]]);
  expect(secrets.columns.map(({ name }) => name)).toEqual(["NAME", "TYPE", "DATA", "AGE"]);
  expect(secrets.list(view()).map((one) => one.cells())).toEqual([["mysql-pass", "Opaque", "1", "55s"]]);
});

test("-o json shows a Secret's data as it is kept", () => {
  expect(secrets.list(view())[0]?.toObject()).toMatchObject({ type: "Opaque", data: { password: "aHVudGVyMg==" } });
});

test("describe shows a ConfigMap's values and only the sizes of a Secret's", () => {
  const told = (kind: typeof secrets, name: string): string => {
    const out = new IndentedWriter();
    kind.describe(view(), "default", name, out);
    return `${out.lines().join("\n")}\n`;
  };
  expect(told(configMaps, "web-config")).toContain("log-level:\n----\ninfo\n");
  expect(told(secrets, "mysql-pass")).toMatch(/password: +7 bytes\n/);
});

test("describe shows annotations as it does of other kinds", () => {
  const { object } = configMapApplied.example;
  const annotations = { owner: "bob", "kubectl.kubernetes.io/last-applied-configuration": "{}" };
  const annotated = { ...object, metadata: { ...object.metadata, annotations } };
  const chronicle = new Chronicle().record(configMapApplied, 0, { ...configMapApplied.example, object: annotated });
  const out = new IndentedWriter();
  configMaps.describe(chronicle.viewAt("1m"), "default", "web-config", out);
  expect(out.lines().slice(2, 4).join("\n")).toMatch(/^Labels: .*\nAnnotations: +owner: bob$/);
});
