// Several nodes alike: spec.cluster.nodes and addNodes, and the Node objects they stand for.
import { decodeObject } from "@podsim/core";
import type { Node, Problem } from "@podsim/core";
import { plain } from "./plain.js";
import { nodeColumns } from "../arrivals/table-columns.js";
import type { Columns } from "../arrivals/table-columns.js";
import { checked, list } from "./schema/collections.js";
import { isMapping, notAMapping, optional, record, required, withDefault } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Schema } from "./schema/schema.js";
import { integer, oneOf, text } from "./schema/scalars.js";

export interface NodeGroup {
  readonly name: string;
  /** null = one node, which has the group's name. */
  readonly count: number | null;
  /** Zones, each of which gets `count` nodes. */
  readonly perZone: readonly string[] | null;
  /** A core/v1 Node without a name. */
  readonly template: Mapping | null;
  /** One node per row of a table. */
  readonly list: NodeList | null;
}

/** A table of nodes. */
export interface NodeList {
  readonly file: string;
  readonly columns: Columns;
  /** "shuffled": numbered in an order drawn from the seed, the number standing first in their names. */
  readonly order: "asGiven" | "shuffled";
}

const NODES_MAX = 100_000;

const template: Schema<Mapping> = new Leaf("a Node", isMapping, (value) =>
  isMapping(value)
    ? { _tag: "Right", right: value }
    : { _tag: "Left", left: notAMapping("a Node without a name", value) },
);

const zoneNames: Schema<readonly string[]> = checked(list(text, 1), (zones) => {
  const twice = zones.find((zone, ix) => zones.indexOf(zone) < ix);
  return twice === undefined
    ? null
    : {
        code: "E108",
        message: `perZone names zone "${twice}" twice`,
        why: "the nodes of a zone are named for it, so the second ones would be the first ones again",
        fix: "name it once, and raise count for more nodes in each zone",
      };
});

export const nodeGroup: Schema<NodeGroup> = checked(
  record<NodeGroup>("nodes", {
    name: required(text, "general"),
    count: optional(integer({ min: 0, max: NODES_MAX, of: "a node" })),
    perZone: optional(zoneNames),
    template: optional(template),
    list: optional(
      record<NodeList>("list", {
        file: required(text, "./nodes.csv"),
        columns: required(nodeColumns, "{ name: node, cpu: cpu_milli, memory: memory_mib }"),
        order: withDefault(oneOf<"asGiven" | "shuffled">(["asGiven", "shuffled"]), "asGiven"),
      }),
    ),
  }),
  (group) =>
    group.list === null || (group.count === null && group.perZone === null)
      ? null
      : {
          code: "E108",
          message: "list stands with count or perZone",
          why: "the table says how many nodes there are",
          fix: "keep one of them",
        },
);

/** What a node has where nothing is said. */
export const DEFAULT_NODE_SIZE = { cpu: "4", memory: "16Gi", pods: "110", "ephemeral-storage": "100Gi" } as const;

/** What a kubelet reports of every node, whatever its owner says of it. */
const { pods, "ephemeral-storage": disk } = DEFAULT_NODE_SIZE;
const ALWAYS_REPORTED = { pods, "ephemeral-storage": disk } as const;

export const ZONE_LABEL = "topology.kubernetes.io/zone";
const HOSTNAME_LABEL = "kubernetes.io/hostname";

const mappingAt = (value: Mapping, key: string): Mapping => (isMapping(value[key]) ? value[key] : {});

/** A node as a cloud would register it: labels of its own, and room for pods. */
const manifestOf = (name: string, zone: string | null, from: Mapping): unknown => {
  const metadata = mappingAt(from, "metadata");
  const labels = mappingAt(metadata, "labels");
  const { "kubernetes.io/os": os = "linux", "kubernetes.io/arch": arch = "amd64" } = labels;
  const status = mappingAt(from, "status");
  const given = isMapping(status["allocatable"]) ? status["allocatable"] : status["capacity"];
  const room = given === undefined ? DEFAULT_NODE_SIZE : isMapping(given) ? { ...ALWAYS_REPORTED, ...given } : given;
  return {
    apiVersion: "v1",
    kind: "Node",
    ...from,
    metadata: {
      ...metadata,
      name,
      labels: {
        [HOSTNAME_LABEL]: name,
        "kubernetes.io/os": os,
        "kubernetes.io/arch": arch,
        "beta.kubernetes.io/os": os,
        "beta.kubernetes.io/arch": arch,
        ...(zone === null ? {} : { [ZONE_LABEL]: zone }),
        ...labels,
      },
    },
    status: { ...status, allocatable: room, capacity: isMapping(status["capacity"]) ? status["capacity"] : room },
  };
};

export const renamed = (node: Node, name: string): Node => ({
  ...node,
  metadata: {
    ...node.metadata,
    name,
    labels: { ...node.metadata.labels, [HOSTNAME_LABEL]: name },
  },
});

export interface BuiltNodes {
  readonly nodes: readonly Node[];
  /** Paths start at the group. */
  readonly problems: readonly Problem[];
}

/** What a server says of a node of the name. */
const objectionsTo = (name: string): readonly Problem[] => decodeObject(manifestOf(name, null, {})).problems;

/** A node's name is made of the group's and the zone's: the one no node can have is blamed, in the words for it alone. */
const ofName = (problem: Problem, group: NodeGroup, zoneIx: number): Problem => {
  const zone = group.perZone?.[zoneIx] ?? null;
  const [own] = objectionsTo(group.name);
  if (own !== undefined || zone === null) return { ...(own ?? problem), path: ["name"] };
  return { ...(objectionsTo(zone)[0] ?? problem), path: ["perZone", zoneIx] };
};

/** The same with its place in the group. */
const inGroup = (problem: Problem, group: NodeGroup, zoneIx: number): Problem => {
  const { path } = problem;
  const [section, part, label] = path;
  const labels = mappingAt(mappingAt(group.template ?? {}, "metadata"), "labels");
  if (section === "metadata" && part === "name") return ofName(problem, group, zoneIx);
  if (section === "metadata" && part === "labels" && typeof label === "string" && !Object.hasOwn(labels, label)) {
    if (label === HOSTNAME_LABEL) return ofName(problem, group, zoneIx);
    if (label === ZONE_LABEL) return { ...problem, path: ["perZone", zoneIx] };
  }
  const isFilledIn = section === "status" && part === "capacity";
  return { ...problem, path: ["template", ...(isFilledIn ? ["status", "allocatable", ...path.slice(2)] : path)] };
};

/** Each place once: a name is in labels too, and what is wrong with the template is so in every zone. */
const oncePerPlace = (problems: readonly Problem[]): readonly Problem[] => {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const isWithin = problem.path[0] === "template";
    const key = `${isWithin ? problem.code : ""} ${problem.path.join(".")}`;
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
};

const namesOf = ({ name, count }: NodeGroup, zone: string | null, taken: number): readonly string[] => {
  const stem = zone === null ? name : `${name}-${zone}`;
  return count === null ? [stem] : Array.from({ length: count }, (_, ix) => `${stem}-${String(taken + ix + 1)}`);
};

/** The Node objects of a group, zone by zone, numbered from `taken` + 1; they share everything but names and labels. */
export const buildNodes = (group: NodeGroup, taken = 0): BuiltNodes => {
  const nodes: Node[] = [];
  const problems: Problem[] = [];
  for (const [zoneIx, zone] of (group.perZone ?? [null]).entries()) {
    const names = namesOf(group, zone, taken);
    const [first] = names;
    if (first === undefined) continue;
    const decoded = decodeObject(manifestOf(first, zone, group.template ?? {}));
    for (const problem of decoded.problems) problems.push(inGroup(problem, group, zoneIx));
    const { object } = decoded;
    if (object?.kind !== "Node") continue;
    const model = plain(object);
    for (const name of names) nodes.push(renamed(model, name));
  }
  return { nodes, problems: oncePerPlace(problems) };
};
