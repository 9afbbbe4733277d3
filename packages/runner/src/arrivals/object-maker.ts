// Makes the objects of a workload or of a node list: a template with some fields put in, decoded once for each distinct lot of fields.
import { decodeObject, parseObjectPath, putAtPath } from "@podsim/core";
import type { IgnoredField, KubernetesObject, Problem } from "@podsim/core";
import type { Path } from "../input/located.js";
import { plain } from "../scenario/plain.js";
import type { Mapping } from "../scenario/schema/record.js";
import type { Setting } from "./table-columns.js";

export interface Made {
  /** Null when there are problems. */
  readonly object: KubernetesObject | null;
  /** Places in the object. */
  readonly problems: readonly Problem[];
  readonly ignored: readonly IgnoredField[];
  /** Where each setting came to stand; null = nothing is there. */
  readonly placed: readonly (Path | null)[];
}

export class ObjectMaker {
  readonly #made = new Map<string, Made>();

  constructor(private readonly base: Mapping) {}

  make(settings: readonly Setting[]): Made {
    const key = JSON.stringify(settings);
    let made = this.#made.get(key);
    if (made === undefined) this.#made.set(key, (made = this.#decode(settings)));
    return made;
  }

  #decode(settings: readonly Setting[]): Made {
    let value: Mapping = this.base;
    const placed: (Path | null)[] = [];
    for (const [written, to] of settings) {
      const steps = parseObjectPath(written);
      const put = steps === null ? null : putAtPath(value, steps, to);
      placed.push(put?.path ?? null);
      if (put !== null && put.path !== null) value = put.value as Mapping;
    }
    const { object, problems, ignored } = decodeObject(value);
    return { object: object === null ? null : plain(object), problems, ignored, placed };
  }
}
