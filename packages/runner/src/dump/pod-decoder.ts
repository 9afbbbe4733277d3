// Decodes the pods of a dump: most were made from a few templates, so that what was decoded once is not looked at again for
// the next pod that says the same.
import { decodeObject } from "@podsim/core";
import type { IgnoredField, Pod, PodSpec } from "@podsim/core";
import { isMapping } from "../scenario/schema/record.js";
import type { Mapping } from "../scenario/schema/record.js";

interface DecodedPod {
  readonly object: Pod;
  readonly problems: readonly [];
  readonly ignored: readonly IgnoredField[];
}

interface Known<Part> {
  readonly part: Part;
  readonly ignored: readonly IgnoredField[];
}

/** The server gives each pod's own token volume a name of its own, which nothing depends on. */
const TOKEN_VOLUME = /kube-api-access-[a-z0-9]{5}(?=")/g;
const ONE_NAME = "kube-api-access";

/** What stands in for the part that is not looked at. */
const PLAIN_SPEC = { containers: [{ name: "app", image: "app" }] };
const PLAIN_METADATA = { name: "pod" };

/** Names that need no second look; others are decoded as everything is. */
const PLAIN_NAME = /^[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/;

const within = (ignored: readonly IgnoredField[], part: string): readonly IgnoredField[] =>
  ignored.filter(({ path }) => path[0] === part);

const podWithin = (value: object): { readonly object: Pod; readonly ignored: readonly IgnoredField[] } | null => {
  const { object, problems, ignored } = decodeObject(value);
  return object?.kind === "Pod" && problems.length === 0 ? { object, ignored } : null;
};

export class PodDecoder {
  readonly #specs = new Map<string, Known<PodSpec>>();
  readonly #metadata = new Map<string, Known<Pod["metadata"]>>();

  /** null for what is no pod, or none without faults: that is decoded as everything is. */
  decode(value: unknown): DecodedPod | null {
    if (!isMapping(value) || value["kind"] !== "Pod" || value["apiVersion"] !== "v1") return null;
    const spec = isMapping(value["spec"]) ? this.#spec(value["spec"]) : null;
    const metadata = isMapping(value["metadata"]) ? this.#meta(value["metadata"]) : null;
    if (spec === null || metadata === null) return null;
    return {
      object: { apiVersion: "v1", kind: "Pod", metadata: metadata.part, spec: spec.part },
      problems: [],
      ignored: spec.ignored.length === 0 ? metadata.ignored : [...metadata.ignored, ...spec.ignored],
    };
  }

  #spec({ nodeName, ...asked }: Mapping): Known<PodSpec> | null {
    if (nodeName !== undefined && typeof nodeName !== "string") return null;
    const key = JSON.stringify(asked).replace(TOKEN_VOLUME, ONE_NAME);
    let known = this.#specs.get(key);
    if (known === undefined) {
      const spec = JSON.parse(key) as unknown;
      const decoded = podWithin({ apiVersion: "v1", kind: "Pod", metadata: PLAIN_METADATA, spec });
      if (decoded === null) return null;
      known = { part: decoded.object.spec, ignored: within(decoded.ignored, "spec") };
      this.#specs.set(key, known);
    }
    return nodeName === undefined ? known : { part: { ...known.part, nodeName }, ignored: known.ignored };
  }

  #meta({
    name,
    uid: _uid,
    resourceVersion: _version,
    creationTimestamp: _stamp,
    ...shared
  }: Mapping): Known<Pod["metadata"]> | null {
    if (typeof name !== "string" || !PLAIN_NAME.test(name)) return null;
    const key = JSON.stringify(shared);
    let known = this.#metadata.get(key);
    if (known === undefined) {
      const metadata = { ...shared, name };
      const decoded = podWithin({ apiVersion: "v1", kind: "Pod", metadata, spec: PLAIN_SPEC });
      if (decoded === null) return null;
      known = { part: decoded.object.metadata, ignored: within(decoded.ignored, "metadata") };
      this.#metadata.set(key, known);
    }
    return { part: { ...known.part, name }, ignored: known.ignored };
  }
}
