// Whether the volumes of a pod's claims are attached to its node, so that its kubelet can mount them.
import { claimsOfPod, needsAttach } from "@podsim/core";
import type { NodeIx, PodState } from "@podsim/core";
import type { WorldView } from "../cluster/world.js";

/** A claim that is not there counts as attached: nothing is known of it. */
export const hasVolumesAttached = (world: WorldView, { identity }: PodState, nodeIx: NodeIx): boolean => {
  const { namespace, name, template } = identity;
  const node = world.nodes.at(nodeIx);
  return claimsOfPod(name, template.spec).every((claim) => {
    const volumeName = world.claims.find(namespace, claim.name)?.object.spec.volumeName ?? "";
    const volume = world.volumes.find("", volumeName);
    if (volume === undefined || node === undefined || !needsAttach(volume.object)) return true;
    return world.volumeAttachments.find(volumeName, node.name)?.isAttached === true;
  });
};
