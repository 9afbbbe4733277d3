// How the timeline names objects and nodes, and what is said when there are none of that name.
import { left, right } from "fp-ts/lib/Either.js";
import { compileLabelSelector, formatLabelSelector, selectorErrorText, showValue } from "@podsim/core";
import type { LabelSelector, LabelSelectorRequirement, Labels } from "@podsim/core";
import type { NodeQuery, ObjectRef } from "@podsim/scheduler";
import { closest } from "../input/closest.js";
import type { Path } from "../input/located.js";
import type { ClusterSketch } from "./cluster-sketch.js";
import type { Planning } from "./intervention.js";
import { ZONE_LABEL } from "./node-group.js";
import { forms, listOrOne, mapped } from "./schema/collections.js";
import { labelRequirements, labels } from "./schema/label-selector.js";
import { isMapping, optional, record, withDefault } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Schema } from "./schema/schema.js";
import { flag, integer, oneOf, text } from "./schema/scalars.js";
import { firstFew, listed, plural } from "./schema/shown.js";

/** "deployment/web": what kubectl's command lines call an object. */
export interface Target {
  readonly kind: string;
  readonly name: string;
  /** As it was written. */
  readonly text: string;
}

const KINDS: Readonly<Record<string, string>> = {
  Deployment: "deployment deployments deploy deployment.apps deployments.apps",
  ReplicaSet: "replicaset replicasets rs replicaset.apps replicasets.apps",
  DaemonSet: "daemonset daemonsets ds daemonset.apps daemonsets.apps",
  StatefulSet: "statefulset statefulsets sts statefulset.apps statefulsets.apps",
  HorizontalPodAutoscaler:
    "horizontalpodautoscaler horizontalpodautoscalers hpa horizontalpodautoscaler.autoscaling horizontalpodautoscalers.autoscaling",
  CronJob: "cronjob cronjobs cj cronjob.batch cronjobs.batch",
  LimitRange: "limitrange limitranges limits",
  ResourceQuota: "resourcequota resourcequotas quota",
  Job: "job jobs job.batch jobs.batch",
  Pod: "pod pods po",
  Service: "service services svc",
  ConfigMap: "configmap configmaps cm",
  Secret: "secret secrets",
  Lease: "lease leases lease.coordination.k8s.io leases.coordination.k8s.io",
  PodDisruptionBudget: "poddisruptionbudget poddisruptionbudgets pdb",
  PersistentVolumeClaim: "persistentvolumeclaim persistentvolumeclaims pvc",
  PersistentVolume: "persistentvolume persistentvolumes pv",
  StorageClass: "storageclass storageclasses sc storageclass.storage.k8s.io",
  CSINode: "csinode csinodes csinode.storage.k8s.io",
  Node: "node nodes no",
  Namespace: "namespace namespaces ns",
  PriorityClass: "priorityclass priorityclasses pc",
  RuntimeClass: "runtimeclass runtimeclasses runtimeclass.node.k8s.io",
};

const KIND_BY_WORD: ReadonlyMap<string, string> = new Map(
  Object.entries(KINDS).flatMap(([kind, words]) => words.split(" ").map((word) => [word, kind] as const)),
);

const CLUSTER_SCOPED = new Set([
  "Node",
  "Namespace",
  "PriorityClass",
  "RuntimeClass",
  "PersistentVolume",
  "StorageClass",
  "CSINode",
]);

/** kubectl's first name of a kind: "deployment". */
const kindWord = (kind: string): string => KINDS[kind]?.split(" ")[0] ?? kind.toLowerCase();

const NAMED = /^([^/]+)\/([^/]+)$/;

/** The object a text names; null of what is not kind/name, or of a kind that there is not. */
export const targetIn = (written: string): Target | null => {
  const [, word = "", name = ""] = NAMED.exec(written.trim()) ?? [];
  const kind = KIND_BY_WORD.get(word.toLowerCase());
  return kind === undefined ? null : { kind, name, text: `${kindWord(kind)}/${name}` };
};

/** An object of one of the kinds, written kind/name. */
export const target = (...kinds: readonly string[]): Schema<Target> => {
  const words = kinds.map(kindWord);
  const example = `${words[0] ?? "deployment"}/web`;
  return new Leaf<Target>(
    `${listed(words)}/NAME`,
    (value): value is Target => isMapping(value) && "kind" in value,
    (value) => {
      if (typeof value !== "string") {
        const message = `expected ${example}, got ${showValue(value)}`;
        return left({ code: "E104", message, why: "objects are named as kubectl names them", fix: `write ${example}` });
      }
      const found = targetIn(value);
      if (found !== null && kinds.includes(found.kind)) return right(found);
      const kind = found?.kind;
      const [, word = "", name = ""] = NAMED.exec(value.trim()) ?? [];
      const meant = closest(word, [...KIND_BY_WORD.keys()]);
      return left({
        code: "E108",
        message: kind === undefined ? `"${value}" names no object` : `this cannot be done to a ${kind}`,
        why: `it can be done to ${listed(words)}, written kind/name`,
        fix:
          kind === undefined && meant !== null && kinds.includes(KIND_BY_WORD.get(meant) ?? "")
            ? `did you mean ${meant}/${name}?`
            : `write ${example}`,
      });
    },
  );
};

export const namespaceOf = (kind: string, namespace: string): string => (CLUSTER_SCOPED.has(kind) ? "" : namespace);

/** "default" where no namespace is given, as for kubectl. */
export const namespaceField = withDefault(text, "default");

export const flagText = (namespace: string): string =>
  namespace === "default" || namespace === "" ? "" : ` -n ${namespace}`;

const POD_MAKERS = ["Deployment", "ReplicaSet", "Job", "CronJob", "DaemonSet", "StatefulSet"];

/** Of a StatefulSet's claim: template, set, ordinal. It stays when the set goes. */
const isClaimOf = (set: string, claim: string): boolean => {
  const [, named = ""] = /^(.+)-\d+$/.exec(claim) ?? [];
  return named.endsWith(`-${set}`);
};

/** Pods of workloads get names that are not known before the run, and StatefulSets make claims. */
const mayBeMadeLater = ({ kind, namespace, name }: ObjectRef, sketch: ClusterSketch): boolean => {
  const ofNamespace = (owner: ObjectRef): boolean => owner.namespace === namespace;
  if (kind === "PersistentVolumeClaim")
    return sketch.everOfKind("StatefulSet").some((set) => ofNamespace(set) && isClaimOf(set.name, name));
  if (kind !== "ReplicaSet" && kind !== "Pod") return false;
  return POD_MAKERS.flatMap((maker) => sketch.ofKind(maker)).some(
    (owner) => ofNamespace(owner) && name.startsWith(`${owner.name}-`),
  );
};

const refOf = ({ kind, name }: Target, namespace: string): ObjectRef => ({
  kind,
  namespace: namespaceOf(kind, namespace),
  name,
});

/** Whether the object a target means is there, or may be there for all that is known. */
export const mayBeThere = (wanted: Target, namespace: string, sketch: ClusterSketch): boolean => {
  const ref = refOf(wanted, namespace);
  if (ref.kind === "Node") return sketch.hidesNodes || sketch.hasNode(ref.name);
  return sketch.has(ref) || mayBeMadeLater(ref, sketch);
};

/** The object a target means; reported as E201 when it is not there. */
export const resolveTarget = (wanted: Target, namespace: string, planning: Planning, path: Path): ObjectRef => {
  const ref = refOf(wanted, namespace);
  if (mayBeThere(wanted, namespace, planning.sketch)) return ref;
  const sameKind =
    wanted.kind === "Node"
      ? [...planning.sketch.nodes()].map(({ name }) => ({ namespace: "", name }))
      : planning.sketch.ofKind(wanted.kind);
  const here = sameKind.filter((object) => object.namespace === ref.namespace).map(({ name }) => name);
  const elsewhere = sameKind.find(({ name }) => name === wanted.name);
  const meant = closest(wanted.name, here);
  const word = kindWord(wanted.kind);
  const where = ref.namespace === "" ? "" : ` in namespace "${ref.namespace}"`;
  planning.report({
    code: "E201",
    message: `no ${wanted.kind} "${wanted.name}"${where} at ${planning.at()}`,
    why:
      here.length > 0
        ? `objects that exist then: ${firstFew(here.map((name) => `${word}/${name}`))}`
        : `there is no ${wanted.kind}${where} then`,
    fix:
      elsewhere !== undefined
        ? `add namespace: ${elsewhere.namespace}`
        : meant === null
          ? "name one that exists"
          : `did you mean ${word}/${meant}?`,
    path,
  });
  return ref;
};

/** Which nodes an intervention is about. */
export interface NodesParam {
  readonly query: NodeQuery;
  readonly allowEmpty: boolean;
  /** As a person would type it. */
  readonly text: string;
}

interface NodesDraft {
  readonly names: readonly string[] | null;
  readonly zone: string | null;
  readonly matchLabels: Labels | null;
  readonly matchExpressions: readonly LabelSelectorRequirement[] | null;
  readonly count: number | null;
  readonly pick: "first" | "random";
  readonly allowEmpty: boolean;
  /** Name of an entry: the nodes that it was about. */
  readonly drainedBy: string | null;
}

const selectorOf = ({ zone, matchLabels, matchExpressions }: NodesDraft): LabelSelector | null => {
  const labels = { ...(matchLabels ?? {}), ...(zone === null ? {} : { [ZONE_LABEL]: zone }) };
  if (Object.keys(labels).length === 0 && matchExpressions === null) return null;
  return { matchLabels: labels, ...(matchExpressions === null ? {} : { matchExpressions }) };
};

const nodesText = ({ names, count, pick, drainedBy }: NodesDraft, selector: LabelSelector | null): string => {
  if (drainedBy !== null) return `nodes of ${drainedBy}`;
  const some = count === null ? "" : `${String(count)} ${pick === "random" ? "random " : ""}of `;
  if (selector !== null) return `${some}nodes -l ${formatLabelSelector(selector)}`;
  return names === null ? `${some}all nodes` : `${some}${names.map((name) => `node/${name}`).join(" ")}`;
};

const nodesOf = (draft: NodesDraft): NodesParam => {
  const selector = selectorOf(draft);
  return {
    query: {
      ...(draft.names === null ? {} : { names: draft.names }),
      ...(selector === null ? {} : { selector }),
      ...(draft.drainedBy === null ? {} : { touchedBy: draft.drainedBy }),
      ...(draft.count === null ? {} : { count: draft.count, pick: draft.pick }),
    },
    allowEmpty: draft.allowEmpty,
    text: nodesText(draft, selector),
  };
};

const nodesMapping = mapped(
  record<NodesDraft>("nodes", {
    names: optional(listOrOne(text, (value) => typeof value === "string")),
    zone: optional(text),
    matchLabels: optional(labels),
    matchExpressions: optional(labelRequirements),
    count: optional(integer({ min: 1 })),
    pick: withDefault(oneOf<"first" | "random">(["first", "random"]), "first"),
    allowEmpty: withDefault(flag, false),
    drainedBy: optional(text),
  }),
  nodesOf,
);

const nodesNamed = mapped(
  listOrOne(text, (value) => typeof value === "string"),
  (names) =>
    nodesOf({
      names,
      zone: null,
      matchLabels: null,
      matchExpressions: null,
      count: null,
      pick: "first",
      allowEmpty: false,
      drainedBy: null,
    }),
);

/** Labels, zone, names and a number; a text or a list of texts names nodes. */
export const nodes: Schema<NodesParam> = forms<NodesParam>(
  "nodes",
  (value) => (isMapping(value) ? nodesMapping : nodesNamed),
  "write { zone: a }, { matchLabels: { … } } or node-3",
);

/** A label as it is: "that label has the values a (8 nodes), b (8), c (8)". */
const labelValues = (key: string, planning: Planning): string => {
  const counts = new Map<string, number>();
  for (const node of planning.sketch.nodes()) {
    const value = Object.hasOwn(node.labels, key) ? node.labels[key] : undefined;
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size === 0) return `no node has the label ${key}`;
  const words = [...counts].map(
    ([value, count], ix) => `${value} (${ix === 0 ? plural(count, "node") : String(count)})`,
  );
  return `that label has the values ${firstFew(words)}`;
};

const whyNothing = ({ query }: NodesParam, planning: Planning): string => {
  const key = Object.keys(query.selector?.matchLabels ?? {})[0] ?? query.selector?.matchExpressions?.[0]?.key;
  if (key !== undefined) return labelValues(key, planning);
  const names = [...planning.sketch.nodes()].map(({ name }) => name);
  return names.length === 0 ? "there are no nodes then" : `nodes that exist then: ${firstFew(names)}`;
};

const fixNothing = ({ query }: NodesParam, planning: Planning): string => {
  const all = [...planning.sketch.nodes()];
  const zones = [...new Set(all.map(({ labels: own }) => own[ZONE_LABEL]).filter((zone) => zone !== undefined))];
  const wanted = query.selector?.matchLabels?.[ZONE_LABEL];
  const zone = wanted === undefined ? undefined : (zones.find((each) => wanted.endsWith(each)) ?? zones[0]);
  const name = closest(
    query.names?.[0] ?? "",
    all.map((node) => node.name),
  );
  const better =
    zone !== undefined ? `use zone: ${zone}` : name !== null ? `did you mean ${name}?` : "use a label that nodes have";
  return `${better} — or add "allowEmpty: true" if matching nothing is intended`;
};

/** The query of a nodes parameter; reported as E202 when it cannot match anything. */
export const resolveNodes = (wanted: NodesParam, planning: Planning, path: Path): NodeQuery => {
  const { query, allowEmpty } = wanted;
  if (query.touchedBy !== undefined && !planning.entries.includes(query.touchedBy)) {
    const meant = closest(query.touchedBy, planning.entries);
    planning.report({
      code: "E201",
      message: `no entry of the timeline is named "${query.touchedBy}"`,
      why: planning.entries.length === 0 ? "no entry has a name" : `entries with names: ${firstFew(planning.entries)}`,
      fix: meant === null ? "name the entry that drained the nodes" : `did you mean ${meant}?`,
      path: [...path, "drainedBy"],
    });
  }
  const compiled = query.selector === undefined ? null : compileLabelSelector(query.selector);
  if (compiled !== null && compiled._tag === "Left") {
    const why = "Kubernetes refuses the selector";
    planning.report({
      code: "E304",
      message: selectorErrorText(compiled.left),
      why,
      fix: "write a valid label selector",
      path,
    });
    return query;
  }
  const found = planning.sketch.matching(query);
  const missing = (query.names ?? []).filter((name) => !planning.sketch.hasNode(name));
  if (allowEmpty || planning.sketch.hidesNodes || (found.length > 0 && missing.length === 0)) return query;
  const total = planning.sketch.nodeCount;
  const message =
    query.names === undefined
      ? `this selector matches 0 of ${plural(total, "node")}`
      : `there is no node ${listed(missing.length > 0 ? missing : query.names)}`;
  planning.report({
    code: "E202",
    message,
    why: whyNothing(wanted, planning),
    fix: fixNothing(wanted, planning),
    path,
  });
  return query;
};

/** A word for the nodes, for names: "zone-a", "node-3", "nodes". */
export const nodesSubject = ({ query }: NodesParam): string => {
  const zone = query.selector?.matchLabels?.[ZONE_LABEL];
  if (zone !== undefined) return `zone-${zone}`;
  return query.names?.length === 1 ? (query.names[0] ?? "nodes") : "nodes";
};
