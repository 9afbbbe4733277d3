// A pod that a run begins with was found as it is: whose it is, since when it is there, what runs of it, what it shows.
import type { EventDefinition } from "../../event.js";
import { podState } from "../pod-state.js";
import type { PodOwner, PodRuntime, PodState, PodStatus } from "../pod-state.js";

export interface PodFound {
  readonly ownerKind: string | null;
  readonly ownerName: string | null;
  readonly ownerIx: number | null;
  /** Microseconds before time 0, negative or 0. */
  readonly createdAtUs: number;
  /** When it was bound to the node it is on; the creation of one that is bound to none. */
  readonly boundAtUs: number;
  /** null = nobody has asked for its deletion. */
  readonly deletionTimestampUs: number | null;
  readonly graceSeconds: number;
  readonly status: PodStatus;
  readonly runtime: PodRuntime;
}

const SECOND_US = 1_000_000;

const ownerOf = ({ ownerKind, ownerName, ownerIx }: PodFound): PodOwner | null =>
  ownerKind === null || ownerName === null || ownerIx === null
    ? null
    : { kind: ownerKind, name: ownerName, ix: ownerIx };

export const podFound: EventDefinition<"PodFound", PodFound, PodState> = {
  type: "PodFound",
  entity: "pod",
  revision: 1,
  fields: {
    ownerKind: "string?",
    ownerName: "string?",
    ownerIx: "int?",
    createdAtUs: "int",
    boundAtUs: "int",
    deletionTimestampUs: "int?",
    graceSeconds: "int",
    status: "json",
    runtime: "json",
  },
  evolve: (pod, d) => {
    const { ix, namespace, name, uid, template, generation } = pod.identity;
    const { binding, scheduling } = pod;
    const { deletionTimestampUs, graceSeconds } = d;
    const requestedAtUs = (deletionTimestampUs ?? 0) - graceSeconds * SECOND_US;
    // Its kubelet has had the time to say so.
    const isObserved = true;
    return podState(
      { ix, namespace, name, uid, template, owner: ownerOf(d), createdAtUs: d.createdAtUs, generation },
      binding === null ? null : { nodeIx: binding.nodeIx, nodeName: binding.nodeName, atUs: d.boundAtUs },
      deletionTimestampUs === null ? null : { requestedAtUs, deletionTimestampUs, graceSeconds, isObserved },
      // Whoever placed it needed one try, as far as anybody knows.
      binding === null ? scheduling : { attempts: 1, lastAttemptAtUs: d.boundAtUs, message: "", assumed: null },
      d.runtime,
      d.status,
      null,
    );
  },
  example: {
    ownerKind: "ReplicaSet",
    ownerName: "web-7c4f9d5b6",
    ownerIx: 0,
    createdAtUs: -3_600 * SECOND_US,
    boundAtUs: -3_600 * SECOND_US,
    deletionTimestampUs: null,
    graceSeconds: 30,
    status: {
      phase: "Running",
      reason: "",
      message: "",
      startTimeUs: -3_600 * SECOND_US,
      podIP: "10.0.0.7",
      nominatedNodeName: "",
      conditions: [{ type: "Ready", status: "True", reason: "", message: "", lastTransitionUs: -3_590 * SECOND_US }],
      initContainerStatuses: [],
      ephemeralContainerStatuses: [],
      containerStatuses: [
        {
          name: "app",
          image: "web:1",
          state: { kind: "running", startedAtUs: -3_595 * SECOND_US },
          lastState: null,
          restartCount: 0,
          ready: true,
          started: true,
          containerId: "containerd://1a2b",
        },
      ],
    },
    runtime: {
      sandbox: { state: "ready", attempt: 0, ip: "10.0.0.7" },
      containers: [
        {
          current: {
            attempt: 0,
            state: "running",
            id: "1a2b",
            sandbox: 0,
            image: "web:1",
            createdAtUs: -3_595 * SECOND_US,
            startedAtUs: -3_595 * SECOND_US,
            finishedAtUs: -1,
            exitCode: 0,
            reason: "",
            message: "",
          },
          previous: null,
          failure: null,
          restartBackOff: null,
          probes: { startup: "success", liveness: "success", readiness: "success" },
        },
      ],
      imageBackOff: {},
      failure: null,
      resize: null,
    },
  },
};
