// runtimeOutage: the container runtime of nodes, or its network plugin, stops working, for a while or for good.
import type { Duration, RuntimeTroubleKind } from "@podsim/core";
import type { RuntimeOutageRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { optional, record, required, withDefault } from "../scenario/schema/record.js";
import { oneOf, text } from "../scenario/schema/scalars.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface OutageParams {
  readonly nodes: NodesParam;
  readonly effect: RuntimeTroubleKind;
  readonly error: string | null;
  readonly for: Duration | null;
}

const EFFECTS: readonly RuntimeTroubleKind[] = ["cni-fails", "network-not-ready", "runtime-down"];

/** What the commonest network plugin answers when it has no address left. */
const NO_ADDRESS =
  'plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set';

export const runtimeOutage = defineIntervention<OutageParams>({
  name: "runtimeOutage",
  doc: `make the container runtime of nodes fail: ${EFFECTS.join(", ")}; error: what the network plugin answers`,
  example: { nodes: { zone: "a" }, effect: "cni-fails", for: "5m" },
  params: record<OutageParams>("runtimeOutage", {
    nodes: required(nodes, "{ zone: a }"),
    effect: withDefault(oneOf(EFFECTS), "cni-fails"),
    error: optional(text),
    for: optional(duration),
  }),
  text: (given) =>
    `runtime of ${given.nodes.text} out (${given.effect})${given.for === null ? "" : ` for ${shortTime(given.for)}`}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const request: RuntimeOutageRequest = {
      verb: "runtime-outage",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
      trouble: given.effect,
      error: given.effect === "cni-fails" ? (given.error ?? NO_ADDRESS) : "",
      forUs: given.for,
    };
    return [request];
  },
});
