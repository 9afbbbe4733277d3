// A node was chosen and the binding took effect.
import type { EventDefinition } from "../../event.js";
import type { NodeIx } from "../../ids.js";
import { aboutPod } from "../announce.js";
import { replaceCondition } from "../condition-list.js";
import type { PodState } from "../pod-state.js";
import { podState } from "../pod-state.js";

export interface PodBound {
  readonly node: string;
  readonly nodeIx: number;
  /** "manifest": spec.nodeName was given, no scheduler took part. */
  readonly by: "scheduler" | "manifest";
}

export const podBound: EventDefinition<"PodBound", PodBound, PodState> = {
  type: "PodBound",
  entity: "pod",
  revision: 1,
  fields: { node: "string", nodeIx: "int", by: { oneOf: ["scheduler", "manifest"] } },
  evolve: (pod, d, at) => {
    const { attempts, lastAttemptAtUs, message, assumed } = pod.scheduling;
    // A node that was assumed was found by a try that is counted already.
    const scheduling =
      assumed === null
        ? { attempts: attempts + 1, lastAttemptAtUs: at, message, assumed }
        : { attempts, lastAttemptAtUs, message, assumed: null };
    const status =
      d.by === "scheduler"
        ? replaceCondition(pod.status, { type: "PodScheduled", status: "True", reason: "", message: "" }, at)
        : pod.status;
    return podState(
      pod.identity,
      { nodeIx: d.nodeIx as NodeIx, nodeName: d.node, atUs: at },
      pod.deletion,
      d.by === "scheduler" ? scheduling : pod.scheduling,
      pod.runtime,
      status,
      pod.kubeletCopy,
    );
  },
  announce: (pod, d) => {
    if (d.by === "manifest") return [];
    const { namespace, name, template } = pod.identity;
    const text = `Successfully assigned ${namespace}/${name} to ${d.node}`;
    return [aboutPod(pod, template.spec.schedulerName, "Normal", "Scheduled", text)];
  },
  example: { node: "node-1", nodeIx: 0, by: "scheduler" },
};
