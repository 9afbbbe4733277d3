// A document of a file together with the places its values were written at.
import type { Place, SourceText } from "./source-text.js";

/** Names and list positions from the top of a document: ["spec", "containers", 0, "image"]. */
export type Path = readonly (string | number)[];

/**
 * What of a path to point at: its key; its value, which for a collection or a block of text is its first character; or
 * the whole extent of the value. An item of a list has no key and an empty value has no text: each stands in for the
 * other.
 */
export type Part = "key" | "value" | "extent";

export interface LocatedDocument {
  readonly source: SourceText;
  /** Position among the documents of the file, from 0; empty ones do not count. */
  readonly index: number;
  /** Plain data as JSON has it. Objects inherit nothing, so looking up any key is safe. */
  readonly value: unknown;
  /** Null when the document has no such path. What was merged or aliased in is where it was written. */
  readonly locate: (path: Path, part?: Part) => Place | null;
}

/** The place of the longest beginning of the path that the document has: where a missing field would belong. */
export const locateNearest = (document: LocatedDocument, path: Path, part: Part = "key"): Place => {
  for (let length = path.length; length > 0; length -= 1) {
    const place = document.locate(path.slice(0, length), length === path.length ? part : "key");
    if (place !== null) return place;
  }
  return document.locate([], "value") ?? document.source.placeAt(0, 0);
};
