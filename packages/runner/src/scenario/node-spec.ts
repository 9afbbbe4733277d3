// Nodes as a command line describes them: "3", "3xcpu=4,memory=16Gi,zone=a".
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Node } from "@podsim/core";
import { closest } from "../input/closest.js";
import { buildNodes, DEFAULT_NODE_SIZE, ZONE_LABEL } from "./node-group.js";
import type { Explanation } from "./schema/schema.js";

/** So many nodes alike; names are given where all of them are known. */
export interface NodeSpec {
  readonly count: number;
  readonly zone: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Resource -> quantity. */
  readonly resources: Readonly<Record<string, string>>;
}

const RESOURCES = ["cpu", "memory", "pods", "ephemeral-storage"];
const NODES_MAX = 100_000;
const SYNTAX = "write 3, or 3xcpu=4,memory=16Gi,zone=a; also pods=110, example.com/gpu=1 and label:disktype=ssd";

const refuse = (message: string, why: string, fix = SYNTAX): Either<Explanation, never> =>
  left({ code: "E108", message, why, fix });

interface Draft {
  zone: string | null;
  readonly labels: Record<string, string>;
  readonly resources: Record<string, string>;
}

/** One key=value; null when it was taken. */
const takePart = (part: string, draft: Draft): Explanation | null => {
  const at = part.indexOf("=");
  const key = part.slice(0, Math.max(at, 0)).trim();
  const value = part.slice(at + 1).trim();
  if (at < 1 || value === "") {
    return { code: "E108", message: `"${part}" is not key=value`, why: "what a node has is said by name", fix: SYNTAX };
  }
  if (key === "zone") draft.zone = value;
  else if (key.startsWith("label:")) draft.labels[key.slice("label:".length)] = value;
  else if (RESOURCES.includes(key) || key.includes("/") || key.startsWith("hugepages-")) draft.resources[key] = value;
  else {
    const meant = closest(key, [...RESOURCES, "zone"]);
    const fix = meant === null ? SYNTAX : `did you mean ${meant}?`;
    return { code: "E108", message: `a node has no "${key}"`, why: `known are ${RESOURCES.join(", ")} and zone`, fix };
  }
  return null;
};

/** Whether the server would take such a node. */
const objection = (spec: NodeSpec): Explanation | null => {
  const [problem] = buildNodeObjects([{ ...spec, count: 1 }], 0).problems;
  return problem === undefined
    ? null
    : { code: problem.code, message: problem.message, why: problem.why, fix: problem.fix ?? SYNTAX };
};

/** Reads one --nodes. */
export const parseNodeSpec = (text: string): Either<Explanation, NodeSpec> => {
  const [, count, rest = ""] = /^\s*(?:(\d+)\s*(?:x|$))?(.*)$/i.exec(text) ?? [];
  if (text.trim() === "" || (count === undefined && rest.trim() === ""))
    return refuse(`"${text}" describes no nodes`, "a number comes first");
  const draft: Draft = { zone: null, labels: {}, resources: {} };
  for (const part of rest.trim() === "" ? [] : rest.split(",")) {
    const wrong = takePart(part, draft);
    if (wrong !== null) return left(wrong);
  }
  const spec: NodeSpec = { count: count === undefined ? 1 : Number(count), ...draft };
  if (spec.count > NODES_MAX)
    return refuse(`${String(spec.count)} nodes are too many`, `at most ${String(NODES_MAX)} are simulated`);
  const wrong = objection(spec);
  return wrong === null ? right(spec) : left(wrong);
};

interface BuiltSpecs {
  readonly nodes: readonly Node[];
  readonly problems: ReturnType<typeof buildNodes>["problems"];
}

/** Node objects node-1, node-2 …, numbered on over all specs, behind the `taken` ones. */
export const buildNodeObjects = (specs: readonly NodeSpec[], taken: number): BuiltSpecs => {
  const nodes: Node[] = [];
  const problems: BuiltSpecs["problems"][number][] = [];
  for (const { count, zone, labels, resources } of specs) {
    const template = {
      metadata: { labels: { ...labels, ...(zone === null ? {} : { [ZONE_LABEL]: zone }) } },
      status: { allocatable: { ...DEFAULT_NODE_SIZE, ...resources } },
    };
    const built = buildNodes({ name: "node", count, perZone: null, template, list: null }, taken + nodes.length);
    nodes.push(...built.nodes);
    problems.push(...built.problems);
  }
  return { nodes, problems };
};
