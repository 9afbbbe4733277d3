// The cluster as its API server shows it, for laws of one's own: real Kubernetes objects, chosen by label selectors.
import { compileSelectorText, stateIn, subjectOf } from "@podsim/core";
import type {
  Circumstances,
  ClusterView,
  DeploymentState,
  Envelope,
  KubernetesVersion,
  LeaseState,
  NodeState,
  PodState,
  SimTime,
  Witness,
} from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import { isLeft } from "fp-ts/lib/Either.js";
import { deploymentObject } from "../outputs/objects/deployment-object.js";
import { nodeObject } from "../outputs/objects/node-object.js";
import { leaseObject } from "../outputs/objects/plain-objects.js";
import { podObject } from "../outputs/objects/pod-object.js";
import { WallClock } from "../outputs/view/wall-clock.js";
import { DEFAULT_CLOCK_START } from "../scenario/assemble-run.js";

export interface MetadataInView {
  readonly name: string;
  /** Absent of what belongs to no namespace. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
}

export interface ConditionInView {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export interface ContainerStatusInView {
  readonly name: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly state: {
    readonly waiting?: { readonly reason?: string };
    readonly running?: { readonly startedAt: string };
    readonly terminated?: { readonly exitCode: number; readonly reason?: string };
  };
}

export interface PodInView {
  readonly metadata: MetadataInView;
  readonly spec: { readonly nodeName?: string; readonly [field: string]: unknown };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly ConditionInView[];
    readonly containerStatuses?: readonly ContainerStatusInView[];
    readonly initContainerStatuses?: readonly ContainerStatusInView[];
    readonly podIP?: string;
  };
}

export interface NodeInView {
  readonly metadata: MetadataInView;
  readonly spec: { readonly unschedulable?: boolean; readonly [field: string]: unknown };
  readonly status: { readonly conditions?: readonly ConditionInView[]; readonly [field: string]: unknown };
}

export interface DeploymentInView {
  readonly metadata: MetadataInView;
  readonly spec: { readonly replicas: number; readonly [field: string]: unknown };
  readonly status: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly ConditionInView[];
  };
}

export interface LeaseInView {
  readonly metadata: MetadataInView;
  readonly spec: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/** Something that happened: a fact, and the Kubernetes Event a cluster would record for it. */
export interface Happening {
  readonly seq: number;
  readonly tUs: SimTime;
  /** The type of the fact: "PodBound". */
  readonly fact: string;
  /** What it is about: "pod/default/web-1", "node/n1". */
  readonly object: Witness;
  /** Of the first Event it announces: "Scheduled"; "" if it announces none. */
  readonly reason: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const CLOCK = new WallClock(DEFAULT_CLOCK_START);

const podsSeen = new WeakMap<PodState, PodInView>();
/** A node's heartbeats go on while its state stays. */
const nodesSeen = new WeakMap<NodeState, { readonly atUs: SimTime; readonly seen: NodeInView }>();
const deploymentsSeen = new WeakMap<DeploymentState, DeploymentInView>();
const leasesSeen = new WeakMap<LeaseState, LeaseInView>();

const nodeSeen = (node: NodeState, atUs: SimTime, kubernetes: KubernetesVersion): NodeInView => {
  const known = nodesSeen.get(node);
  if (known?.atUs === atUs) return known.seen;
  const seen = nodeObject(node, atUs, kubernetes, CLOCK) as unknown as NodeInView;
  nodesSeen.set(node, { atUs, seen });
  return seen;
};

/** States never change, so each is turned into an object once. */
const kept = <State extends object, Seen>(seen: WeakMap<State, Seen>, state: State, make: () => Seen): Seen => {
  let known = seen.get(state);
  if (known === undefined) seen.set(state, (known = make()));
  return known;
};

type Labels = Readonly<Record<string, string>>;

/** Throws TypeError of a selector that is none. */
const selecting = (selector: string | undefined): ((labels: Labels) => boolean) => {
  if (selector === undefined) return () => true;
  const compiled = compileSelectorText(selector);
  if (isLeft(compiled)) throw new TypeError(`"${selector}" is no label selector: ${compiled.left}`);
  return compiled.right;
};

export class KubernetesView {
  /** `atUs`: when it is looked at, if later than what happened last. */
  constructor(
    private readonly cluster: ClusterView,
    private readonly circumstances: Circumstances,
    private readonly atUs: SimTime = 0,
  ) {}

  /** Since the start of the run. */
  get nowUs(): SimTime {
    return Math.max(this.atUs, this.cluster.nowUs);
  }

  /** The same as Kubernetes writes it: "2026-01-01T00:00:02.000000Z". */
  get timestamp(): string {
    return CLOCK.microTimestamp(this.nowUs);
  }

  /** Pods with these labels: "app=db,role=leader", as kubectl -l takes it. In order of creation. */
  *pods(selector?: string): Iterable<PodInView> {
    const matches = selecting(selector);
    for (const pod of this.cluster.pods.values()) {
      if (matches(pod.identity.template.metadata.labels)) yield this.#pod(pod);
    }
  }

  *nodes(selector?: string): Iterable<NodeInView> {
    const matches = selecting(selector);
    const { nowUs } = this;
    const { kubernetes } = this.circumstances.profile;
    for (const node of this.cluster.nodes.values()) {
      if (matches(node.labels)) yield nodeSeen(node, nowUs, kubernetes);
    }
  }

  *deployments(selector?: string): Iterable<DeploymentInView> {
    const matches = selecting(selector);
    for (const state of this.cluster.deployments.values()) {
      if (!matches(state.object.metadata.labels)) continue;
      yield kept(deploymentsSeen, state, () => deploymentObject(state, CLOCK) as unknown as DeploymentInView);
    }
  }

  *leases(selector?: string): Iterable<LeaseInView> {
    const matches = selecting(selector);
    for (const state of this.cluster.leases.values()) {
      if (!matches(state.object.metadata.labels)) continue;
      yield kept(leasesSeen, state, () => leaseObject(state, CLOCK) as unknown as LeaseInView);
    }
  }

  /** One pod; undefined if there is none of that name. */
  pod(namespace: string, name: string): PodInView | undefined {
    for (const pod of this.cluster.pods.values()) {
      if (pod.identity.namespace === namespace && pod.identity.name === name) return this.#pod(pod);
    }
    return undefined;
  }

  #pod(pod: PodState): PodInView {
    // Only the owners' uids are looked up in it.
    const owners = this.cluster as unknown as WorldView;
    return kept(podsSeen, pod, () => podObject(pod, owners, CLOCK) as unknown as PodInView);
  }
}

/** What a fact is for laws of one's own. */
export const happeningOf = (
  fact: Envelope,
  before: ClusterView,
  after: ClusterView,
  { profile }: Circumstances,
): Happening => {
  const state = stateIn(after, fact.definition.entity, fact.subject);
  const [event] = state === undefined ? [] : (fact.definition.announce?.(state, fact.data, fact.at, profile) ?? []);
  return {
    seq: fact.seq,
    tUs: fact.at,
    fact: fact.definition.type,
    object: subjectOf(fact, state === undefined ? before : after),
    reason: event?.reason ?? "",
    message: event?.message ?? "",
    data: fact.data as Readonly<Record<string, unknown>>,
  };
};
