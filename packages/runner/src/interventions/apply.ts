// apply: objects of manifest files are created, or replaced where they exist.
import type { ApplyRequest } from "@podsim/scheduler";
import { right } from "fp-ts/lib/Either.js";
import { defineIntervention } from "../scenario/intervention.js";
import { checked, forms, list, listOrOne, mapped } from "../scenario/schema/collections.js";
import { isMapping, record, withDefault } from "../scenario/schema/record.js";
import { Leaf } from "../scenario/schema/schema.js";
import type { Schema } from "../scenario/schema/schema.js";
import { text } from "../scenario/schema/scalars.js";

interface ApplyParams {
  readonly files: readonly string[];
  /** Where the files stand in the parameters. */
  readonly at: "files" | null;
  readonly isList: boolean;
  /** Manifests written in the scenario itself. */
  readonly objects: readonly unknown[];
}

const EXAMPLE = "write ./web.yaml, or { files: [./web.yaml] }, or { objects: [{ apiVersion: v1, kind: Pod, … }] }";

const files = listOrOne(text, (value) => typeof value === "string");

const anObject = new Leaf("a manifest", (_): _ is unknown => true, right);

const filesAndObjects = (isList: boolean): Schema<ApplyParams> =>
  mapped(
    checked(
      record<{ files: readonly string[]; objects: readonly unknown[] }>("apply", {
        files: withDefault(files, []),
        objects: withDefault(list(anObject), []),
      }),
      (given) =>
        given.files.length + given.objects.length > 0
          ? null
          : {
              code: "E107",
              message: "nothing is applied by it",
              why: "it names no file and holds no object",
              fix: EXAMPLE,
            },
    ),
    (given): ApplyParams => ({ at: "files", isList, ...given }),
  );

const filesAlone = (isList: boolean): Schema<ApplyParams> =>
  mapped(files, (given): ApplyParams => ({ files: given, at: null, isList, objects: [] }));

const MAPPINGS = { list: filesAndObjects(true), one: filesAndObjects(false) };
const FILES = { list: filesAlone(true), one: filesAlone(false) };

const params = forms<ApplyParams>(
  "files to apply",
  (value) => {
    const [types, written] = isMapping(value) ? [MAPPINGS, value["files"]] : [FILES, value];
    return Array.isArray(written) ? types.list : types.one;
  },
  EXAMPLE,
);

const metadataOf = (object: unknown): { readonly kind: string; readonly name: string } => {
  const raw = isMapping(object) ? object : {};
  const metadata = isMapping(raw["metadata"]) ? raw["metadata"] : {};
  const said = (value: unknown): string => (typeof value === "string" ? value : "");
  return { kind: said(raw["kind"]).toLowerCase(), name: said(metadata["name"]) };
};

const named = (object: unknown): string => {
  const { kind, name } = metadataOf(object);
  return `${kind}/${name}`;
};

export const apply = defineIntervention<ApplyParams>({
  name: "apply",
  doc: "create or replace the objects of manifest files (kubectl apply -f)",
  example: { files: ["./web.yaml"] },
  params,
  text: (given) => `apply ${[...given.files.map((file) => `-f ${file}`), ...given.objects.map(named)].join(" ")}`,
  subject: (given) => (given.files[0] ?? metadataOf(given.objects[0]).name).replace(/^.*\//, "").replace(/\.\w+$/, ""),
  plan: (given, planning) => [
    ...given.files.flatMap((file, ix) => {
      const path = [...(given.at === null ? [] : [given.at]), ...(given.isList ? [ix] : [])];
      return planning.manifests(file, path).map((object): ApplyRequest => {
        planning.sketch.add(object);
        return { verb: "apply", object };
      });
    }),
    ...planning.objects(given.objects, ["objects"]).map((object): ApplyRequest => {
      planning.sketch.add(object);
      return { verb: "apply", object };
    }),
  ],
});
