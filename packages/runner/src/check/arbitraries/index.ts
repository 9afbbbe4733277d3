// The arbitraries by name: ordinary ones of fast-check, of objects that a server takes.
import { behaviorFor } from "./behaviors.js";
import { node } from "./nodes.js";
import { pod } from "./pods.js";
import { quantity } from "./quantities.js";
import { scenario } from "./scenarios.js";
import { stepsFor } from "./steps.js";
import { deployment, namedWorkload } from "./workloads.js";

export const arb = {
  quantity,
  node,
  pod,
  deployment,
  /** A workload manifest of any kind, by name. */
  workload: namedWorkload,
  /** What the containers of an image do. */
  behavior: behaviorFor,
  /** What may happen to a cluster of these objects. */
  timeline: stepsFor,
  scenario,
} as const;
