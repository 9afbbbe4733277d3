// When a volume that no pod of its node needs may be detached: once the node has let go of it, or must be taken for dead.
import type { Duration, SimTime, VolumeAttachmentState, VolumeDetachBegan } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import type { ControlPlane } from "../../actor.js";
import { nextOnGrid } from "../../engine/grid.js";

/** How long a node that does not answer is waited for. */
const UNMOUNT_WAIT_US: Duration = 6 * MINUTE;
/** Kubelets say this often which volumes they hold. */
const REPORT_PERIOD_US: Duration = 10 * SECOND;

export const OUT_OF_SERVICE_TAINT = "node.kubernetes.io/out-of-service";

export interface DetachTime {
  readonly atUs: SimTime;
  readonly because: VolumeDetachBegan["because"];
}

/** null = not before something happens to the node. */
export const detachTimeOf = (
  { node: name }: Pick<VolumeAttachmentState, "node">,
  unwantedSinceUs: SimTime,
  { world, draw }: ControlPlane,
): DetachTime | null => {
  const ix = world.nodes.ixOf(name);
  const node = ix === undefined ? undefined : world.nodes.at(ix);
  const forced: DetachTime = { atUs: unwantedSinceUs + UNMOUNT_WAIT_US, because: "timeout" };
  if (node === undefined) return forced;
  if (node.failure === null) {
    const phaseUs = Math.floor(draw("node/volumes-in-use", name, 0) * REPORT_PERIOD_US);
    return { atUs: nextOnGrid(unwantedSinceUs, phaseUs, REPORT_PERIOD_US), because: "unmounted" };
  }
  if (node.taints.some(({ key }) => key === OUT_OF_SERVICE_TAINT)) {
    return { atUs: unwantedSinceUs, because: "out-of-service" };
  }
  return node.ready === "True" ? null : forced;
};
