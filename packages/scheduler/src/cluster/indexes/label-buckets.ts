// Things by namespace and one label: what a selector can select, and who can select something, is found without asking all.
import type { Labels, RequiredLabels } from "@podsim/core";

type ByValue<Bucket> = Map<string, Bucket>;

export class LabelBuckets<Bucket extends { readonly size: number } | { readonly length: number }> {
  readonly #byNamespace = new Map<string, Map<string, ByValue<Bucket>>>();

  /** `empty` makes a bucket. */
  constructor(private readonly empty: () => Bucket) {}

  at(namespace: string, key: string, value: string): Bucket | undefined {
    return this.#byNamespace.get(namespace)?.get(key)?.get(value);
  }

  /** The bucket of a label, made where there is none. */
  of(namespace: string, key: string, value: string): Bucket {
    let byKey = this.#byNamespace.get(namespace);
    if (byKey === undefined) this.#byNamespace.set(namespace, (byKey = new Map()));
    let byValue = byKey.get(key);
    if (byValue === undefined) byKey.set(key, (byValue = new Map()));
    let bucket = byValue.get(value);
    if (bucket === undefined) byValue.set(value, (bucket = this.empty()));
    return bucket;
  }

  /** The buckets of all labels, made where there are none. */
  ofAll(namespace: string, labels: Labels): readonly Bucket[] {
    return Object.entries(labels).map(([key, value]) => this.of(namespace, key, value));
  }

  /** Of the buckets of labels that are all required the smallest, made where there is none; null = nothing is required. */
  smallest(namespace: string, required: RequiredLabels): Bucket | null {
    let smallest: Bucket | null = null;
    for (const [key, value] of required) {
      const bucket = this.of(namespace, key, value);
      if (smallest === null || sizeOf(bucket) < sizeOf(smallest)) smallest = bucket;
    }
    return smallest;
  }
}

const sizeOf = (bucket: { readonly size: number } | { readonly length: number }): number =>
  "size" in bucket ? bucket.size : bucket.length;
