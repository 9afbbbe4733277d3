// Which node each alias of a YAML document stands for.
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, ParsedNode } from "yaml";

export interface Links {
  /** The anchored node last defined before the alias; absent for an alias of an unknown name. */
  readonly targets: ReadonlyMap<Alias, ParsedNode>;
  readonly unknown: readonly Alias.Parsed[];
  readonly names: ReadonlySet<string>;
}

/** One walk in document order, so that an anchor may be defined again and each alias keeps its own. */
export const linkAliases = (root: ParsedNode): Links => {
  const targets = new Map<Alias, ParsedNode>();
  const unknown: Alias.Parsed[] = [];
  const anchors = new Map<string, ParsedNode>();
  const visit = (node: ParsedNode | null): void => {
    if (node === null) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) unknown.push(node as Alias.Parsed);
      else targets.set(node, target);
      return;
    }
    // Before the children: a collection may name itself inside, which is refused later, not here.
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isScalar(node)) return;
    if (isSeq(node)) for (const item of node.items) visit(item as ParsedNode | null);
    else if (isMap(node)) {
      for (const pair of node.items) {
        visit(pair.key as ParsedNode | null);
        visit(pair.value as ParsedNode | null);
      }
    }
  };
  visit(root);
  return { targets, unknown, names: new Set(anchors.keys()) };
};
