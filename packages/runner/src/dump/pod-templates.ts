// Pods of a dump that ask for the same share one template, which is what they are told apart by.
import { completePodSpec } from "@podsim/core";
import type { Pod, PodTemplateSpec, PriorityClass } from "@podsim/core";
import type { Mapping } from "../scenario/schema/record.js";
import { at } from "./raw-value.js";

export class PodTemplates {
  readonly #known = new Map<string, PodTemplateSpec>();
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
    // Where a pod is bound is not what it asks for.
    const { nodeName: _, ...asked } = completePodSpec(spec);
    const template: PodTemplateSpec = {
      metadata: { labels, annotations },
      spec: { ...asked, priority, preemptionPolicy },
    };
    const key = JSON.stringify(template);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, template);
    return template;
  }

  /** All templates there are, in the order they were first met. */
  values(): Iterable<PodTemplateSpec> {
    return this.#known.values();
  }
}
