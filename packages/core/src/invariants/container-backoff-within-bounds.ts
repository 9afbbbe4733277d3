// Crash loops are slowed down: 10 s, doubled with each restart, at most 5 minutes, forgotten after 10.
import type { Envelope } from "../event.js";
import type { BackOffLimits } from "../kubelet/back-off.js";
import { containerAt } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ContainerRestartDecided } from "../pod/events/container-restart-decided.js";
import type { ContainerRecord, PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";
import { formatDuration, SECOND } from "../time.js";
import type { Duration, SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { podWitness } from "../law/witness.js";

interface Entry {
  readonly backOffUs: Duration;
  readonly decidedAtUs: SimTime;
}

/** After so long without a restart the entry is as good as gone. */
const EXPIRY_US = 600 * SECOND;
/** How often the kubelet's housekeeping forgets what has expired. */
const HOUSEKEEPING_US = 2 * SECOND;

class BackOffs implements Observer {
  /** "pod/container" -> its last decision. */
  readonly #entries = new Map<string, Entry>();
  /** Records that went with their sandbox, by the same key. */
  readonly #purged = new Map<string, ContainerRecord>();

  constructor(private readonly limits: BackOffLimits) {}

  see(fact: Envelope, before: ClusterView, after: ClusterView): Judgement {
    const pod = before.pods.at(fact.subject);
    if (pod === undefined) return true;
    switch (fact.definition.type) {
      case "PodBackOffsLost":
        for (const key of this.#entries.keys()) if (key.startsWith(this.#prefix(pod))) this.#entries.delete(key);
        return true;
      case "ContainerRestartDecided":
        return this.#decided(pod, fact as Envelope<ContainerRestartDecided>);
      default:
        this.#remember(pod, after.pods.at(fact.subject));
        return true;
    }
  }

  #prefix({ identity }: PodState): string {
    return `${String(identity.ix)}/`;
  }

  #remember(was: PodState, is: PodState | undefined): void {
    was.runtime.containers.forEach(({ current, previous }, ix) => {
      if (current === null || (is !== undefined && runtimeAt(is, ix).current !== null)) return;
      const ended = current.state === "exited" ? current : previous;
      if (ended !== null) this.#purged.set(`${this.#prefix(was)}${String(ix)}`, ended);
    });
  }

  #decided(pod: PodState, { at, data }: Envelope<ContainerRestartDecided>): Judgement {
    const { container, backOffUs } = data;
    const key = `${this.#prefix(pod)}${String(container)}`;
    const entry = this.#entries.get(key);
    const { current, previous } = runtimeAt(pod, container);
    // The sync may have begun before the newest instance ended, and then goes by the one before.
    const fits = [current, previous, this.#purged.get(key)].some(
      (record) => record?.state === "exited" && this.#fits(entry, record, backOffUs, at),
    );
    this.#entries.set(key, { backOffUs, decidedAtUs: at });
    if (fits) return true;
    const { name } = containerAt(specOf(pod), container);
    const next = entry === undefined ? this.limits.initialUs : Math.min(2 * entry.backOffUs, this.limits.maxUs);
    return violated(
      `${name} is restarted with a back-off of ${formatDuration(backOffUs)}; the next one is ${formatDuration(next)}` +
        (entry === undefined ? "" : `, after waiting ${formatDuration(entry.backOffUs)}`),
      podWitness(pod),
    );
  }

  #fits(entry: Entry | undefined, record: ContainerRecord, backOffUs: Duration, at: SimTime): boolean {
    const { initialUs, maxUs } = this.limits;
    const isFresh = entry === undefined || record.finishedAtUs - entry.decidedAtUs > EXPIRY_US;
    const mayBeForgotten = entry !== undefined && at - entry.decidedAtUs > EXPIRY_US;
    const mustBeForgotten = entry !== undefined && at - entry.decidedAtUs > EXPIRY_US + HOUSEKEEPING_US;
    if (backOffUs === initialUs && (isFresh || mayBeForgotten)) return true;
    if (entry === undefined || isFresh || mustBeForgotten) return false;
    return at - record.finishedAtUs >= entry.backOffUs && backOffUs === Math.min(2 * entry.backOffUs, maxUs);
  }
}

export const containerBackoffWithinBounds: Invariant = {
  id: "container.backoffWithinBounds",
  title:
    "a container is restarted only after its back-off, which doubles up to the maximum and expires after 10 minutes",
  page: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts",
  hears: ["ContainerRestartDecided", "PodBackOffsLost", "PodSandboxCreated", "PodSandboxStopped", "ContainerCreated"],
  observe: ({ backOff }) => new BackOffs(backOff),
};
