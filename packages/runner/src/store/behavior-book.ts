// Which behaviour each container had, as run.json keeps it: by content of the pod template, so that it is found again for
// the templates in a log read back.
import { containerCount } from "@podsim/core";
import type { Behavior, PodCreated, PodTemplateSpec } from "@podsim/core";
import type { EventLog, JsonValue } from "@podsim/core/log";
import type { BehaviorLookup } from "../outputs/view/run-view.js";
import { fingerprint } from "../run/fingerprint.js";
import type { PreparedRun } from "../run/prepared.js";
import type { TemplateRecord } from "./run-record.js";

export interface BehaviorBook {
  readonly behaviors: readonly Behavior[];
  readonly templates: readonly TemplateRecord[];
}

/** Templates and behaviours are plain data. */
const digestOf = (plain: object): string => fingerprint(plain as JsonValue);

/** Facts that say what a pod's template is. */
const TELLS_TEMPLATE: ReadonlySet<string> = new Set(["PodCreated", "PodUpdated"]);

/** Every template that a pod of the log had, each once, in order of first use. */
const templatesIn = (log: EventLog): readonly PodTemplateSpec[] => {
  const isTelling = log.registry.map(({ type }) => TELLS_TEMPLATE.has(type));
  const templates = new Set<PodTemplateSpec>();
  for (let seq = 0; seq < log.length; seq += 1) {
    if (isTelling[log.typeOf(seq)] === true) templates.add((log.data(seq) as Pick<PodCreated, "template">).template);
  }
  return [...templates];
};

/** Collects the behaviours of all seeds of a run. */
export class BehaviorBookWriter {
  readonly #behaviors: Behavior[] = [];
  readonly #positions = new Map<string, number>();
  readonly #templates = new Map<string, TemplateRecord>();

  add(log: EventLog, { behaviorOf }: Pick<PreparedRun, "behaviorOf">): void {
    for (const template of templatesIn(log)) {
      const key = digestOf(template);
      if (this.#templates.has(key)) continue;
      const count = containerCount(template.spec);
      const containers = Array.from({ length: count }, (_, ix) => this.#positionOf(behaviorOf(template, ix)));
      this.#templates.set(key, { template: key, containers });
    }
  }

  /** Takes over what another writer collected. */
  merge({ behaviors, templates }: BehaviorBook): void {
    for (const { template, containers } of templates) {
      if (this.#templates.has(template)) continue;
      const known = containers.flatMap((ix) => behaviors[ix] ?? []);
      this.#templates.set(template, { template, containers: known.map((behavior) => this.#positionOf(behavior)) });
    }
  }

  book(): BehaviorBook {
    return { behaviors: this.#behaviors, templates: [...this.#templates.values()] };
  }

  #positionOf(behavior: Behavior): number {
    const key = digestOf(behavior);
    let position = this.#positions.get(key);
    if (position === undefined) {
      position = this.#behaviors.push(behavior) - 1;
      this.#positions.set(key, position);
    }
    return position;
  }
}

export const lookupIn = ({ behaviors, templates }: BehaviorBook): BehaviorLookup => {
  const byTemplate = new Map(templates.map(({ template, containers }) => [template, containers]));
  const known = new WeakMap<PodTemplateSpec, readonly number[]>();
  return (template, container) => {
    let containers = known.get(template);
    if (containers === undefined) known.set(template, (containers = byTemplate.get(digestOf(template)) ?? []));
    return behaviors[containers[container] ?? -1] ?? null;
  };
};
