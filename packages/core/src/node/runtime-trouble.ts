// What can be wrong with a node's container runtime while its kubelet works, and what is said of it.
import type { Duration, SimTime } from "../time.js";
import { SECOND, MINUTE } from "../time.js";

/**
 * "cni-fails": the network plugin answers with an error, so no sandbox with a network of its own can be made; the node
 * stays Ready. "network-not-ready": there is no network plugin, which the node reports. "runtime-down": the runtime does
 * not answer at all; what runs goes on.
 */
export type RuntimeTroubleKind = "cni-fails" | "network-not-ready" | "runtime-down";

export interface RuntimeTrouble {
  readonly kind: RuntimeTroubleKind;
  /** What the network plugin answers; "" where it is not the plugin that answers. */
  readonly error: string;
  readonly sinceUs: SimTime;
  /** null while it lasts. */
  readonly endedAtUs: SimTime | null;
}

/** How long the runtime has not answered when the kubelet calls it down. */
export const RUNTIME_DOWN_AFTER_US: Duration = 30 * SECOND;
const PLEG_THRESHOLD_US: Duration = 3 * MINUTE;

export const NETWORK_NOT_READY =
  "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";

const NO_RUNTIME =
  'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"';

const plugin = ({ kind, error }: RuntimeTrouble): string =>
  kind === "network-not-ready" ? "cni plugin not initialized" : error;

/** What the runtime says when a sandbox is asked of it. */
export const sandboxError = (trouble: RuntimeTrouble, sandboxId: string): string =>
  trouble.kind === "runtime-down"
    ? NO_RUNTIME
    : `rpc error: code = Unknown desc = failed to setup network for sandbox "${sandboxId}": ${plugin(trouble)}`;

/** Whether a pod's sandbox can be made all the same. */
export const allowsSandbox = (trouble: RuntimeTrouble | null, hostNetwork: boolean): boolean =>
  trouble === null || trouble.endedAtUs !== null || (hostNetwork && trouble.kind !== "runtime-down");

const goDuration = (us: Duration): string => {
  const seconds = Math.floor(us / SECOND);
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
};

/** Message of the Ready condition that is False for it, as the kubelet words it at `now`. */
export const notReadyMessage = ({ kind, sinceUs, endedAtUs }: RuntimeTrouble, now: SimTime): string => {
  if (kind !== "runtime-down") return NETWORK_NOT_READY;
  const silentUs = (endedAtUs ?? now) - sinceUs;
  const down = "container runtime is down";
  if (silentUs < PLEG_THRESHOLD_US) return down;
  const pleg = `PLEG is not healthy: pleg was last seen active ${goDuration(silentUs)} ago; threshold is 3m0s`;
  return `[${down}, ${pleg}]`;
};
