// What a claim's volume is filled with, as describe says it.
import type { PersistentVolumeClaimSpec } from "@podsim/core";
import { fieldsOf, textOf } from "../objects/as-written.js";
import type { IndentedWriter } from "../text/indented-writer.js";

export const describeDataSource = (spec: PersistentVolumeClaimSpec, level: number, out: IndentedWriter): void => {
  const { dataSource } = fieldsOf(spec);
  if (dataSource === undefined) return;
  const { apiGroup, kind, name } = fieldsOf(dataSource);
  out.line(level, "DataSource:");
  if (apiGroup !== undefined) out.line(level + 1, "APIGroup:", textOf(apiGroup));
  out.line(level + 1, "Kind:", textOf(kind));
  out.line(level + 1, "Name:", textOf(name));
};
