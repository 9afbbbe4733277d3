// The API server accepted a pod.
import type { PodTemplateSpec } from "../../api/pod.js";
import type { EventDefinition } from "../../event.js";
import type { PodIx } from "../../ids.js";
import type { ContainerStatus, PodCondition, PodState } from "../pod-state.js";
import { podState } from "../pod-state.js";
import { containerCount } from "../container-list.js";
import { NEVER_STARTED } from "../container-runtime.js";
import type { SimTime } from "../../time.js";
import { SECOND } from "../../time.js";
import { EXAMPLE_TEMPLATE } from "../example-template.js";
import { creationAnnouncement } from "../owner-announcement.js";

export interface PodCreated {
  readonly podIx: number;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly template: PodTemplateSpec;
  readonly ownerKind: string | null;
  readonly ownerName: string | null;
  readonly ownerIx: number | null;
}

const gatedCondition = (at: SimTime): PodCondition => ({
  type: "PodScheduled",
  status: "False",
  reason: "SchedulingGated",
  message: "Scheduling is blocked due to non-empty scheduling gates",
  lastTransitionUs: Math.floor(at / SECOND) * SECOND,
});

// What every pod begins with is made once; states are never changed.
const NO_STATUSES: readonly ContainerStatus[] = [];
const NOT_TRIED: PodState["scheduling"] = { attempts: 0, lastAttemptAtUs: -1, message: "", assumed: null };
const NO_SANDBOX: PodState["runtime"]["sandbox"] = { state: "none", attempt: -1, ip: null };
const NO_BACK_OFF: PodState["runtime"]["imageBackOff"] = {};

export const podCreated: EventDefinition<"PodCreated", PodCreated, PodState | undefined> = {
  type: "PodCreated",
  entity: "pod",
  revision: 1,
  fields: {
    podIx: "int",
    namespace: "string",
    name: "string",
    uid: "string",
    template: "json",
    ownerKind: "string?",
    ownerName: "string?",
    ownerIx: "int?",
  },
  evolve: (_, d, at) => {
    const { spec } = d.template;
    const gates = spec.schedulingGates ?? [];
    const containers = new Array(containerCount(spec)).fill(NEVER_STARTED);
    return podState(
      {
        ix: d.podIx as PodIx,
        namespace: d.namespace,
        name: d.name,
        uid: d.uid,
        template: d.template,
        owner:
          d.ownerKind === null || d.ownerName === null || d.ownerIx === null
            ? null
            : { kind: d.ownerKind, name: d.ownerName, ix: d.ownerIx },
        createdAtUs: at,
        generation: 1,
      },
      null,
      null,
      NOT_TRIED,
      { sandbox: NO_SANDBOX, containers, imageBackOff: NO_BACK_OFF, failure: null, resize: null },
      {
        phase: "Pending",
        reason: "",
        message: "",
        startTimeUs: -1,
        podIP: null,
        nominatedNodeName: "",
        conditions: gates.length > 0 ? [gatedCondition(at)] : [],
        initContainerStatuses: NO_STATUSES,
        containerStatuses: NO_STATUSES,
        ephemeralContainerStatuses: NO_STATUSES,
      },
      null,
    );
  },
  announce: (pod) => (pod === undefined ? [] : creationAnnouncement(pod)),
  example: {
    podIx: 0,
    namespace: "default",
    name: "web-0",
    uid: "00000000-0000-4000-8000-000000000000",
    template: EXAMPLE_TEMPLATE,
    ownerKind: null,
    ownerName: null,
    ownerIx: null,
  },
};
