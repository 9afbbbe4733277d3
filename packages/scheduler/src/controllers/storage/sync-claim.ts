// One look at a claim: bind it to a volume that will do, have one made, or say what it waits for.
import {
  claimApplied,
  claimBound,
  claimClassOf,
  claimLost,
  claimProvisioningBegan,
  claimsOfPod,
  claimWaiting,
  findVolume,
  isKeptFor,
  mismatchOf,
  volumeBound,
  volumeProvisioned,
} from "@podsim/core";
import type { ClaimState, ClaimWaiting, SimTime, StorageClass, VolumeState } from "@podsim/core";
import type { ControlPlane } from "../../actor.js";
import { withDefaultClass } from "../../api-server/create-claim.js";
import { uidOf } from "../../api-server/uid.js";
import type { WorldView } from "../../cluster/world.js";
import type { SyncOutbox } from "../../controller.js";
import { sample } from "../../engine/distribution.js";
import { provisionedVolume } from "./provisioned-volume.js";

/** A class whose volumes nobody makes. */
const NO_PROVISIONER = "kubernetes.io/no-provisioner";

class ClaimSync {
  readonly #claim: ClaimState;
  readonly #plane: ControlPlane;
  readonly #now: SimTime;
  readonly #out: SyncOutbox;

  constructor(claim: ClaimState, plane: ControlPlane, now: SimTime, out: SyncOutbox) {
    this.#claim = claim;
    this.#plane = plane;
    this.#now = now;
    this.#out = out;
  }

  get #world(): WorldView {
    return this.#plane.world;
  }

  run(): void {
    const { phase, deletingSinceUs, object } = this.#claim;
    if (phase === "Bound") return this.#checkBound();
    if (phase === "Lost" || deletingSinceUs !== null) return;
    const classed = withDefaultClass(object, this.#world);
    if (classed !== object) {
      const { ix, uid } = this.#claim;
      return this.#out.record(claimApplied, ix, { claimIx: ix, uid, object: classed });
    }
    const { volumeName = "" } = object.spec;
    if (volumeName !== "") return this.#bindNamed(volumeName);
    const storageClass = this.#world.storageClasses.find("", claimClassOf(object))?.object;
    const isDelayed = storageClass?.volumeBindingMode === "WaitForFirstConsumer";
    const volume = this.#bestVolume(isDelayed);
    if (volume !== null) this.#bind(volume);
    else if (isDelayed && this.#claim.selectedNode === "") this.#waitForConsumer();
    else this.#provision(storageClass);
  }

  #checkBound(): void {
    const volume = this.#world.volumes.find("", this.#claim.object.spec.volumeName ?? "");
    if (volume === undefined) return this.#out.record(claimLost, this.#claim.ix, {});
    if (volume.object.spec.claimRef === undefined) this.#keep(volume);
    else if (!isKeptFor(volume, this.#claim)) this.#out.record(claimLost, this.#claim.ix, {});
  }

  #bindNamed(name: string): void {
    const volume = this.#world.volumes.find("", name);
    if (volume === undefined) return;
    if (volume.object.spec.claimRef !== undefined && !isKeptFor(volume, this.#claim)) {
      return this.#wait("FailedBinding", `volume "${name}" already bound to a different claim.`);
    }
    const mismatch = mismatchOf(this.#claim, volume);
    if (mismatch === null) return this.#bind(volume);
    this.#wait("VolumeMismatch", `Cannot bind to requested volume "${name}": ${mismatch}`);
  }

  /** Volumes are asked for by their access modes: those that have least besides what the claim wants come first. */
  #bestVolume(isDelayed: boolean): VolumeState | null {
    const wanted = this.#claim.object.spec.accessModes;
    const byModes = new Map<string, VolumeState[]>();
    for (const volume of this.#world.volumes.values()) {
      const modes = volume.object.spec.accessModes;
      if (!wanted.every((mode) => modes.includes(mode))) continue;
      const key = `${modes.length} ${[...modes].sort().join(",")}`;
      const group = byModes.get(key);
      if (group === undefined) byModes.set(key, [volume]);
      else group.push(volume);
    }
    for (const key of [...byModes.keys()].sort()) {
      const search = { node: null, taken: new Set<string>(), isDelayed };
      const found = findVolume(this.#claim, byModes.get(key) ?? [], search);
      if (found !== null) return found;
    }
    return null;
  }

  #keep({ ix }: VolumeState): void {
    const { uid, object } = this.#claim;
    const { namespace, name } = object.metadata;
    this.#out.record(volumeBound, ix, { namespace, name, uid });
  }

  #bind(volume: VolumeState): void {
    this.#keep(volume);
    this.#out.record(claimBound, this.#claim.ix, { volume: volume.object.metadata.name, volumeIx: volume.ix });
  }

  #wait(reason: ClaimWaiting["reason"], message: string): void {
    if (this.#claim.waiting !== message) this.#out.record(claimWaiting, this.#claim.ix, { reason, message });
  }

  #waitForConsumer(): void {
    const pods = this.#unscheduledUsers();
    if (pods.length === 0) {
      return this.#wait("WaitForFirstConsumer", "waiting for first consumer to be created before binding");
    }
    this.#wait("WaitForPodScheduled", `waiting for pod${pods.length > 1 ? "s" : ""} ${pods.join(",")} to be scheduled`);
  }

  #unscheduledUsers(): readonly string[] {
    const { namespace, name } = this.#claim.object.metadata;
    const names: string[] = [];
    for (const ix of this.#world.pods.inNamespace(namespace)) {
      const pod = this.#world.pods.at(ix);
      if (pod?.binding !== null) continue;
      const { identity } = pod;
      if (claimsOfPod(identity.name, identity.template.spec).some((claim) => claim.name === name)) {
        names.push(identity.name);
      }
    }
    return names;
  }

  #provision(storageClass: StorageClass | undefined): void {
    const wanted = claimClassOf(this.#claim.object);
    if (wanted === "") {
      return this.#wait("FailedBinding", "no persistent volumes available for this claim and no storage class is set");
    }
    if (storageClass === undefined) {
      return this.#wait("ProvisioningFailed", `storageclass.storage.k8s.io "${wanted}" not found`);
    }
    const { provisioner } = storageClass;
    if (provisioner === NO_PROVISIONER) {
      return this.#wait("ProvisioningFailed", `no volume plugin matched name: ${provisioner}`);
    }
    const { provisioningSinceUs, ix } = this.#claim;
    if (provisioningSinceUs === null) return this.#out.record(claimProvisioningBegan, ix, { provisioner });
    this.#finish(provisioningSinceUs, storageClass);
  }

  #finish(sinceUs: SimTime, storageClass: StorageClass): void {
    const { settings, draw } = this.#plane;
    const dueUs = sinceUs + sample(settings.latencies.volumeProvision, draw("volume/provision", this.#claim.uid, 0));
    if (dueUs > this.#now) return this.#out.requeueAfter(dueUs - this.#now);
    const volumeIx = this.#world.volumes.nextIx;
    const object = provisionedVolume(this.#claim, storageClass, this.#plane);
    const { name } = object.metadata;
    const uid = uidOf(this.#plane, "volume", `${name}/${volumeIx}`);
    this.#out.record(volumeProvisioned, volumeIx, { volumeIx, uid, provisioner: storageClass.provisioner, object });
    this.#out.record(claimBound, this.#claim.ix, { volume: name, volumeIx });
  }
}

export const syncClaim = (claim: ClaimState, plane: ControlPlane, now: SimTime, out: SyncOutbox): void => {
  new ClaimSync(claim, plane, now, out).run();
};
