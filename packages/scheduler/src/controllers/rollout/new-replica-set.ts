// What the ReplicaSet for a Deployment's present template is created as.
import {
  maxSurgeOf,
  nextNewSetSize,
  nextRevision,
  objectKey,
  templateHash,
  TEMPLATE_HASH_LABEL,
  withTemplateHash,
} from "@podsim/core";
import type { DeploymentState, Envelope, ReplicaSetCreated, ReplicaSetState } from "@podsim/core";
import type { ControlPlane } from "../../actor.js";
import { uidOf } from "../../api-server/uid.js";

/** What a set is noted to have been scaled for. */
export const presentSize = ({ object }: DeploymentState): NonNullable<ReplicaSetState["sizedFor"]> => ({
  desiredReplicas: object.spec.replicas,
  maxReplicas: object.spec.replicas + maxSurgeOf(object.spec),
});

export class NewReplicaSets {
  readonly #plane: ControlPlane;
  /** How many sets of this name there have been: each has a UID of its own. */
  readonly #madeCounts = new Map<string, number>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    for (const { namespace, name } of plane.world.replicaSets.values()) this.#count(namespace, name);
  }

  observe({ definition, data }: Envelope): void {
    if (definition.type !== "ReplicaSetCreated") return;
    const { namespace, name } = data as ReplicaSetCreated;
    this.#count(namespace, name);
  }

  /** The new set beside the Deployment's present ones, at the size it may begin with. */
  describe(deployment: DeploymentState, oldSets: readonly ReplicaSetState[]): ReplicaSetCreated {
    const { world } = this.#plane;
    const { metadata, spec } = deployment.object;
    const { namespace } = metadata;
    const { name, hash } = this.#freeName(deployment);
    const template = withTemplateHash(spec.template, hash);
    const key = objectKey(namespace, name);
    const made = this.#madeCounts.get(key) ?? 0;
    const { selector } = spec;
    return {
      replicaSetIx: world.replicaSets.nextIx,
      namespace,
      name,
      uid: uidOf(this.#plane, "replica-set", made === 0 ? key : `${key}#${String(made)}`),
      labels: template.metadata.labels,
      deploymentIx: deployment.ix,
      deploymentName: metadata.name,
      template,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH_LABEL]: hash } },
      minReadySeconds: spec.minReadySeconds,
      templateHash: hash,
      revision: nextRevision(oldSets),
      replicas: nextNewSetSize(
        spec,
        0,
        oldSets.reduce((sum, { replicas }) => sum + replicas, 0),
      ),
    };
  }

  /** Another hash for as long as the name belongs to a set of another template or another owner. */
  #freeName({ object }: DeploymentState): { readonly name: string; readonly hash: string } {
    const { namespace, name: deploymentName } = object.metadata;
    for (let collisionCount = 0; ; collisionCount++) {
      const hash = templateHash(object.spec.template, collisionCount);
      const name = `${deploymentName}-${hash}`;
      if (this.#plane.world.replicaSets.ixOf(namespace, name) === undefined) return { name, hash };
    }
  }

  #count(namespace: string, name: string): void {
    const key = objectKey(namespace, name);
    this.#madeCounts.set(key, (this.#madeCounts.get(key) ?? 0) + 1);
  }
}
