// Something befell the processes of a controller of the user's own, or their connection to the API server.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

/**
 * crash: the process dies. crashAfterWrite: it dies once its next write took effect, before it knows. pause: it does
 * nothing, and goes on where it was. stale: its watches hang and then tell everything. dropWatch: its watches break, and
 * it lists anew: what was in between it never sees. conflict: somebody was faster, its next write is refused. lostAnswer:
 * its next write takes effect and it is told that it timed out. unavailable: the API server answers none of its calls.
 */
export type ControllerTrouble =
  "crash" | "crashAfterWrite" | "pause" | "stale" | "dropWatch" | "conflict" | "lostAnswer" | "unavailable";

export interface ControllerDisturbed {
  readonly controller: string;
  /** Which of its processes, from 0; null = all. */
  readonly replica: number | null;
  readonly trouble: ControllerTrouble;
  /** How long it lasts; of a crash, until the process begins anew. 0 where it is about the next write only. */
  readonly forUs: number;
}

export const controllerDisturbed: EventDefinition<"ControllerDisturbed", ControllerDisturbed, ClusterState> = {
  type: "ControllerDisturbed",
  entity: "cluster",
  revision: 1,
  fields: {
    controller: "string",
    replica: "int?",
    trouble: {
      oneOf: ["crash", "crashAfterWrite", "pause", "stale", "dropWatch", "conflict", "lostAnswer", "unavailable"],
    },
    forUs: "int",
  },
  evolve: (s) => s,
  example: { controller: "elector", replica: 0, trouble: "pause", forUs: 30_000_000 },
};
