// Output: the Kubernetes objects as YAML, several of them in a List.
import { right } from "fp-ts/lib/Either.js";
import type { OutputFormat } from "./format/output-format.js";
import { requestedValue, sortedJson } from "./format/sorted-json.js";

export const yaml: OutputFormat = {
  name: "yaml",
  summary: "the same as YAML",
  argument: null,
  printer: async () => {
    const { kubernetesYaml } = await import("./format/kubernetes-yaml.js");
    return right((request) => [kubernetesYaml(sortedJson(requestedValue(request)))]);
  },
};
