// A value as kubectl writes it in YAML.
import { stringify } from "yaml";
import type { Json } from "../objects/kube-object.js";

/** No aliases, lists at the column of their key, lines of any length; without a line break at the end. */
export const kubernetesYaml = (value: Json): string =>
  stringify(value, { aliasDuplicateObjects: false, indentSeq: false, lineWidth: 0, version: "1.1" }).trimEnd();
