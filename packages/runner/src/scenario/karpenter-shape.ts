// spec.cluster.controllers.karpenter: node pools with the machines they may be made of, what those cost, and what may be
// disrupted when.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import { milliValue, parseQuantity, parseSchedule, showValue } from "@podsim/core";
import type { Distribution, Duration, Node, SimTime } from "@podsim/core";
import { DAY, MINUTE, SECOND } from "@podsim/core/time";
import { CAPACITY_LABEL, POOL_LABEL } from "@podsim/scheduler";
import type {
  DisruptionBudget,
  DisruptionReason,
  KarpenterSettings,
  NodePool,
  Offering,
  Shortage,
} from "@podsim/scheduler";
import { distribution } from "../behaviors/distribution.js";
import type { Path } from "../input/located.js";
import { labelled, nodeTemplate, shortage, zoneLabel } from "./autoscaler-shape.js";
import { buildNodes } from "./node-group.js";
import { issueOfProblem } from "./object-issues.js";
import { PRICE_LABEL } from "./price-label.js";
import { checked, dictionary, forms, list, mapped } from "./schema/collections.js";
import { optional, record, required, withDefault } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Explanation, Issue, Schema } from "./schema/schema.js";
import { integer, number, oneOf, text } from "./schema/scalars.js";
import { duration } from "./schema/times.js";

interface TypeDraft {
  readonly name: string;
  readonly cpu: string;
  readonly memory: string;
  readonly pods: string;
  /** Per hour, on demand; null = it is not sold so. */
  readonly price: number | null;
  readonly spotPrice: number | null;
  readonly zones: readonly string[];
  readonly template: Mapping;
  readonly shortages: readonly Shortage[];
  readonly spotShortages: readonly Shortage[];
}

interface StartDraft {
  readonly type: string;
  readonly count: number;
  readonly zone: string | null;
  readonly capacity: "on-demand" | "spot";
}

interface PoolDraft {
  readonly name: string;
  readonly weight: number;
  readonly limits: { readonly cpu: number | null } | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly unknown[];
  readonly instanceTypes: readonly TypeDraft[];
  readonly nodes: readonly StartDraft[];
  readonly consolidationPolicy: NodePool["consolidates"];
  readonly consolidateAfter: Duration | "Never";
  readonly expireAfter: Duration | "Never";
  readonly budgets: readonly DisruptionBudget[];
  readonly driftsAt: SimTime | null;
  readonly provision: Distribution;
}

export interface KarpenterDraft {
  readonly pools: readonly PoolDraft[];
  readonly batchIdle: Duration;
  readonly batchMax: Duration;
}

/** A quantity as it is written, a number or a text. */
const quantity: Schema<string> = new Leaf(
  "a quantity",
  (value): value is string => typeof value === "string",
  (value) => {
    const written = typeof value === "number" ? String(value) : value;
    if (typeof written === "string" && !isLeft(parseQuantity(written))) return right(written);
    const message = `${showValue(value)} is not a Kubernetes quantity`;
    return left({ code: "E103", message, why: "a machine has so much of it", fix: "write 4, 500m or 16Gi" });
  },
);

const cores: Schema<number> = new Leaf(
  "a number of cores",
  (value): value is number => typeof value === "number",
  (value) => {
    const parsed = parseQuantity(String(value));
    if (!isLeft(parsed)) return right(milliValue(parsed.right));
    const why = "all nodes of the pool together have at most so many";
    return left({ code: "E103", message: `${showValue(value)} is no number of cores`, why, fix: "write 100" });
  },
);

const noOffer = ({ price, spotPrice }: TypeDraft): Explanation | null =>
  price === null && spotPrice === null
    ? {
        code: "E107",
        message: "the instance type has no price",
        why: "machines are bought on demand at price, or on the spot market at spotPrice",
        fix: "add price: 0.2",
      }
    : null;

const instanceType: Schema<TypeDraft> = checked(
  record<TypeDraft>("instance type", {
    name: required(text, "m5.large"),
    cpu: required(quantity, "4"),
    memory: required(quantity, "16Gi"),
    pods: withDefault(quantity, "110"),
    price: optional(number({ min: 0 })),
    spotPrice: optional(number({ min: 0 })),
    zones: withDefault(list(text, 1), []),
    template: withDefault(nodeTemplate, {}),
    shortages: withDefault(list(shortage), []),
    spotShortages: withDefault(list(shortage), []),
  }),
  noOffer,
);

const timeOrNever: Schema<Duration | "Never"> = forms<Duration | "Never">(
  "a time, or Never",
  (value) =>
    value === "Never"
      ? mapped(oneOf<"Never">(["Never"]), (word): Duration | "Never" => word)
      : mapped(duration, (time): Duration | "Never" => time),
  "write 30s or Never",
);

type BudgetNodes = DisruptionBudget["nodes"];

const budgetNodes: Schema<BudgetNodes> = new Leaf<BudgetNodes>(
  "a number of nodes or a percentage",
  (value): value is BudgetNodes => typeof value === "object",
  (value) => {
    const [, digits, percent] = /^(\d+)(%?)$/.exec(String(value)) ?? [];
    if (digits !== undefined && !(percent === "%" && Number(digits) > 100)) {
      return right(percent === "%" ? { percent: Number(digits) } : { count: Number(digits) });
    }
    const why = "so many nodes of the pool may be disrupted at a time";
    return left({ code: "E108", message: `${showValue(value)} is no budget`, why, fix: 'write 5 or "10%"' });
  },
);

const cron: Schema<string> = new Leaf(
  "a cron schedule",
  (value): value is string => typeof value === "string",
  (value) => {
    const parsed = typeof value === "string" ? parseSchedule(value) : null;
    if (parsed !== null && !isLeft(parsed)) return right(String(value));
    const why = parsed === null ? "a schedule is a text of five fields" : parsed.left;
    return left({ code: "E108", message: `${showValue(value)} is no schedule`, why, fix: 'write "0 9 * * mon-fri"' });
  },
);

interface BudgetDraft {
  readonly nodes: BudgetNodes;
  readonly reasons: readonly DisruptionReason[] | null;
  readonly schedule: string | null;
  readonly duration: Duration | null;
}

const unpaired = ({ schedule, duration: long }: BudgetDraft): Explanation | null =>
  (schedule === null) === (long === null)
    ? null
    : {
        code: "E107",
        message: "schedule and duration go together",
        why: "the budget holds for the duration from each time of the schedule on",
        fix: "give both, or neither",
      };

const budget: Schema<DisruptionBudget> = mapped(
  checked(
    record<BudgetDraft>("budget", {
      nodes: required(budgetNodes, '"10%"'),
      reasons: optional(list(oneOf<DisruptionReason>(["Empty", "Underutilized", "Drifted"]), 1)),
      schedule: optional(cron),
      duration: optional(duration),
    }),
    unpaired,
  ),
  ({ nodes, reasons, schedule, duration: long }) => ({
    nodes,
    reasons,
    window: schedule === null || long === null ? null : { schedule, durationUs: long },
  }),
);

const anything: Schema<unknown> = new Leaf("a value", (_): _ is unknown => true, right);

/** The usual time until a machine is Ready: controllers 8.7. */
const USUAL_PROVISION: Distribution = { kind: "lognormal", p50: MINUTE, p99: 3 * MINUTE };
const TEN_PERCENT: DisruptionBudget = { nodes: { percent: 10 }, reasons: null, window: null };

const pool: Schema<PoolDraft> = record<PoolDraft>("pool", {
  name: required(text, "default"),
  weight: withDefault(integer({ min: 0, max: 100 }), 0),
  limits: optional(record("limits", { cpu: optional(cores) })),
  labels: withDefault(dictionary(text), {}),
  taints: withDefault(list(anything), []),
  instanceTypes: required(list(instanceType, 1), "[{ name: m5.large, cpu: 2, memory: 8Gi, price: 0.1 }]"),
  nodes: withDefault(
    list(
      record<StartDraft>("nodes", {
        type: required(text, "m5.large"),
        count: withDefault(integer({ min: 1, max: 100_000, of: "a node" }), 1),
        zone: optional(text),
        capacity: withDefault(oneOf<StartDraft["capacity"]>(["on-demand", "spot"]), "on-demand"),
      }),
    ),
    [],
  ),
  consolidationPolicy: withDefault(
    oneOf<NodePool["consolidates"]>(["WhenEmptyOrUnderutilized", "WhenEmpty"]),
    "WhenEmptyOrUnderutilized",
  ),
  consolidateAfter: withDefault(timeOrNever, 0),
  expireAfter: withDefault(timeOrNever, 30 * DAY),
  budgets: withDefault(list(budget, 1), [TEN_PERCENT]),
  driftsAt: optional(duration),
  provision: withDefault(distribution, USUAL_PROVISION),
});

export const karpenterShape: Schema<KarpenterDraft> = record<KarpenterDraft>("karpenter", {
  pools: required(list(pool, 1), "[{ name: default, instanceTypes: […] }]"),
  batchIdle: withDefault(duration, SECOND),
  batchMax: withDefault(duration, 10 * SECOND),
});

const ofTime = (time: Duration | "Never"): Duration | null => (time === "Never" ? null : time);

interface Building {
  readonly draft: PoolDraft;
  readonly path: Path;
  readonly report: (issue: Issue) => void;
}

const offeringOf = (
  { draft, path, report }: Building,
  type: TypeDraft,
  ix: number,
  zone: string | null,
  isSpot: boolean,
): Offering | null => {
  const price = isSpot ? type.spotPrice : type.price;
  if (price === null) return null;
  const room = { cpu: type.cpu, memory: type.memory, pods: type.pods };
  const labels = {
    [POOL_LABEL]: draft.name,
    [CAPACITY_LABEL]: isSpot ? "spot" : "on-demand",
    "node.kubernetes.io/instance-type": type.name,
    [PRICE_LABEL]: String(price),
    ...zoneLabel(zone),
    ...draft.labels,
  };
  const template = {
    spec: { taints: draft.taints },
    ...labelled({ ...type.template, status: { allocatable: room, capacity: room } }, labels),
  };
  const built = buildNodes({ name: draft.name, count: null, perZone: null, list: null, template });
  for (const problem of built.problems) {
    report(issueOfProblem(problem, problem.path[0] === "name" ? path : [...path, "instanceTypes", ix]));
  }
  const [node] = built.nodes;
  if (node === undefined) return null;
  const shortages = isSpot ? type.spotShortages : type.shortages;
  return { name: type.name, pricePerHour: price, isSpot, template: node, shortages };
};

const offeringsOf = (building: Building): readonly Offering[] =>
  building.draft.instanceTypes.flatMap((type, ix) =>
    (type.zones.length === 0 ? [null] : type.zones).flatMap((zone) =>
      [false, true].flatMap((isSpot) => offeringOf(building, type, ix, zone, isSpot) ?? []),
    ),
  );

const startNodes = ({ draft, path, report }: Building, offerings: readonly Offering[]): readonly Node[] => {
  const nodes: Node[] = [];
  for (const [ix, { type, count, zone, capacity }] of draft.nodes.entries()) {
    const offering = offerings.find(
      ({ name, isSpot, template }) =>
        name === type &&
        isSpot === (capacity === "spot") &&
        (zone === null || template.metadata.labels["topology.kubernetes.io/zone"] === zone),
    );
    if (offering === undefined) {
      const known = [...new Set(offerings.map(({ name }) => name))].join(", ");
      report({
        code: "E108",
        message: `the pool has no ${capacity} machines of type "${type}"${zone === null ? "" : ` in zone "${zone}"`}`,
        why: `its types: ${known}`,
        fix: "name a type of the pool, with a price for that capacity",
        path: [...path, "nodes", ix, "type"],
      });
      continue;
    }
    for (let k = 0; k < count; k += 1) {
      const name = `${draft.name}-${String(nodes.length + 1)}`;
      const { metadata } = offering.template;
      const labels = { ...metadata.labels, "kubernetes.io/hostname": name };
      nodes.push({ ...offering.template, metadata: { ...metadata, name, labels } });
    }
  }
  return nodes;
};

/** Karpenter with its pools' Node objects made, and the nodes that are there from the start. */
export const buildKarpenter = (
  { pools, batchIdle, batchMax }: KarpenterDraft,
  base: Path,
  report: (issue: Issue) => void,
): { readonly settings: KarpenterSettings; readonly nodes: readonly Node[] } => {
  const nodes: Node[] = [];
  const built = pools.map((draft, ix): NodePool => {
    const building: Building = { draft, path: [...base, "pools", ix], report };
    const offerings = offeringsOf(building);
    nodes.push(...startNodes(building, offerings));
    return {
      name: draft.name,
      weight: draft.weight,
      offerings,
      limitMilliCpu: draft.limits?.cpu ?? null,
      consolidates: draft.consolidationPolicy,
      consolidateAfterUs: ofTime(draft.consolidateAfter),
      expireAfterUs: ofTime(draft.expireAfter),
      budgets: draft.budgets,
      driftsAtUs: draft.driftsAt,
      provision: draft.provision,
    };
  });
  return { settings: { pools: built, batchIdleUs: batchIdle, batchMaxUs: batchMax }, nodes };
};
