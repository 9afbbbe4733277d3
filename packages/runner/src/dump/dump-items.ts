// The objects of a cluster dump: one object with lists under the names of kinds, or what `kubectl get … -o json` prints.
import { isLeft } from "fp-ts/lib/Either.js";
import { decodeObject, expandList } from "@podsim/core";
import type { IgnoredField, KubernetesObject } from "@podsim/core";
import type { LocatedDocument, Path } from "../input/located.js";
import { readSource } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import { PodDecoder } from "./pod-decoder.js";
import type { FileReports } from "../scenario/file-reports.js";
import { issueOfProblem } from "../scenario/object-issues.js";
import { isMapping } from "../scenario/schema/record.js";
import type { Mapping } from "../scenario/schema/record.js";

/** Lists of a dump that is one object: the kind each holds. */
const KEYS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  nodes: ["v1", "Node"],
  pods: ["v1", "Pod"],
  pending: ["v1", "Pod"],
  pvcs: ["v1", "PersistentVolumeClaim"],
  pvs: ["v1", "PersistentVolume"],
  storageClasses: ["storage.k8s.io/v1", "StorageClass"],
  csiNodes: ["storage.k8s.io/v1", "CSINode"],
  pdbs: ["policy/v1", "PodDisruptionBudget"],
  runtimeClasses: ["node.k8s.io/v1", "RuntimeClass"],
  priorityClasses: ["scheduling.k8s.io/v1", "PriorityClass"],
  services: ["v1", "Service"],
  replicaSets: ["apps/v1", "ReplicaSet"],
  statefulSets: ["apps/v1", "StatefulSet"],
  replicationControllers: ["v1", "ReplicationController"],
  namespaces: ["v1", "Namespace"],
};

export interface DumpItem {
  /** As it stands in the file. */
  readonly raw: Mapping;
  readonly kind: string;
  /** Null for kinds that are not modelled. */
  readonly object: KubernetesObject | null;
  readonly document: LocatedDocument;
  readonly path: Path;
  readonly ignored: readonly IgnoredField[];
}

export interface Dump {
  readonly items: readonly DumpItem[];
  /** config of a dump that is one object. */
  readonly config: { readonly value: Mapping; readonly document: LocatedDocument; readonly path: Path } | null;
}

interface Place {
  readonly value: unknown;
  readonly path: Path;
}

/** Items of a dump that is one object; null if the value is none. */
const keyedItems = (value: unknown, path: Path): readonly Place[] | null => {
  if (!isMapping(value) || value["kind"] !== undefined) return null;
  // A recorded case holds the dump beside what is expected of it.
  if (isMapping(value["input"])) return keyedItems(value["input"], [...path, "input"]);
  if (!Object.keys(value).some((key) => Object.hasOwn(KEYS, key))) return null;
  return Object.entries(KEYS).flatMap(([key, [apiVersion, kind]]) => {
    const list = value[key];
    if (!Array.isArray(list)) return [];
    return (list as readonly unknown[]).map((item, i) => ({
      value: isMapping(item) && item["kind"] === undefined ? { apiVersion, kind, ...item } : item,
      path: [...path, key, i],
    }));
  });
};

const unknownKeys = (document: LocatedDocument, reports: FileReports): void => {
  const { value } = document;
  const top = isMapping(value) && isMapping(value["input"]) ? value["input"] : value;
  const base: Path = top === value ? [] : ["input"];
  if (!isMapping(top)) return;
  for (const key of Object.keys(top)) {
    if (Object.hasOwn(KEYS, key) || key === "config" || (base.length === 0 && key === "expected")) continue;
    reports.addIssue(document, {
      code: "E101",
      message: `unknown field "${key}" in a cluster dump`,
      why: "an object that is passed over could change the answer",
      fix: `known here: ${[...Object.keys(KEYS), "config"].join(", ")}`,
      path: [...base, key],
      part: "key",
    });
  }
};

const configIn = (document: LocatedDocument): Dump["config"] => {
  const { value } = document;
  if (!isMapping(value)) return null;
  const path = isMapping(value["input"]) ? ["input", "config"] : ["config"];
  const top = isMapping(value["input"]) ? value["input"] : value;
  return isMapping(top["config"]) ? { value: top["config"], document, path } : null;
};

const itemOf = (
  { value, path }: Place,
  pods: PodDecoder,
  document: LocatedDocument,
  reports: FileReports,
): readonly DumpItem[] => {
  const { object, problems, ignored } = pods.decode(value) ?? decodeObject(value);
  for (const problem of problems) reports.addIssue(document, issueOfProblem(problem, path));
  if (!isMapping(value) || problems.length > 0) return [];
  return [{ raw: value, kind: String(value["kind"]), object, document, path, ignored }];
};

/** Reads the files of a dump; what is wrong with them goes to `reports`. */
export const readDump = (files: readonly string[], access: InputAccess, reports: FileReports): Dump => {
  const items: DumpItem[] = [];
  const pods = new PodDecoder();
  let config: Dump["config"] = null;
  for (const file of files) {
    const read = readSource(access, file);
    if (isLeft(read)) {
      for (const found of read.left.diagnostics) reports.add(read.left.source, found);
    }
    const { documents } = isLeft(read) ? read.left : read.right;
    for (const document of documents) {
      const keyed = keyedItems(document.value, []);
      if (keyed !== null) {
        unknownKeys(document, reports);
        config ??= configIn(document);
      }
      for (const place of keyed ?? expandList(document.value)) items.push(...itemOf(place, pods, document, reports));
    }
  }
  return { items, config };
};
