// apply: objects of manifest files are created, or replaced where they exist.
import type { ApplyRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { forms, listOrOne, mapped } from "../scenario/schema/collections.js";
import { isMapping, record, required } from "../scenario/schema/record.js";
import { text } from "../scenario/schema/scalars.js";

interface ApplyParams {
  readonly files: readonly string[];
  /** Where the files stand in the parameters. */
  readonly at: "files" | null;
  readonly isList: boolean;
}

const files = listOrOne(text, (value) => typeof value === "string");

const params = forms<ApplyParams>(
  "files to apply",
  (value) =>
    isMapping(value)
      ? mapped(
          record<{ files: readonly string[] }>("apply", { files: required(files, "[./web.yaml]") }),
          (given): ApplyParams => ({ files: given.files, at: "files", isList: Array.isArray(value["files"]) }),
        )
      : mapped(files, (given): ApplyParams => ({ files: given, at: null, isList: Array.isArray(value) })),
  "write ./web.yaml, or { files: [./web.yaml] }",
);

export const apply = defineIntervention<ApplyParams>({
  name: "apply",
  doc: "create or replace the objects of manifest files (kubectl apply -f)",
  example: { files: ["./web.yaml"] },
  params,
  text: (given) => `apply ${given.files.map((file) => `-f ${file}`).join(" ")}`,
  subject: (given) => (given.files[0] ?? "").replace(/^.*\//, "").replace(/\.\w+$/, ""),
  plan: (given, planning) =>
    given.files.flatMap((file, ix) => {
      const path = [...(given.at === null ? [] : [given.at]), ...(given.isList ? [ix] : [])];
      return planning.manifests(file, path).map((object): ApplyRequest => {
        planning.sketch.add(object);
        return { verb: "apply", object };
      });
    }),
});
