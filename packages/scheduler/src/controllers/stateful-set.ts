// Runs StatefulSets: pods with names of their own, in order, each with its claims, and updates them from the last to the first.
import {
  availabilityCheckUs,
  claimDeletionRequested,
  claimNameAt,
  isAvailable,
  isReady,
  isSameTemplate,
  ordinalOf,
  planStatefulSet,
  podNameAt,
  readySinceUs,
  revisionOf,
  statefulSetClaimCreated,
  statefulSetClaimRefused,
  statefulSetCreateFailed,
  statefulSetRevised,
  statefulSetStatusUpdated,
  statefulTemplate,
  templateHash,
} from "@podsim/core";
import type {
  ObjectMeta,
  PersistentVolumeClaim,
  PodState,
  PodTemplateSpec,
  SimTime,
  StatefulPods,
  StatefulRevision,
  StatefulSet,
  StatefulSetState,
  StatefulSetStatus,
} from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import { ClaimLimits } from "../api-server/object-limits.js";
import { createClaim } from "../api-server/create-claim.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { Controller, ControllerDefinition, SyncOutbox } from "../controller.js";
import { STATEFUL_SET_CLAIMS } from "./pods/claiming-kinds.js";
import { PodClaims } from "./pods/pod-claims.js";
import { PodFactory } from "./pods/pod-factory.js";
import { OWNED_POD_FACTS, PodOwners } from "./pods/pod-owners.js";
import { Retries } from "./pods/retries.js";
import { SlowStarts } from "./pods/slow-start.js";
import { hearsOf } from "../hearing.js";

/** At most so many creations at once, where pods need not wait for each other. */
const BURST = 500;
const RETRY_LIMITS = { minUs: 5 * MILLISECOND, maxUs: 1_000 * SECOND };

/** One look at a set: its pods by ordinal, and the revisions they are of. */
interface Look {
  readonly set: StatefulSetState;
  readonly pods: readonly PodState[];
  readonly placed: StatefulPods;
  readonly start: number;
  readonly update: StatefulRevision;
  readonly current: StatefulRevision;
  readonly now: SimTime;
}

const claimOf = (
  { metadata: { namespace }, spec: { selector } }: StatefulSet,
  name: string,
  { labels, annotations }: Pick<ObjectMeta, "labels" | "annotations">,
  spec: PersistentVolumeClaim["spec"],
): PersistentVolumeClaim => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name, namespace, labels: { ...labels, ...selector.matchLabels }, annotations },
  spec,
  status: { phase: "Pending" },
});

const isSameStatus = (a: StatefulSetStatus, b: StatefulSetStatus): boolean =>
  a.observedGeneration === b.observedGeneration &&
  a.replicas === b.replicas &&
  a.readyReplicas === b.readyReplicas &&
  a.availableReplicas === b.availableReplicas &&
  a.currentReplicas === b.currentReplicas &&
  a.updatedReplicas === b.updatedReplicas &&
  a.currentRevision === b.currentRevision &&
  a.updateRevision === b.updateRevision;

class StatefulSetController implements Controller {
  readonly #plane: ControlPlane;
  readonly #owners: PodOwners;
  readonly #claims: PodClaims;
  readonly #factory: PodFactory;
  readonly #slowStarts: SlowStarts;
  readonly #retries = new Retries(RETRY_LIMITS);
  readonly #templates = new WeakMap<StatefulSet, Map<string, PodTemplateSpec>>();
  /** Sets as they were last: what becomes of their claims is said there, also when they are gone. */
  readonly #objects = new Map<number, StatefulSet>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#owners = new PodOwners("StatefulSet", plane.world);
    this.#claims = new PodClaims(plane.world, STATEFUL_SET_CLAIMS);
    this.#factory = new PodFactory(plane);
    this.#slowStarts = new SlowStarts(plane);
    for (const { ix, object } of plane.world.statefulSets.values()) this.#objects.set(ix, object);
  }

  readonly watch: Controller["watch"] = (fact, enqueue) => {
    this.#claims.observe(fact, enqueue);
    const { type } = fact.definition;
    if (type === "StatefulSetApplied" || type === "StatefulSetDeleted") {
      const object = this.#plane.world.statefulSets.at(fact.subject)?.object;
      if (object !== undefined) this.#objects.set(fact.subject, object);
      return enqueue(fact.subject);
    }
    const owner = this.#owners.observe(fact);
    if (owner !== undefined) enqueue(owner);
  };

  readonly sync: Controller["sync"] = (key, now, out) => {
    const set = this.#plane.world.statefulSets.at(key);
    if (set === undefined) return this.#forget(key, out);
    if (this.#slowStarts.isWaiting(key, now, out) || this.#claims.claim(key, out)) return;
    const look = this.#look(set, now, out);
    const { created, deleted } = planStatefulSet(look.placed, {
      spec: set.object.spec,
      updateRevision: look.update.name,
      heedsMaxUnavailable: this.#plane.settings.kubernetes === "1.35",
      now,
    });
    for (const pod of deleted) requestDeletion(pod, now, "statefulset-controller", out);
    if (created.length > 0) return this.#create(look, created, out);
    this.#slowStarts.stop(key);
    this.#retries.succeeded(key);
    if (set.object.spec.persistentVolumeClaimRetentionPolicy.whenScaled === "Delete")
      this.#dropSurplusClaims(look, out);
    this.#writeStatus(look, out);
  };

  #look(set: StatefulSetState, now: SimTime, out: SyncOutbox): Look {
    const { object } = set;
    const { pods } = this.#plane.world;
    const start = object.spec.ordinals?.start ?? 0;
    const owned = [...pods.ownedBy("StatefulSet", set.ix)].flatMap((podIx) => pods.at(podIx) ?? []);
    const replicas = new Array<PodState | undefined>(object.spec.replicas).fill(undefined);
    const condemned: PodState[] = [];
    const ordinal = (pod: PodState): number => ordinalOf(pod.identity.name, object);
    for (const pod of owned) {
      const position = ordinal(pod) - start;
      if (position >= 0 && position < replicas.length) replicas[position] = pod;
      else condemned.push(pod);
    }
    condemned.sort((a, b) => ordinal(b) - ordinal(a));
    const update = this.#updateRevision(set, out);
    const current = set.revisions.find(({ name }) => name === set.status.currentRevision) ?? update;
    return { set, pods: owned, placed: { replicas, condemned }, start, update, current, now };
  }

  /** The revision of the present template; one that is new, or comes back, is written down. */
  #updateRevision(set: StatefulSetState, out: SyncOutbox): StatefulRevision {
    const { template } = set.object.spec;
    const newest = set.revisions.at(-1);
    const known = set.revisions.find((revision) => isSameTemplate(revision.template, template));
    if (known !== undefined && known === newest) return known;
    const name = known?.name ?? `${set.object.metadata.name}-${templateHash(template, 0)}`;
    const revision = { name, template, number: (newest?.number ?? 0) + 1 };
    out.record(statefulSetRevised, set.ix, revision);
    return revision;
  }

  #create(look: Look, positions: readonly number[], out: SyncOutbox): void {
    const { set, now } = look;
    const { ix, object } = set;
    const { namespace, name } = object.metadata;
    if (this.#slowStarts.remaining(ix) === 0) this.#slowStarts.begin(ix, Math.min(positions.length, BURST), now);
    const size = Math.min(positions.length, this.#slowStarts.batchSize(ix));
    const ordinals = positions.slice(0, size).map((position) => look.start + position);
    const hasClaims = this.#createClaims(set, ordinals, out);
    const pods = ordinals.map((ordinal) => ({
      name: podNameAt(object, ordinal),
      isGenerated: false,
      template: this.#templateFor(look, ordinal),
    }));
    // A pod of that name which is somebody else's is waited for without a word.
    const isTaken = pods.some((pod) => this.#factory.isTaken(namespace, pod.name));
    const isHeldUp = isTaken || !hasClaims;
    const refusal = isHeldUp ? "" : this.#factory.create({ kind: "StatefulSet", namespace, name, ix }, pods, out);
    if (!isHeldUp && refusal === "") {
      return this.#slowStarts.sent(ix, size, `StatefulSet ${namespace}/${name}`, now, out);
    }
    this.#slowStarts.stop(ix);
    if (!isHeldUp) out.record(statefulSetCreateFailed, ix, { pod: pods[0]?.name ?? name, message: refusal });
    this.#writeStatus(look, out);
    out.requeueAfter(this.#retries.failed(ix));
  }

  /** Below the partition a pod that is made anew stays of the revision it had. */
  #templateFor({ set, update, current }: Look, ordinal: number): PodTemplateSpec {
    const { updateStrategy, ordinals } = set.object.spec;
    const isKept =
      updateStrategy.type === "RollingUpdate" &&
      ordinal < (ordinals?.start ?? 0) + updateStrategy.rollingUpdate.partition;
    const revision = isKept ? current : update;
    let templates = this.#templates.get(set.object);
    if (templates === undefined) this.#templates.set(set.object, (templates = new Map()));
    const key = `${revision.name} ${String(ordinal)}`;
    let template = templates.get(key);
    if (template === undefined) templates.set(key, (template = statefulTemplate(set.object, revision, ordinal)));
    return template;
  }

  /** Whether every claim is there; of one that is refused the set is told. */
  #createClaims({ ix, object }: StatefulSetState, ordinals: readonly number[], out: SyncOutbox): boolean {
    const { claims } = this.#plane.world;
    const { namespace } = object.metadata;
    const limits = new ClaimLimits(this.#plane.world, namespace);
    let claimIx = claims.nextIx;
    for (const ordinal of ordinals) {
      for (const { metadata, spec } of object.spec.volumeClaimTemplates) {
        const name = claimNameAt(metadata.name, object, ordinal);
        if (claims.find(namespace, name) !== undefined) continue;
        const claim = claimOf(object, name, metadata, spec);
        const pod = podNameAt(object, ordinal);
        const message = limits.admit(claim);
        if (message !== "") {
          out.record(statefulSetClaimRefused, ix, { claim: name, pod, message });
          return false;
        }
        createClaim(claim, this.#plane, out, claimIx++);
        out.record(statefulSetClaimCreated, ix, { claim: name, pod });
      }
    }
    return true;
  }

  /** Claims of ordinals that are no longer wanted, once their pod is gone. */
  #dropSurplusClaims({ set, start }: Look, out: SyncOutbox): void {
    const end = start + set.object.spec.replicas;
    const { namespace } = set.object.metadata;
    this.#dropClaims(set.object, out, (ordinal) => {
      const isWanted = ordinal >= start && ordinal < end;
      return !isWanted && this.#plane.world.pods.find(namespace, podNameAt(set.object, ordinal)) === undefined;
    });
  }

  #dropClaims(set: StatefulSet, out: SyncOutbox, isDropped: (ordinal: number) => boolean): void {
    const { namespace } = set.metadata;
    for (const { ix, object, deletingSinceUs } of this.#plane.world.claims.values()) {
      if (deletingSinceUs !== null || object.metadata.namespace !== namespace) continue;
      const { name } = object.metadata;
      for (const { metadata } of set.spec.volumeClaimTemplates) {
        const prefix = `${metadata.name}-`;
        const ordinal = name.startsWith(prefix) ? ordinalOf(name.slice(prefix.length), set) : -1;
        if (ordinal >= 0 && isDropped(ordinal)) out.record(claimDeletionRequested, ix, {});
      }
    }
  }

  #forget(key: number, out: SyncOutbox): void {
    const object = this.#objects.get(key);
    this.#slowStarts.stop(key);
    this.#retries.succeeded(key);
    this.#objects.delete(key);
    if (object?.spec.persistentVolumeClaimRetentionPolicy.whenDeleted === "Delete") {
      this.#dropClaims(object, out, () => true);
    }
  }

  #writeStatus({ set, pods, update, current, now }: Look, out: SyncOutbox): void {
    const { replicas, minReadySeconds, updateStrategy } = set.object.spec;
    const counts = { replicas: 0, readyReplicas: 0, availableReplicas: 0, currentReplicas: 0, updatedReplicas: 0 };
    for (const pod of pods) {
      counts.replicas += 1;
      if (pod.status.phase === "Running" && isReady(pod)) {
        counts.readyReplicas += 1;
        if (isAvailable(pod, minReadySeconds, now)) counts.availableReplicas += 1;
        else out.requeueAfter(Math.max(1, availabilityCheckUs(readySinceUs(pod), minReadySeconds) - now));
      }
      if (pod.deletion !== null) continue;
      if (revisionOf(pod) === current.name) counts.currentReplicas += 1;
      if (revisionOf(pod) === update.name) counts.updatedReplicas += 1;
    }
    const isComplete =
      updateStrategy.type === "RollingUpdate" &&
      counts.updatedReplicas === replicas &&
      counts.readyReplicas === replicas &&
      counts.replicas === replicas;
    const status: StatefulSetStatus = {
      observedGeneration: set.generation,
      ...counts,
      currentReplicas: isComplete ? counts.updatedReplicas : counts.currentReplicas,
      currentRevision: isComplete ? update.name : current.name,
      updateRevision: update.name,
    };
    if (!isSameStatus(status, set.status)) out.record(statefulSetStatusUpdated, set.ix, { ...status });
  }
}

export const statefulSet: ControllerDefinition = {
  name: "statefulset-controller",
  rank: RANK.statefulSet,
  hears: hearsOf(["StatefulSetApplied", "StatefulSetDeleted", ...OWNED_POD_FACTS, ...PodClaims.heard]),
  build: (plane) => new StatefulSetController(plane),
};
