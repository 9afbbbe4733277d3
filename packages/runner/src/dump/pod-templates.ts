// Pods of a dump that ask for the same share one template, which is what they are told apart by.
import { completePodSpec } from "@podsim/core";
import type { Pod, PodSpec, PodTemplateSpec, PriorityClass } from "@podsim/core";
import type { Mapping } from "../scenario/schema/record.js";
import { at } from "./raw-value.js";

interface Asked {
  readonly spec: PodSpec;
  readonly number: number;
}

export class PodTemplates {
  readonly #known = new Map<string, PodTemplateSpec>();
  readonly #byText = new Map<string, Asked>();
  readonly #byContainers = new Map<PodSpec["containers"], Asked>();
  readonly #classes: ReadonlyMap<string, PriorityClass>;
  readonly #global: PriorityClass | undefined;

  constructor(classes: readonly PriorityClass[]) {
    this.#classes = new Map(classes.map((each) => [each.metadata.name, each]));
    this.#global = classes.find((each) => each.globalDefault);
  }

  of({ metadata, spec }: Pod, raw: Mapping): PodTemplateSpec {
    const isUnset = at(raw, "spec", "priority") === undefined && spec.priorityClassName === undefined;
    const byClass = isUnset ? this.#global : this.#classes.get(spec.priorityClassName ?? "");
    const priority = byClass?.value ?? spec.priority;
    const preemptionPolicy = byClass?.preemptionPolicy ?? spec.preemptionPolicy;
    const { labels, annotations } = metadata;
    const asked = this.#askedOf(spec);
    const key = `${String(asked.number)} ${String(priority)} ${preemptionPolicy} ${JSON.stringify([labels, annotations])}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const template: PodTemplateSpec = {
      metadata: { labels, annotations },
      spec: { ...asked.spec, priority, preemptionPolicy },
    };
    this.#known.set(key, template);
    return template;
  }

  /** What the pod asks for, and a number that it has in common with whoever asks for the same. */
  #askedOf(spec: PodSpec): Asked {
    // Specs that were decoded once have one list of containers.
    const known = this.#byContainers.get(spec.containers);
    if (known !== undefined) return known;
    // Where a pod is bound is not what it asks for.
    const { nodeName: _, ...completed } = completePodSpec(spec);
    const text = JSON.stringify(completed);
    let asked = this.#byText.get(text);
    if (asked === undefined) this.#byText.set(text, (asked = { spec: completed, number: this.#byText.size }));
    this.#byContainers.set(spec.containers, asked);
    return asked;
  }
}
