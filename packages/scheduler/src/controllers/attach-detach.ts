// The attach/detach controller: attaches volumes to the nodes whose pods need them, and detaches them from those where no
// pod does any more.
import {
  isExclusive,
  isTerminalPhase,
  needsAttach,
  objectKey,
  volumeAttachBegan,
  volumeAttached,
  volumeAttachRefused,
  volumeDetachBegan,
  volumeDetached,
  volumeDetachRequested,
  volumeDetachWithdrawn,
} from "@podsim/core";
import type {
  ClaimBound,
  Envelope,
  PodIx,
  PodState,
  SimTime,
  VolumeAttachBegan,
  VolumeAttachmentState,
  VolumeState,
} from "@podsim/core";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import { uidOf } from "../api-server/uid.js";
import type { Controller, ControllerDefinition, Enqueue, SyncOutbox } from "../controller.js";
import { sample } from "../engine/distribution.js";
import { hearsOf } from "../hearing.js";
import { ClaimUsers } from "./storage/claim-users.js";
import { detachTimeOf } from "./storage/detach-time.js";

/** Types of the facts it goes by. */
const HEARD = [
  "PodBound",
  "PodDeletionRequested",
  "PodStatusReported",
  "PodRemoved",
  "VolumeAttachRefused",
  "ClaimBound",
  "VolumeApplied",
  "VolumeAttachBegan",
  "VolumeAttached",
  "VolumeDetachRequested",
  "VolumeDetachWithdrawn",
  "VolumeDetachBegan",
  "VolumeDetached",
  "NodeReadyChanged",
  "NodeRecovered",
  "NodeTainted",
  "NodeRemoved",
] as const;

const runs = ({ status }: PodState): boolean =>
  status.containerStatuses.some(({ state }) => state.kind === "running") ||
  status.initContainerStatuses.some(({ state }) => state.kind === "running");

/** Whether the pod's volumes have to be on its node. */
const needsVolumes = (pod: PodState): boolean =>
  pod.binding !== null && !isTerminalPhase(pod.status.phase) && (pod.deletion === null || runs(pod));

class AttachDetach implements Controller {
  readonly #plane: ControlPlane;
  readonly #users = new ClaimUsers();
  /** By a volume's index: its attachments, and how often it was attached so far. */
  readonly #attachments = new Map<number, Set<number>>();
  readonly #counts = new Map<number, number>();
  /** By an attachment's index: its volume's. */
  readonly #volumeOf = new Map<number, number>();
  /** Volumes that wait to be detached. */
  readonly #unwanted = new Set<number>();
  /** By pod: the volumes it was told that it cannot have now. */
  readonly #refused = new Map<PodIx, Set<string>>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    const { pods, volumeAttachments } = plane.world;
    for (const pod of pods.values()) if (pod.binding !== null) this.#users.add(pod);
    for (const { ix, volumeIx, n, unwantedSinceUs } of volumeAttachments.values()) {
      this.#note(ix, volumeIx, n);
      if (unwantedSinceUs !== null) this.#unwanted.add(volumeIx);
    }
  }

  readonly watch = ({ definition, subject, data }: Envelope, enqueue: Enqueue): void => {
    switch (definition.type as (typeof HEARD)[number]) {
      case "PodBound":
        return this.#podBound(subject as PodIx, enqueue);
      case "PodStatusReported":
      case "PodDeletionRequested":
        return this.#podChanged(subject as PodIx, enqueue);
      case "PodRemoved":
        return this.#podRemoved(subject as PodIx, enqueue);
      case "VolumeAttachRefused":
        return this.#noteRefusal(subject as PodIx, (data as { readonly volume: string }).volume);
      case "ClaimBound":
        return enqueue((data as ClaimBound).volumeIx);
      case "VolumeApplied":
        return enqueue(subject);
      case "NodeReadyChanged":
      case "NodeRecovered":
      case "NodeTainted":
      case "NodeRemoved":
        for (const volumeIx of this.#unwanted) enqueue(volumeIx);
        return;
      case "VolumeAttachBegan": {
        const { volumeIx, n } = data as VolumeAttachBegan;
        this.#note(subject, volumeIx, n);
        return enqueue(volumeIx);
      }
      case "VolumeAttached":
      case "VolumeDetachRequested":
      case "VolumeDetachWithdrawn":
      case "VolumeDetachBegan":
      case "VolumeDetached":
        return this.#attachmentChanged(definition.type, subject, enqueue);
    }
  };

  readonly sync = (volumeIx: number, now: SimTime, out: SyncOutbox): void => {
    const { volumes, volumeAttachments } = this.#plane.world;
    const volume = volumes.at(volumeIx);
    const wanted = this.#wantedNodes(volume);
    const taken = new Set<string>();
    for (const ix of this.#attachments.get(volumeIx) ?? []) {
      const attachment = volumeAttachments.at(ix);
      if (attachment === undefined) continue;
      taken.add(attachment.node);
      this.#settle(attachment, wanted.get(attachment.node), now, out);
    }
    if (volume === undefined) return;
    for (const node of wanted.keys()) {
      if (taken.has(node)) continue;
      if (isExclusive(volume.object) && taken.size > 0) this.#refuse(volume, node, wanted, out);
      else this.#attach(volume, node, out);
      taken.add(node);
    }
  };

  #note(attachmentIx: number, volumeIx: number, n: number): void {
    const attachments = this.#attachments.get(volumeIx);
    if (attachments === undefined) this.#attachments.set(volumeIx, new Set([attachmentIx]));
    else attachments.add(attachmentIx);
    this.#counts.set(volumeIx, n + 1);
    this.#volumeOf.set(attachmentIx, volumeIx);
  }

  #noteRefusal(pod: PodIx, volume: string): void {
    const volumes = this.#refused.get(pod);
    if (volumes === undefined) this.#refused.set(pod, new Set([volume]));
    else volumes.add(volume);
  }

  #attachmentChanged(type: string, attachmentIx: number, enqueue: Enqueue): void {
    const volumeIx = this.#volumeOf.get(attachmentIx);
    if (volumeIx === undefined) return;
    if (type === "VolumeDetachRequested") this.#unwanted.add(volumeIx);
    if (type === "VolumeDetached") {
      this.#attachments.get(volumeIx)?.delete(attachmentIx);
      this.#volumeOf.delete(attachmentIx);
    }
    const rest = [...(this.#attachments.get(volumeIx) ?? [])];
    const { volumeAttachments } = this.#plane.world;
    if (rest.every((ix) => volumeAttachments.at(ix)?.unwantedSinceUs === null)) this.#unwanted.delete(volumeIx);
    enqueue(volumeIx);
  }

  #podBound(podIx: PodIx, enqueue: Enqueue): void {
    const pod = this.#plane.world.pods.at(podIx);
    if (pod === undefined) return;
    this.#users.add(pod);
    this.#enqueueVolumesOf(podIx, enqueue);
  }

  #podChanged(podIx: PodIx, enqueue: Enqueue): void {
    if (this.#users.isEmpty || this.#users.claimsOf(podIx).length === 0) return;
    const pod = this.#plane.world.pods.at(podIx);
    if (pod !== undefined && !needsVolumes(pod)) this.#enqueueVolumesOf(podIx, enqueue);
  }

  #podRemoved(podIx: PodIx, enqueue: Enqueue): void {
    this.#enqueueVolumesOf(podIx, enqueue);
    this.#users.remove(podIx);
    this.#refused.delete(podIx);
  }

  #enqueueVolumesOf(podIx: PodIx, enqueue: Enqueue): void {
    const { claims, volumes } = this.#plane.world;
    for (const key of this.#users.claimsOf(podIx)) {
      const [namespace = "", name = ""] = key.split("/");
      const volumeIx = volumes.ixOf("", claims.find(namespace, name)?.object.spec.volumeName ?? "");
      if (volumeIx !== undefined) enqueue(volumeIx);
    }
  }

  /** The names of the nodes where pods need the volume, with those pods. */
  #wantedNodes(volume: VolumeState | undefined): ReadonlyMap<string, readonly PodState[]> {
    const wanted = new Map<string, PodState[]>();
    const claim = volume?.object.spec.claimRef;
    if (volume === undefined || claim === undefined || !needsAttach(volume.object)) return wanted;
    for (const podIx of this.#users.podsOf(objectKey(claim.namespace, claim.name))) {
      const pod = this.#plane.world.pods.at(podIx);
      if (pod?.binding == null || !needsVolumes(pod)) continue;
      const pods = wanted.get(pod.binding.nodeName);
      if (pods === undefined) wanted.set(pod.binding.nodeName, [pod]);
      else pods.push(pod);
    }
    return wanted;
  }

  /** The next step of an attachment, for the pods of its node that need it. */
  #settle(held: VolumeAttachmentState, pods: readonly PodState[] | undefined, now: SimTime, out: SyncOutbox): void {
    const { ix, createdAtUs, isAttached, unwantedSinceUs, detachingSinceUs } = held;
    if (detachingSinceUs !== null) {
      const dueUs = detachingSinceUs + this.#latency("volumeDetach", held);
      if (dueUs > now) out.requeueAfter(dueUs - now);
      else out.record(volumeDetached, ix, {});
    } else if (!isAttached) {
      const isFound = pods?.some(runs) === true;
      const dueUs = isFound ? createdAtUs : createdAtUs + this.#latency("volumeAttach", held);
      if (dueUs > now) return out.requeueAfter(dueUs - now);
      const named = (pods ?? []).map(({ identity: { namespace, name } }) => ({ namespace, name }));
      out.record(volumeAttached, ix, { pods: named, isFound });
    } else if (pods !== undefined) {
      if (unwantedSinceUs !== null) out.record(volumeDetachWithdrawn, ix, {});
    } else if (unwantedSinceUs === null) {
      out.record(volumeDetachRequested, ix, {});
    } else {
      const due = detachTimeOf(held, unwantedSinceUs, this.#plane);
      if (due === null) return;
      if (due.atUs > now) out.requeueAfter(due.atUs - now);
      else out.record(volumeDetachBegan, ix, { because: due.because });
    }
  }

  #latency(step: "volumeAttach" | "volumeDetach", { volume, n }: VolumeAttachmentState): number {
    const { settings, draw } = this.#plane;
    return sample(settings.latencies[step], draw(`latency/${step}`, volume, n));
  }

  #attach(volume: VolumeState, node: string, out: SyncOutbox): void {
    const { world } = this.#plane;
    const { name } = volume.object.metadata;
    const attachmentIx = world.volumeAttachments.nextIx;
    const digits = (half: number): string =>
      uidOf(this.#plane, "volume-attachment", `${name}/${node}/${String(half)}`).replaceAll("-", "");
    out.record(volumeAttachBegan, attachmentIx, {
      attachmentIx,
      name: `csi-${digits(0)}${digits(1)}`,
      driver: volume.object.spec.csi?.driver ?? "",
      volume: name,
      volumeIx: volume.ix,
      node,
      n: this.#counts.get(volume.ix) ?? 0,
    });
  }

  /** Tells the node's pods, once each, who has the volume. */
  #refuse(volume: VolumeState, node: string, wanted: ReadonlyMap<string, readonly PodState[]>, out: SyncOutbox): void {
    const { name } = volume.object.metadata;
    const others = [...wanted].filter(([other]) => other !== node).flatMap(([, pods]) => pods);
    const usedBy = others.map(({ identity }) => identity.name);
    for (const { identity } of wanted.get(node) ?? []) {
      if (this.#refused.get(identity.ix)?.has(name) === true) continue;
      out.record(volumeAttachRefused, identity.ix, { volume: name, usedBy });
    }
  }
}

export const attachDetach: ControllerDefinition = {
  name: "attachdetach-controller",
  rank: RANK.volumes,
  hears: hearsOf(HEARD),
  build: (plane) => new AttachDetach(plane),
};
