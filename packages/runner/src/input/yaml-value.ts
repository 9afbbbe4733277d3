// Turns one YAML syntax tree into plain data, as kubectl would read it, and says what kubectl or we refuse.
import { isAlias, isMap, isScalar, isSeq, parse } from "yaml";
import type { Alias, Pair, ParsedNode, Scalar as ScalarNode, YAMLMap, YAMLSeq } from "yaml";
import { closest } from "./closest.js";
import { diagnostic, shortened } from "./diagnostic.js";
import type { Diagnostic, DiagnosticText } from "./diagnostic.js";
import { aliasShareAllowed, ERROR_LIMIT, NESTING_LIMIT } from "./limits.js";
import { emptyRecord } from "./record.js";
import type { InputRecord } from "./record.js";
import type { SourceText } from "./source-text.js";
import { TEMPLATE } from "./syntax-words.js";
import { linkAliases } from "./yaml-links.js";
import type { Links } from "./yaml-links.js";
import { keyText, resolvePlain, resolveTagged } from "./yaml-scalar.js";

export interface YamlValue {
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
  readonly links: Links;
}

/** Reading this document any further is pointless. */
class Abandoned extends Error {}

const MERGE_TAG = "tag:yaml.org,2002:merge";
const COLLECTION_TAGS: ReadonlySet<string> = new Set(["!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"]);

const COLLECTION_AS_KEY = {
  message: "a list or mapping cannot be a key",
  why: "keys of Kubernetes objects are text",
  fix: "write the key as text, in quotes",
};

const EMPTY_KEY = {
  message: "a key is empty",
  why: "keys of Kubernetes objects are text",
  fix: 'write the key before the ":"; the text null must be quoted: "null"',
};

// kubectl reads null here; but of what follows such a key the yaml library drops parts without a word.
const KEY_WITHOUT_VALUE = {
  message: "the key behind ? has no value",
  why: 'a key written with "? " has its value on a line that begins with ": "',
  fix: "write key: value",
};

const isPlain = (node: ScalarNode): boolean => node.type === "PLAIN" || node.type === undefined;

/** A plain << merges mappings into the one it stands in; a quoted "<<" is a key like any other. */
export const isMergeKey = (key: ParsedNode | null): boolean =>
  isScalar(key) && key.value === "<<" && (key.tag === MERGE_TAG || (key.tag === undefined && isPlain(key)));

/** A key as text, following an alias; null when it cannot be one. */
export const mapKeyText = (key: ParsedNode | null, links: Links): string | null => {
  const node = isAlias(key) ? (links.targets.get(key) ?? null) : key;
  if (!isScalar(node)) return null;
  const text = String(node.value ?? "");
  if (node.tag === undefined) return isPlain(node) ? keyText(text) : text;
  const tagged = resolveTagged(node.tag, text);
  return "value" in tagged && tagged.value !== null
    ? typeof tagged.value === "string"
      ? tagged.value
      : keyText(text)
    : null;
};

const startOf = (node: ParsedNode | null): number => node?.range[0] ?? 0;

class Reader {
  readonly diagnostics: Diagnostic[] = [];
  private readonly told = new Set<string>();
  // The document itself counts.
  private decodedCount = 1;
  private aliasedCount = 0;
  private readonly open: Alias[] = [];

  constructor(
    private readonly source: SourceText,
    private readonly links: Links,
  ) {}

  refuse(start: number, end: number, text: DiagnosticText): void {
    const once = `${text.code} ${start}`;
    if (this.told.has(once)) return;
    this.told.add(once);
    this.diagnostics.push(diagnostic(this.source.file, this.source.placeAt(start, end), text));
    if (this.diagnostics.length >= ERROR_LIMIT) throw new Abandoned();
  }

  value(node: ParsedNode | null, depth: number): unknown {
    this.count(node, depth);
    if (node === null) return null;
    if (isAlias(node)) return this.follow(node, (target) => this.value(target, depth));
    if (isScalar(node)) return this.scalar(node);
    this.checkCollectionTag(node);
    if (isSeq(node)) return (node as YAMLSeq<ParsedNode>).items.map((item) => this.value(item, depth + 1));
    const record = emptyRecord();
    this.fill(record, node as YAMLMap<ParsedNode, ParsedNode | null>, depth);
    return record;
  }

  private count(node: ParsedNode | null, depth: number): void {
    this.decodedCount += 1;
    if (this.open.length > 0) this.aliasedCount += 1;
    const alias = this.open[0] as Alias.Parsed | undefined;
    if (depth > NESTING_LIMIT) {
      const [start, end] = (alias ?? node)?.range ?? [0, 0];
      this.refuse(start, alias === undefined ? start + 1 : end, {
        code: "E007",
        message: `values are nested more than ${NESTING_LIMIT} deep`,
        why: "no Kubernetes object is; such files are made to exhaust the reader",
        fix: alias === undefined ? "flatten the file" : "write the values out instead of repeating them by alias",
      });
      throw new Abandoned();
    }
    const share = this.aliasedCount / this.decodedCount;
    const isExcessive =
      this.aliasedCount > 100 && this.decodedCount > 1000 && share > aliasShareAllowed(this.decodedCount);
    if (!isExcessive || alias === undefined) return;
    this.refuse(alias.range[0], alias.range[1], {
      code: "E007",
      message: `*${shortened(alias.source)} expands this document too far`,
      why: `after ${this.decodedCount} values ${Math.floor(share * 100)}% of them came from aliases; kubectl refuses such a file too`,
      fix: "write the values out instead of repeating them by alias",
    });
    throw new Abandoned();
  }

  private follow<T>(alias: Alias, read: (target: ParsedNode) => T): T | null {
    const target = this.links.targets.get(alias);
    if (target === undefined) return null;
    if (this.open.includes(alias)) {
      const [start, end] = (alias as Alias.Parsed).range;
      this.refuse(start, end, {
        code: "E007",
        message: `the value of anchor "${shortened(alias.source)}" contains itself`,
        why: "such a value has no end",
        fix: "remove the alias, or move it out of the value that its anchor names",
      });
      return null;
    }
    this.open.push(alias);
    const value = read(target);
    this.open.pop();
    return value;
  }

  private scalar(node: ScalarNode): unknown {
    const text = this.quoted(node, String(node.value ?? ""));
    if (node.tag === undefined && !isPlain(node)) return text;
    const [start, end] = (node as ScalarNode.Parsed).range;
    const value = node.tag === undefined ? resolvePlain(text) : this.tagged(node.tag, text, start, end);
    if (typeof value !== "number" || Number.isFinite(value)) return value;
    this.refuse(start, end, {
      code: "E002",
      message: `${shortened(text)} is not a number that JSON can hold`,
      why: "Kubernetes objects travel as JSON, which has neither infinity nor NaN",
      fix: `write a number, or quote it: "${text}"`,
    });
    return null;
  }

  /** kubectl's reader takes \' between double quotes for a quote; the library leaves both signs. */
  private quoted(node: ScalarNode, text: string): string {
    if (node.type !== "QUOTE_DOUBLE" || !text.includes("\\'")) return text;
    const [start, end] = (node as ScalarNode.Parsed).range;
    const rewritten = this.source.text
      .slice(start, end)
      .replace(/\\([\s\S])/g, (whole, sign: string) => (sign === "'" ? "'" : whole));
    return String(parse(rewritten));
  }

  private tagged(tag: string, text: string, start: number, end: number): string | number | boolean | null {
    const tagged = resolveTagged(tag, text);
    if ("value" in tagged) return tagged.value;
    if (tagged.refused === "unknown-tag") this.refuseTag(tag, start);
    else {
      this.refuse(start, end, {
        code: "E002",
        message: `this is not a !!${tag.slice(tag.lastIndexOf(":") + 1)}`,
        why: "the tag in front of the value says how to read it, and it cannot be read so",
        fix: "remove the tag, or correct the value",
      });
    }
    return null;
  }

  private checkCollectionTag(node: ParsedNode): void {
    if (node.tag !== undefined && !COLLECTION_TAGS.has(node.tag)) this.refuseTag(node.tag, startOf(node));
  }

  private refuseTag(tag: string, before: number): void {
    const { text } = this.source;
    let start = Math.max(0, text.lastIndexOf("!", before));
    while (start > 0 && /[^\s,[{]/.test(text[start - 1] ?? " ")) start -= 1;
    const written = /^\S+/.exec(text.slice(start, start + 200))?.[0] ?? "!";
    this.refuse(start, start + written.length, {
      code: "E010",
      message: `the tag ${shortened(written)} is not supported`,
      why: tag.endsWith(":binary")
        ? "Kubernetes reads no !!binary; where it holds bytes it has base64 text"
        : "tags ask the reader to build objects of some program; only plain data is read",
      fix: "remove the tag and write plain data",
    });
  }

  /** Entries take effect in the order they are written, merges included: what comes later wins, as in kubectl. */
  private fill(record: InputRecord, map: YAMLMap<ParsedNode, ParsedNode | null>, depth: number): void {
    const first = new Map<string, Pair<ParsedNode, ParsedNode | null>>();
    for (const pair of map.items) {
      if (isMergeKey(pair.key)) {
        this.merge(record, pair, depth);
        continue;
      }
      this.count(pair.key, depth);
      const key = this.key(pair);
      if (key === null) continue;
      if (pair.value === null && map.flow !== true) {
        this.refuse(pair.key.range[0], pair.key.range[1], { code: "E002", ...KEY_WITHOUT_VALUE });
      }
      const earlier = first.get(key);
      if (earlier !== undefined) this.refuseRepeated(key, pair, earlier);
      else first.set(key, pair);
      record[key] = this.value(pair.value, depth + 1);
    }
  }

  private key(pair: Pair<ParsedNode, ParsedNode | null>): string | null {
    const key = mapKeyText(pair.key, this.links);
    const [start, end] = pair.key.range;
    if (key === "__proto__") {
      this.refuse(start, end, {
        code: "E009",
        message: "the key __proto__ is not allowed",
        why: "in many programs it changes what every other object contains; no Kubernetes object needs it",
        fix: "remove it, or choose another name",
      });
      return null;
    }
    if (key !== null) return key;
    const isCollection = isMap(pair.key) || isSeq(pair.key);
    if (isAlias(pair.key) && !this.links.targets.has(pair.key)) return null;
    if (this.source.text.startsWith("{{", start - 1)) this.refuse(start - 1, start + 1, { code: "E002", ...TEMPLATE });
    else if (isCollection) this.refuse(start, start + 1, { code: "E002", ...COLLECTION_AS_KEY });
    else this.refuse(start, Math.max(end, start + 1), { code: "E002", ...EMPTY_KEY });
    return null;
  }

  private refuseRepeated(
    key: string,
    pair: Pair<ParsedNode, ParsedNode | null>,
    earlier: Pair<ParsedNode, ParsedNode | null>,
  ): void {
    const [start, end] = pair.key.range;
    this.refuse(start, end, {
      code: "E008",
      message: `the key "${shortened(key)}" is given twice`,
      why: "readers silently keep one of the two values, and not always the same one",
      fix: "remove one of them, or rename it",
      notes: [{ ...this.source.placeAt(earlier.key.range[0], earlier.key.range[1]), label: "first given here" }],
    });
  }

  private merge(record: InputRecord, pair: Pair<ParsedNode, ParsedNode | null>, depth: number): void {
    const sources = isSeq(pair.value) ? [...(pair.value as YAMLSeq<ParsedNode>).items].reverse() : [pair.value];
    // Of a list, earlier ones win: they are written last.
    for (const source of sources) {
      this.count(source, depth);
      if (isMap(source)) this.fill(record, source as YAMLMap<ParsedNode, ParsedNode | null>, depth + 1);
      else if (isAlias(source) && isMap(this.links.targets.get(source))) {
        this.follow(source, (target) => {
          this.count(target, depth + 1);
          this.fill(record, target as YAMLMap<ParsedNode, ParsedNode | null>, depth + 1);
        });
      } else if (!isAlias(source) || this.links.targets.has(source)) {
        const start = source === null ? startOf(pair.key) : startOf(source);
        this.refuse(start, start + 1, {
          code: "E002",
          message: "<< needs a mapping, or a list of mappings",
          why: "the merge key copies the entries of other mappings into this one",
          fix: "name an anchored mapping: <<: *defaults",
        });
      }
    }
  }
}

const refuseUnknownAliases = (reader: Reader, links: Links): void => {
  for (const alias of links.unknown) {
    const near = closest(alias.source, links.names);
    reader.refuse(alias.range[0], alias.range[1], {
      code: "E002",
      message: `*${shortened(alias.source)} refers to an anchor that is not defined before it`,
      why: "an alias repeats the value that &name was written in front of, earlier in the same document",
      fix: near === null ? `quote it if it is meant as text: "*${shortened(alias.source)}"` : `did you mean *${near}?`,
    });
  }
};

/** Never throws for what a file contains; the value is meaningful only when there are no diagnostics. */
export const readYamlValue = (contents: ParsedNode, source: SourceText): YamlValue => {
  const links = linkAliases(contents);
  const reader = new Reader(source, links);
  let value: unknown = null;
  try {
    refuseUnknownAliases(reader, links);
    value = reader.value(contents, 1);
  } catch (thrown) {
    if (!(thrown instanceof Abandoned)) throw thrown;
  }
  return { value, diagnostics: reader.diagnostics, links };
};
