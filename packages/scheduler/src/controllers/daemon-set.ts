// Keeps one pod of a DaemonSet on every node where it belongs, and replaces them node by node when the template changes.
import {
  availabilityCheckUs,
  daemonPlaces,
  daemonSetCreateFailed,
  daemonSetStatusUpdated,
  daemonTemplate,
  isAvailable,
  isOfRevision,
  isReady,
  isTerminalPhase,
  pinnedTemplate,
  planDaemonUpdate,
  readySinceUs,
  targetNode,
  updateLimits,
} from "@podsim/core";
import type {
  DaemonPlace,
  DaemonSetState,
  DaemonSetStatus,
  NodeState,
  PodState,
  PodTemplateSpec,
  SimTime,
} from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { Controller, ControllerDefinition, SyncOutbox } from "../controller.js";
import { FailedPodBackOffs } from "./pods/failed-pod-back-offs.js";
import { DAEMON_SET_CLAIMS } from "./pods/claiming-kinds.js";
import { PodClaims } from "./pods/pod-claims.js";
import { PodFactory } from "./pods/pod-factory.js";
import { OWNED_POD_FACTS, PodOwners } from "./pods/pod-owners.js";
import { Retries } from "./pods/retries.js";
import { SlowStarts } from "./pods/slow-start.js";
import { hearsOf } from "../hearing.js";

/** At most so many creations, and so many deletions, in one sync. */
const BURST = 250;
const RETRY_LIMITS = { minUs: 5 * MILLISECOND, maxUs: 1_000 * SECOND };

/** Facts about nodes after which pods may belong elsewhere. */
const NODE_FACTS: ReadonlySet<string> = new Set([
  "NodeAdded",
  "NodeRemoved",
  "NodeRelabelled",
  "NodeTainted",
  "NodeUntainted",
]);

/** What a template means for nodes, worked out once per template and node. */
interface Revision {
  readonly template: PodTemplateSpec;
  readonly places: (node: NodeState) => DaemonPlace;
}

/** One look at a DaemonSet: its nodes, and the pods of each, the oldest first. */
interface Look {
  readonly daemonSet: DaemonSetState;
  readonly revision: Revision;
  readonly nodes: readonly NodeState[];
  readonly pods: ReadonlyMap<string, readonly PodState[]>;
  readonly now: SimTime;
}

interface Changes {
  readonly needing: readonly string[];
  readonly deleted: readonly PodState[];
}

const NO_PODS: readonly PodState[] = [];

const isSameStatus = (a: DaemonSetStatus, b: DaemonSetStatus): boolean =>
  a.observedGeneration === b.observedGeneration &&
  a.desired === b.desired &&
  a.current === b.current &&
  a.misscheduled === b.misscheduled &&
  a.ready === b.ready &&
  a.updated === b.updated &&
  a.available === b.available;

class DaemonSetController implements Controller {
  readonly #plane: ControlPlane;
  readonly #owners: PodOwners;
  readonly #claims: PodClaims;
  readonly #factory: PodFactory;
  readonly #slowStarts: SlowStarts;
  readonly #retries = new Retries(RETRY_LIMITS);
  readonly #backOffs = new FailedPodBackOffs();
  readonly #revisions = new WeakMap<object, Revision>();
  readonly #pinned = new WeakMap<PodTemplateSpec, Map<string, PodTemplateSpec>>();

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#owners = new PodOwners("DaemonSet", plane.world);
    this.#claims = new PodClaims(plane.world, DAEMON_SET_CLAIMS);
    this.#factory = new PodFactory(plane);
    this.#slowStarts = new SlowStarts(plane);
  }

  readonly watch: Controller["watch"] = (fact, enqueue) => {
    this.#claims.observe(fact, enqueue);
    const { entity, type } = fact.definition;
    if (type === "DaemonSetApplied") return enqueue(fact.subject);
    if (type === "DaemonSetDeleted") {
      this.#slowStarts.stop(fact.subject);
      this.#retries.succeeded(fact.subject);
    } else if (NODE_FACTS.has(type)) {
      for (const { ix } of this.#plane.world.daemonSets.values()) enqueue(ix);
    } else if (entity === "pod") {
      const owner = this.#owners.observe(fact);
      if (owner !== undefined) enqueue(owner);
    }
  };

  readonly sync: Controller["sync"] = (key, now, out) => {
    const daemonSet = this.#plane.world.daemonSets.at(key);
    if (daemonSet === undefined || this.#slowStarts.isWaiting(key, now, out)) return;
    if (this.#claims.claim(key, out)) return;
    const look = this.#look(daemonSet, now);
    const managed = this.#manage(look, out);
    const isSettled = managed.needing.length + managed.deleted.length === 0;
    const { needing, deleted } = isSettled ? this.#update(look) : managed;
    for (const pod of deleted.slice(0, BURST)) requestDeletion(pod, now, "daemonset-controller", out);
    if (needing.length > 0) return this.#create(look, needing, out);
    this.#slowStarts.stop(key);
    this.#retries.succeeded(key);
    this.#writeStatus(look, out);
  };

  #look(daemonSet: DaemonSetState, now: SimTime): Look {
    const { nodes, pods } = this.#plane.world;
    const byNode = new Map<string, PodState[]>();
    for (const podIx of pods.ownedBy("DaemonSet", daemonSet.ix)) {
      const pod = pods.at(podIx);
      if (pod === undefined || (pod.deletion !== null && isTerminalPhase(pod.status.phase))) continue;
      const name = targetNode(pod);
      const known = byNode.get(name);
      if (known === undefined) byNode.set(name, [pod]);
      else known.push(pod);
    }
    return { daemonSet, revision: this.#revisionOf(daemonSet), nodes: [...nodes.values()], pods: byNode, now };
  }

  #revisionOf({ object, templateGeneration }: DaemonSetState): Revision {
    let revision = this.#revisions.get(object);
    if (revision === undefined) {
      const template = daemonTemplate(object, templateGeneration);
      const decide = daemonPlaces(template);
      const known = new WeakMap<NodeState, DaemonPlace>();
      const places = (node: NodeState): DaemonPlace => {
        let place = known.get(node);
        if (place === undefined) known.set(node, (place = decide(node)));
        return place;
      };
      this.#revisions.set(object, (revision = { template, places }));
    }
    return revision;
  }

  /** What nodes lack, and which pods are in the wrong place, have ended, or are too many. */
  #manage(look: Look, out: SyncOutbox): Changes {
    const needing: string[] = [];
    const deleted: PodState[] = [];
    for (const node of look.nodes) {
      const { shouldRun, mayStay } = look.revision.places(node);
      const pods = look.pods.get(node.name) ?? NO_PODS;
      if (pods.length === 0) {
        if (shouldRun) needing.push(node.name);
      } else if (mayStay) deleted.push(...this.#surplusOn(look, node.name, pods, out));
      else deleted.push(...pods.filter(({ deletion }) => deletion === null));
    }
    const known = new Set(look.nodes.map(({ name }) => name));
    for (const [name, pods] of look.pods) {
      if (known.has(name)) continue;
      deleted.push(...pods.filter(({ binding, deletion }) => binding === null && deletion === null));
    }
    return { needing, deleted };
  }

  #surplusOn(look: Look, node: string, pods: readonly PodState[], out: SyncOutbox): readonly PodState[] {
    const { daemonSet, revision, now } = look;
    const running: PodState[] = [];
    const ended: PodState[] = [];
    for (const pod of pods) {
      if (pod.deletion !== null) continue;
      if (pod.status.phase === "Failed") {
        const waitUs = this.#backOffs.failed(`${daemonSet.uid}/${String(daemonSet.generation)}/${node}`, now);
        if (waitUs > 0) out.requeueAfter(waitUs);
        else ended.push(pod);
      } else if (pod.status.phase === "Succeeded") ended.push(pod);
      else running.push(pod);
    }
    if (this.#limits(look).maxSurge === 0) return [...ended, ...running.slice(1)];
    // While it surges a node may have one pod of each revision.
    const old = running.filter((pod) => !isOfRevision(pod, revision.template));
    const fresh = running.filter((pod) => isOfRevision(pod, revision.template));
    return [...ended, ...old.slice(1), ...fresh.slice(1)];
  }

  #limits({ daemonSet, nodes, revision }: Look): ReturnType<typeof updateLimits> {
    const { updateStrategy } = daemonSet.object.spec;
    if (updateStrategy.type !== "RollingUpdate") return { maxUnavailable: 0, maxSurge: 0 };
    const desired = nodes.filter((node) => revision.places(node).shouldRun).length;
    return updateLimits(updateStrategy.rollingUpdate, desired);
  }

  #update(look: Look): Changes {
    const { daemonSet, nodes, pods, revision, now } = look;
    const { updateStrategy, minReadySeconds } = daemonSet.object.spec;
    if (updateStrategy.type !== "RollingUpdate") return { needing: [], deleted: [] };
    const all = nodes.flatMap(({ name }) => {
      const here = pods.get(name);
      if (here === undefined) return [];
      const staying = here.filter(({ deletion }) => deletion === null);
      const fresh = staying.filter((pod) => isOfRevision(pod, revision.template));
      return [{ name, fresh, old: staying.filter((pod) => !fresh.includes(pod)) }];
    });
    const plan = planDaemonUpdate(all, this.#limits(look), (pod) => isAvailable(pod, minReadySeconds, now));
    return { needing: plan.surged, deleted: plan.deleted };
  }

  #create(look: Look, needing: readonly string[], out: SyncOutbox): void {
    const { daemonSet, revision, now } = look;
    const { ix, object } = daemonSet;
    const { namespace, name } = object.metadata;
    if (this.#slowStarts.remaining(ix) === 0) this.#slowStarts.begin(ix, Math.min(needing.length, BURST), now);
    const size = Math.min(needing.length, this.#slowStarts.batchSize(ix));
    const pods = needing.slice(0, size).map((node) => ({
      name: `${name}-`,
      isGenerated: true,
      template: this.#templateFor(revision.template, node),
    }));
    const refusal = this.#factory.create({ kind: "DaemonSet", namespace, name, ix }, pods, out);
    if (refusal === "") return this.#slowStarts.sent(ix, size, `DaemonSet ${namespace}/${name}`, now, out);
    this.#slowStarts.stop(ix);
    out.record(daemonSetCreateFailed, ix, { message: refusal });
    this.#writeStatus(look, out);
    out.requeueAfter(this.#retries.failed(ix));
  }

  /** The same object for the same node, so that its pods are of one class. */
  #templateFor(template: PodTemplateSpec, node: string): PodTemplateSpec {
    let pinned = this.#pinned.get(template);
    if (pinned === undefined) this.#pinned.set(template, (pinned = new Map()));
    let found = pinned.get(node);
    if (found === undefined) pinned.set(node, (found = pinnedTemplate(template, node)));
    return found;
  }

  #writeStatus({ daemonSet, revision, nodes, pods, now }: Look, out: SyncOutbox): void {
    const { minReadySeconds } = daemonSet.object.spec;
    if (minReadySeconds > 0) this.#awaitAvailability(pods.values(), minReadySeconds, now, out);
    const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 };
    for (const node of nodes) {
      const [pod] = pods.get(node.name) ?? NO_PODS;
      if (!revision.places(node).shouldRun) {
        if (pod !== undefined) counts.misscheduled += 1;
        continue;
      }
      counts.desired += 1;
      if (pod === undefined) continue;
      counts.current += 1;
      if (isOfRevision(pod, revision.template)) counts.updated += 1;
      if (!isReady(pod)) continue;
      counts.ready += 1;
      if (isAvailable(pod, minReadySeconds, now)) counts.available += 1;
    }
    const status = { observedGeneration: daemonSet.generation, ...counts };
    if (!isSameStatus(status, daemonSet.status)) out.record(daemonSetStatusUpdated, daemonSet.ix, status);
  }

  /** A new pod beside an old one is not counted and awaited all the same: the old one goes when it is available. */
  #awaitAvailability(
    byNode: Iterable<readonly PodState[]>,
    minReadySeconds: number,
    now: SimTime,
    out: SyncOutbox,
  ): void {
    for (const pods of byNode) {
      for (const pod of pods) {
        if (!isReady(pod) || isAvailable(pod, minReadySeconds, now)) continue;
        out.requeueAfter(availabilityCheckUs(readySinceUs(pod), minReadySeconds) - now);
      }
    }
  }
}

export const daemonSet: ControllerDefinition = {
  name: "daemonset-controller",
  rank: RANK.daemonSet,
  hears: hearsOf(["DaemonSetApplied", "DaemonSetDeleted", ...NODE_FACTS, ...OWNED_POD_FACTS, ...PodClaims.heard]),
  build: (plane) => new DaemonSetController(plane),
};
