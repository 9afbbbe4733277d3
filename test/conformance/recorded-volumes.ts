// VolumeRestrictions and VolumeBinding as the recording had them: v1.26 rejects a pod before it comes to nodes when another pod uses its claim
// for one pod; since then each node is rejected, so that preemption may help.
import { invariant } from "@podsim/core";
import type { AnyPlugin, ClusterView, PodView, Verdict } from "@podsim/scheduler";

const IN_USE = "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode";

const isInUse = ({ spec, namespace }: PodView, { pods, objects }: ClusterView): boolean =>
  (spec.volumes ?? []).some(({ persistentVolumeClaim }) => {
    const name = persistentVolumeClaim?.claimName ?? "";
    const claim = objects.storage.claim(namespace, name);
    return claim?.object.spec.accessModes.includes("ReadWriteOncePod") === true && pods.claimUsers(namespace, name) > 0;
  });

const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const OLD_NODE_CONFLICT = "node(s) had volume node affinity conflict";

/** VolumeBinding in the words of v1.26. */
export const bindingAsRecorded = (plugin: AnyPlugin): AnyPlugin => {
  if (plugin.name !== "VolumeBinding") return plugin;
  return {
    ...plugin,
    build: (config) => {
      const hooks = plugin.build(config);
      return {
        ...hooks,
        filter: (pod, cluster) => {
          const filtering = hooks.filter?.(pod, cluster);
          invariant(filtering !== undefined, "VolumeBinding filters");
          if (filtering.kind !== "nodes") return filtering;
          const verdictOf = (rejection: number): Verdict => {
            const { code, reasons } = filtering.verdictOf(rejection);
            return { code, reasons: reasons.map((text) => (text === NODE_CONFLICT ? OLD_NODE_CONFLICT : text)) };
          };
          return { ...filtering, verdictOf };
        },
      };
    },
  };
};

export const restrictionsAsRecorded = (plugin: AnyPlugin): AnyPlugin => {
  if (plugin.name !== "VolumeRestrictions") return plugin;
  return {
    ...plugin,
    build: (config) => {
      const hooks = plugin.build(config);
      return {
        ...hooks,
        filter: (pod, cluster) => {
          const filtering = hooks.filter?.(pod, cluster);
          invariant(filtering !== undefined, "VolumeRestrictions filters");
          if (filtering.kind !== "nodes" || !isInUse(pod, cluster)) return filtering;
          return { kind: "refusal", verdict: { code: "UnschedulableAndUnresolvable", reasons: [IN_USE] } };
        },
      };
    },
  };
};
