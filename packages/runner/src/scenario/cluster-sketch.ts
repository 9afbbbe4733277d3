// What exists at a moment of the timeline, as far as it can be known before the run: objects and nodes by name.
import type { KubernetesObject, Labels } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { compileLabelSelector } from "@podsim/core";
import type { NodeQuery } from "@podsim/scheduler";
import { templateOf } from "../behaviors/behavior-summary.js";

export interface SketchedNode {
  readonly name: string;
  readonly labels: Labels;
}

export interface SketchedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const keyOf = ({ kind, namespace, name }: SketchedObject): string => `${kind}/${namespace}/${name}`;

/** Images of the pods an object makes. */
export const imagesOf = (object: KubernetesObject): readonly string[] => {
  const spec = templateOf(object)?.template.spec;
  return spec === undefined ? [] : [...spec.initContainers, ...spec.containers].map(({ image }) => image);
};

export class ClusterSketch {
  /** Keys of objects with finalizers: they may be there for long after they were deleted. */
  readonly #held = new Set<string>();
  /** Keys of pods that were asked to go and have some time for it. */
  readonly #leaving = new Set<string>();
  readonly #objects = new Map<string, SketchedObject>();
  readonly #ever = new Map<string, SketchedObject>();
  readonly #nodes = new Map<string, SketchedNode>();
  readonly #everNodes = new Map<string, SketchedNode>();
  /** Container names of Deployments, which rollouts speak of. */
  readonly #containers = new Map<string, readonly string[]>();
  readonly #images = new Set<string>();
  /** Whether there are nodes that nobody could read: then none is called missing. */
  hidesNodes = false;

  get nodeCount(): number {
    return this.#nodes.size;
  }

  /** A sketch with everything there is at some time, for what takes place nobody knows when. */
  ofAllTimes(): ClusterSketch {
    const sketch = new ClusterSketch();
    sketch.hidesNodes = this.hidesNodes;
    for (const object of this.#ever.values()) sketch.addName(object);
    for (const node of this.#everNodes.values()) sketch.addNode(node);
    for (const [key, containers] of this.#containers) sketch.#containers.set(key, containers);
    for (const image of this.#images) sketch.addImage(image);
    return sketch;
  }

  /** Every image that containers are known to use at some time. */
  get images(): ReadonlySet<string> {
    return this.#images;
  }

  /** Namespaces that exist, or that objects are or were in. */
  get namespaces(): ReadonlySet<string> {
    const all = [...this.#ever.values()];
    return new Set(all.map(({ kind, namespace, name }) => (kind === "Namespace" ? name : namespace)));
  }

  nodes(): Iterable<SketchedNode> {
    return this.#nodes.values();
  }

  has(object: SketchedObject): boolean {
    return this.#objects.has(keyOf(object));
  }

  ofKind(kind: string): readonly SketchedObject[] {
    return [...this.#objects.values()].filter((object) => object.kind === kind);
  }

  /** Those that were deleted since included. */
  everOfKind(kind: string): readonly SketchedObject[] {
    return [...this.#ever.values()].filter((object) => object.kind === kind);
  }

  containersOf(deployment: SketchedObject): readonly string[] {
    return this.#containers.get(keyOf(deployment)) ?? [];
  }

  hasNode(name: string): boolean {
    return this.#nodes.has(name);
  }

  add(object: KubernetesObject): void {
    const { kind, metadata } = object;
    const sketched = { kind, namespace: metadata.namespace, name: metadata.name };
    if (kind === "Node") return this.addNode({ name: metadata.name, labels: metadata.labels });
    this.addName(sketched);
    if (object.kind === "Pod" && (object.metadata.finalizers ?? []).length > 0) this.#held.add(keyOf(sketched));
    for (const image of imagesOf(object)) this.#images.add(image);
    if (object.kind === "Deployment") {
      const { initContainers, containers } = object.spec.template.spec;
      this.#containers.set(
        keyOf(sketched),
        [...initContainers, ...containers].map(({ name }) => name),
      );
    }
  }

  /** An object of which nothing but the name is known. */
  addName(object: SketchedObject): void {
    if (object.kind === "Node") return this.addNode({ name: object.name, labels: {} });
    const key = keyOf(object);
    this.#leaving.delete(key);
    this.#objects.set(key, object);
    this.#ever.set(key, object);
  }

  addNode(node: SketchedNode): void {
    this.#nodes.set(node.name, node);
    this.#everNodes.set(node.name, node);
  }

  addImage(image: string): void {
    this.#images.add(image);
  }

  remove(object: SketchedObject): void {
    const key = keyOf(object);
    this.#leaving.delete(key);
    if (object.kind === "Node") this.#nodes.delete(object.name);
    else if (!this.#held.has(key)) this.#objects.delete(key);
  }

  /** A pod is asked to go: how long that takes nobody knows, and it can be asked again. */
  leave(pod: SketchedObject): void {
    this.remove(pod);
    this.#leaving.add(keyOf(pod));
  }

  /** Whether it is a pod that may still be on its way out. */
  mayLinger(object: SketchedObject): boolean {
    return this.#leaving.has(keyOf(object));
  }

  /** The nodes a query can mean; of a random pick, those it is made from. */
  matching(query: NodeQuery): readonly SketchedNode[] {
    const compiled = query.selector === undefined ? null : compileLabelSelector(query.selector);
    return [...this.#nodes.values()].filter(({ name, labels }) => {
      if (query.names !== undefined && !query.names.includes(name)) return false;
      return compiled === null || (!isLeft(compiled) && compiled.right(labels));
    });
  }
}
