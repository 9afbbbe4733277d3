// Finds where a value of a YAML document was written.
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Pair, ParsedNode, YAMLMap, YAMLSeq } from "yaml";
import type { Part, Path } from "./located.js";
import type { Place, SourceText } from "./source-text.js";
import type { Links } from "./yaml-links.js";
import { isMergeKey, mapKeyText } from "./yaml-value.js";

interface Found {
  readonly key: ParsedNode | null;
  readonly value: ParsedNode | null;
}

type Entries = YAMLMap<ParsedNode, ParsedNode | null>;

const behind = (node: ParsedNode | null, links: Links): ParsedNode | null =>
  isAlias(node) ? (links.targets.get(node) ?? null) : node;

/** The entry that counts: of several the last, looking through merges; of a list of merged mappings the first. */
const entryOf = (map: Entries, key: string, links: Links): Found | null => {
  for (let ix = map.items.length - 1; ix >= 0; ix -= 1) {
    const pair = map.items[ix] as Pair<ParsedNode, ParsedNode | null>;
    if (!isMergeKey(pair.key)) {
      if (mapKeyText(pair.key, links) === key) return { key: pair.key, value: pair.value };
      continue;
    }
    const merged = isSeq(pair.value) ? (pair.value as YAMLSeq<ParsedNode>).items : [pair.value];
    for (const one of merged) {
      const source = behind(one, links);
      const found = isMap(source) ? entryOf(source as Entries, key, links) : null;
      if (found !== null) return found;
    }
  }
  return null;
};

const step = (node: ParsedNode | null, name: string | number, links: Links): Found | null => {
  const container = behind(node, links);
  if (isMap(container)) return entryOf(container as Entries, String(name), links);
  if (!isSeq(container) || typeof name !== "number") return null;
  const item = (container as YAMLSeq<ParsedNode>).items[name];
  return item === undefined ? null : { key: null, value: item };
};

const isEmpty = (node: ParsedNode | null): boolean => node === null || node.range[0] === node.range[1];

/** A scalar on its lines, or the first character of anything larger. */
const pointAt = (node: ParsedNode, source: SourceText): Place => {
  const [start, end] = node.range;
  const isText = (isScalar(node) && node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED") || isAlias(node);
  return source.placeAt(start, isText ? end : Math.min(start + 1, end));
};

export const locateInYaml = (
  contents: ParsedNode,
  links: Links,
  source: SourceText,
): ((path: Path, part?: Part) => Place | null) => {
  return (path, part = "value") => {
    let found: Found = { key: null, value: contents };
    for (const name of path) {
      const next = step(found.value, name, links);
      if (next === null) return null;
      found = next;
    }
    const { key, value } = found;
    const wanted = part === "key" ? (key ?? value) : isEmpty(value) ? (key ?? value) : value;
    if (wanted === null) return null;
    return part === "extent" ? source.placeAt(wanted.range[0], wanted.range[1]) : pointAt(wanted, source);
  };
};
