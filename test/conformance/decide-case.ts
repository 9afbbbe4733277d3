// Deciding about the pods of a case, as the recording did: one after the other, the first name among ties, and each
// recorded outcome in place before the next decision, so that one difference does not hide others.
import {
  budgetApplied,
  budgetStatusUpdated,
  claimApplied,
  completePodSpec,
  csiNodeApplied,
  decodeObject,
  invariant,
  storageClassApplied,
  volumeApplied,
} from "@podsim/core";
import type { Kind, KubernetesObject, NodeIx, Pod, PodIx, PodTemplateSpec, PriorityClass } from "@podsim/core";
import { buildProfile, DEFAULT_PROFILE, explainOne, firstName, reserveClaims } from "@podsim/scheduler";
import type { AnyPlugin, Explanation, NotPlaced, Profile } from "@podsim/scheduler";
import { TestCluster } from "@podsim/scheduler/testing";
import type { Case, CaseDecision, Manifest, RejectedGroup } from "./case-file.js";

type ObjectOf<K extends Kind> = Extract<KubernetesObject, { kind: K }>;

const decode = <K extends Kind>(kind: K, manifests: readonly Manifest[] = []): readonly ObjectOf<K>[] =>
  manifests.map((manifest) => {
    const { object, problems } = decodeObject(manifest);
    invariant(object?.kind === kind, () => `a recorded ${kind} does not decode: ${JSON.stringify(problems)}`);
    return object as ObjectOf<K>;
  });

const buildDefaultProfile = (plugins: readonly AnyPlugin[]): Profile => {
  const profile = buildProfile(DEFAULT_PROFILE, plugins);
  invariant(profile._tag === "Right", "the default profile can be built");
  return profile.right;
};

/** Sorted as Go sorts texts. */
const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort();

/** What a recorded pod's manifest says that the codec leaves out. */
interface Recorded {
  readonly metadata: {
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly controller?: boolean; readonly kind: string; readonly name: string }[];
  };
  readonly status?: { readonly phase?: string; readonly startTime?: string };
}

/** A budget's manifest with what its controller has written. */
interface RecordedBudget {
  readonly status?: { readonly disruptionsAllowed?: number };
}

/** When the first pod of a case was placed; each one after it a second later. */
const FIRST_START_MS = Date.parse("2026-01-01T00:00:00Z");

class CaseCluster {
  readonly #cluster = new TestCluster();
  readonly #profile: Profile;
  readonly #classes: ReadonlyMap<string, PriorityClass>;
  readonly #pods = new Map<string, PodIx>();
  #placedCount = 0;

  constructor({ input }: Case, plugins: readonly AnyPlugin[]) {
    this.#profile = buildDefaultProfile(plugins);
    const { nodes, pods = [], services, replicaSets, namespaces, priorityClasses } = input;
    this.#addStorage(input);
    this.#addBudgets(input);
    this.#classes = new Map(decode("PriorityClass", priorityClasses).map((each) => [each.metadata.name, each]));
    for (const { metadata } of decode("Namespace", namespaces)) this.#cluster.addNamespace(metadata.name, metadata.labels);
    for (const { metadata, spec } of decode("Service", services)) {
      if (spec.selector !== undefined) this.#cluster.addService(metadata.name, spec.selector, metadata.namespace);
    }
    for (const { metadata, spec } of decode("ReplicaSet", replicaSets)) {
      this.#cluster.addReplicaSet(metadata.name, spec.selector, metadata.namespace);
    }
    for (const node of decode("Node", nodes)) this.#cluster.addNode(node);
    for (const manifest of pods) this.#addBound(manifest);
  }

  /** The decision about a pending pod; `expected` is what is true afterwards. */
  decide(manifest: Manifest, expected: CaseDecision): CaseDecision {
    const pod = this.#add(manifest);
    const explanation = explainOne(this.#cluster.podView(pod), this.#cluster.view, this.#profile, { tieBreak: firstName });
    const decision = this.#describe(expected.pod, explanation);
    for (const victim of expected.preemption?.victims ?? []) this.#remove(victim);
    const place = expected.node ?? expected.preemption?.nominated ?? null;
    if (place === null) this.#cluster.removePod(pod);
    else {
      const ix = this.#cluster.nodeIx(place);
      const node = this.#cluster.world.nodes.at(ix);
      invariant(node !== undefined, () => `there is no node ${place}`);
      reserveClaims(this.#cluster.podView(pod), node, this.#profile, this.#cluster.view, this.#cluster);
      this.#place(pod, place, "scheduler", manifest);
    }
    return decision;
  }

  #place(pod: PodIx, node: string, by: "scheduler" | "manifest", manifest: Manifest): void {
    this.#cluster.bind(pod, node, by);
    const { startTime } = (manifest as unknown as Recorded).status ?? {};
    const startMs = startTime === undefined ? FIRST_START_MS + 1_000 * this.#placedCount : Date.parse(startTime);
    this.#placedCount++;
    const { pods } = this.#cluster.world;
    const state = this.#cluster.state(pod);
    pods.put({ ...state, status: { ...state.status, startTimeUs: 1_000 * startMs } });
  }

  #addStorage({ pvcs, pvs, storageClasses, csiNodes }: Case["input"]): void {
    const cluster = this.#cluster;
    for (const [k, object] of decode("StorageClass", storageClasses).entries()) {
      cluster.record(storageClassApplied, k, { storageClassIx: k, object });
    }
    for (const [k, object] of decode("CSINode", csiNodes).entries()) {
      cluster.record(csiNodeApplied, k, { csiNodeIx: k, object });
    }
    for (const [k, object] of decode("PersistentVolume", pvs).entries()) {
      cluster.record(volumeApplied, k, { volumeIx: k, uid: object.metadata.name, object });
    }
    for (const [k, object] of decode("PersistentVolumeClaim", pvcs).entries()) {
      const { uid = "" } = (pvcs?.[k] as { readonly metadata: { readonly uid?: string } }).metadata;
      cluster.record(claimApplied, k, { claimIx: k, uid, object });
    }
  }

  #addBudgets({ pdbs = [] }: Case["input"]): void {
    for (const [k, object] of decode("PodDisruptionBudget", pdbs).entries()) {
      const disruptionsAllowed = (pdbs[k] as RecordedBudget).status?.disruptionsAllowed ?? 0;
      this.#cluster.record(budgetApplied, k, { budgetIx: k, object });
      const status = { expectedPods: 0, currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed };
      this.#cluster.record(budgetStatusUpdated, k, status);
    }
  }

  #addBound(manifest: Manifest): void {
    const { status, metadata } = manifest as unknown as Recorded;
    if (status?.phase === "Succeeded" || status?.phase === "Failed") return;
    const pod = this.#add(manifest);
    const { nodeName } = this.#cluster.state(pod).identity.template.spec;
    if (nodeName !== undefined) this.#place(pod, nodeName, "manifest", manifest);
    if (metadata.deletionTimestamp !== undefined) this.#cluster.startDeleting(pod);
  }

  #add(manifest: Manifest): PodIx {
    const [pod] = decode("Pod", [manifest]);
    invariant(pod !== undefined, "one manifest is one pod");
    const { name, namespace } = pod.metadata;
    const owner = (manifest as unknown as Recorded).metadata.ownerReferences?.find(({ controller }) => controller === true);
    const ix = this.#cluster.addPod(name, this.#templateOf(pod), {
      namespace,
      ...(owner === undefined ? {} : { owner: { kind: owner.kind, name: owner.name, ix: -1 } }),
    });
    this.#pods.set(`${namespace}/${name}`, ix);
    return ix;
  }

  #templateOf({ metadata, spec }: Pod): PodTemplateSpec {
    const byClass = this.#classes.get(spec.priorityClassName ?? "");
    const priority = byClass?.value ?? spec.priority;
    const preemptionPolicy = byClass?.preemptionPolicy ?? spec.preemptionPolicy;
    return {
      metadata: { labels: metadata.labels, annotations: metadata.annotations },
      spec: { ...completePodSpec(spec), priority, preemptionPolicy },
    };
  }

  #remove(key: string): void {
    const pod = this.#pods.get(key);
    invariant(pod !== undefined, () => `there is no pod ${key}`);
    this.#cluster.removePod(pod);
  }

  #nameOf(node: NodeIx): string {
    return this.#cluster.world.nodes.at(node)?.name ?? "";
  }

  #preemption(nomination: NotPlaced["nomination"]): NonNullable<CaseDecision["preemption"]> {
    if (nomination.kind !== "promise") return { nominated: null, victims: [] };
    const victims = nomination.victims.map(({ identity }) => `${identity.namespace}/${identity.name}`);
    return { nominated: this.#nameOf(nomination.node), victims };
  }

  #describe(pod: string, explanation: Explanation): CaseDecision {
    const { decision, feasible, rejected, isRefused, scores, ties } = explanation;
    const names = (nodes: readonly NodeIx[]): readonly string[] => nodes.map((node) => this.#nameOf(node));
    const groups = rejected.map(
      ({ plugin, verdict, nodes }): RejectedGroup => ({
        // A recording says in its message who rejected the pod before it came to nodes, and why.
        plugin: isRefused ? "" : plugin,
        reasons: isRefused ? [] : sorted(verdict.reasons),
        code: verdict.code,
        nodes: sorted(names(nodes)),
      }),
    );
    const byPlugin = scores.map(({ plugin, weight, scores: values }) => [
      plugin,
      Object.fromEntries(feasible.map((node, k) => [this.#nameOf(node), weight * (values[k] ?? 0)])),
    ]);
    return {
      pod,
      node: decision.kind === "placed" ? this.#nameOf(decision.node) : null,
      feasible: sorted(names(feasible)),
      filter: groups,
      scores: Object.fromEntries(byPlugin) as CaseDecision["scores"],
      ties: sorted(names(ties)),
      ...(decision.kind === "placed" ? {} : { message: decision.message }),
      ...(decision.kind === "unschedulable" ? { preemption: this.#preemption(decision.nomination) } : {}),
    };
  }
}

/** One decision per pending pod, in order. */
export const decideCase = (recorded: Case, plugins: readonly AnyPlugin[]): readonly CaseDecision[] => {
  const cluster = new CaseCluster(recorded, plugins);
  return recorded.expected.map((expected, i) => {
    const manifest = recorded.input.pending[i];
    invariant(manifest !== undefined, () => `${recorded.name} has a decision without a pod`);
    return cluster.decide(manifest, expected);
  });
};
