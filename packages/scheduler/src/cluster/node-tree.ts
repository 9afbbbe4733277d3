// The order in which a scheduler looks at nodes: zones in turn, within a zone as the nodes came.
import type { Labels, NodeIx } from "@podsim/core";

const ZONE_LABELS = ["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"] as const;
const REGION_LABELS = ["failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"] as const;

const firstPresent = (labels: Labels, keys: readonly string[]): string => {
  for (const key of keys) if (Object.hasOwn(labels, key)) return labels[key] ?? "";
  return "";
};

/** What nodes of one zone have in common: region and zone; "" for nodes that have neither. */
export const zoneKeyOf = (labels: Labels): string => {
  const zone = firstPresent(labels, ZONE_LABELS);
  const region = firstPresent(labels, REGION_LABELS);
  return region === "" && zone === "" ? "" : `${region}:\0:${zone}`;
};

export class NodeTree {
  /** Insertion order is the order of first sight; a zone that lost its last node is forgotten. */
  readonly #zones = new Map<string, NodeIx[]>();

  add(node: NodeIx, zone: string): void {
    const members = this.#zones.get(zone);
    if (members === undefined) this.#zones.set(zone, [node]);
    else members.push(node);
  }

  remove(node: NodeIx, zone: string): void {
    const members = this.#zones.get(zone);
    const at = members?.indexOf(node) ?? -1;
    if (members === undefined || at < 0) return;
    if (members.length === 1) this.#zones.delete(zone);
    else members.splice(at, 1);
  }

  /** The first node of each zone, then the second of each, and so on. */
  list(): NodeIx[] {
    const zones = [...this.#zones.values()];
    const longest = zones.reduce((length, members) => Math.max(length, members.length), 0);
    const order: NodeIx[] = [];
    for (let k = 0; k < longest; k++) {
      for (const members of zones) {
        const node = members[k];
        if (node !== undefined) order.push(node);
      }
    }
    return order;
  }
}
