// The life of one Deployment as a Gantt: how many replicas were available, and which of its ReplicaSets had them ready.
import { formatDuration } from "@podsim/core";
import type { DeploymentState, ReplicaSetState, SimTime } from "@podsim/core";
import type { RunView } from "../view/run-view.js";
import type { Step } from "../view/replay.js";
import { Replay } from "../view/replay.js";
import type { Gantt, Glyph } from "./gantt.js";
import { Levels } from "./levels.js";
import { Segments } from "./segments.js";

const PROGRESSING: Readonly<Record<string, Glyph>> = {
  True: { sign: "·", ascii: ".", meaning: "progressing or done" },
  False: { sign: "!", ascii: "!", meaning: "deadline exceeded" },
  Unknown: { sign: "?", ascii: "?", meaning: "paused" },
};

/** A Deployment that is scaled is written anew as a whole. */
const isSameTemplate = ({ object: a }: DeploymentState, { object: b }: DeploymentState): boolean =>
  a.spec.template === b.spec.template || JSON.stringify(a.spec.template) === JSON.stringify(b.spec.template);

class DeploymentLife {
  readonly #levels = new Levels("all of the replicas asked for (lower: fewer)");
  readonly #available = new Segments();
  readonly #progressing = new Segments();
  readonly #sets = new Map<number, { readonly name: string; readonly ready: Segments }>();
  readonly #notes: string[] = [];
  #last: DeploymentState | undefined;
  #createdAtUs: SimTime = 0;
  #removedAtUs: SimTime | null = null;

  seeDeployment({ fact, before, after }: Step): void {
    const deployment = after as DeploymentState | undefined;
    if (before === undefined) this.#createdAtUs = fact.at;
    if (deployment === undefined) {
      this.#removedAtUs = fact.at;
      return;
    }
    const old = before as DeploymentState | undefined;
    const replicas = deployment.object.spec.replicas;
    if (old !== undefined && old.object.spec.replicas !== replicas) {
      this.#notes.push(`scaled from ${old.object.spec.replicas} to ${replicas} at ${formatDuration(fact.at)}`);
    }
    if (old !== undefined && !isSameTemplate(old, deployment)) {
      this.#notes.push(`new template at ${formatDuration(fact.at)}`);
    }
    this.#last = deployment;
    this.#available.turn(fact.at, this.#levels.of(deployment.status.availableReplicas, replicas));
    const condition = deployment.conditions.find(({ type }) => type === "Progressing");
    this.#progressing.turn(fact.at, condition === undefined ? null : (PROGRESSING[condition.status] ?? null));
  }

  seeReplicaSet({ fact, after }: Step): void {
    const set = after as ReplicaSetState | undefined;
    if (set === undefined) {
      this.#sets.get(fact.subject)?.ready.turn(fact.at, null);
      return;
    }
    if (set.deployment === null || set.deployment !== this.#last?.ix) return;
    let life = this.#sets.get(fact.subject);
    if (life === undefined) this.#sets.set(fact.subject, (life = { name: set.name, ready: new Segments() }));
    life.ready.turn(fact.at, this.#levels.of(set.status.readyReplicas, this.#last.object.spec.replicas));
  }

  gantt(nowUs: SimTime): Gantt | null {
    if (this.#last === undefined) return null;
    const toUs = this.#removedAtUs ?? nowUs;
    const { name, namespace } = this.#last.object.metadata;
    return {
      title: `${namespace}/${name}, ${this.#last.object.spec.replicas} replicas`,
      fromUs: this.#createdAtUs,
      toUs,
      goesOn: this.#removedAtUs === null,
      rows: [
        { label: "available", segments: this.#available.until(toUs) },
        ...[...this.#sets.values()].map((set) => ({ label: `ready ${set.name}`, segments: set.ready.until(toUs) })),
        { label: "progress", segments: this.#progressing.until(toUs) },
      ],
      notes: this.#notes,
    };
  }
}

/** The Deployment of that name; where several had it one after another, the last. */
export const deploymentGantt = (view: RunView, namespace: string, name: string): Gantt | null => {
  let subject = -1;
  let life: DeploymentLife | null = null;
  new Replay(view.log).advance(view.factCount, (step) => {
    const { entity } = step.fact.definition;
    if (entity === "replica-set") life?.seeReplicaSet(step);
    if (entity !== "deployment") return;
    const metadata = (step.after as DeploymentState | undefined)?.object.metadata;
    if (step.before === undefined && metadata?.name === name && metadata.namespace === namespace) {
      subject = step.fact.subject;
      life = new DeploymentLife();
    }
    if (step.fact.subject === subject) life?.seeDeployment(step);
  });
  return (life as DeploymentLife | null)?.gantt(view.nowUs) ?? null;
};
