// Finds its way over JSON text that is known to be well formed, without reading what it means.

const QUOTE = 34;
const BACKSLASH = 92;

/** The offset of the first character at or after `at` that is not white space. */
export const skipBlanks = (text: string, at: number): number => {
  let ix = at;
  for (;;) {
    const code = text.charCodeAt(ix);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return ix;
    ix += 1;
  }
};

/** Given the offset of an opening quote, the offset behind the closing one; the text is known to be well formed. */
export const skipString = (text: string, at: number): number => {
  let ix = at + 1;
  for (let code = text.charCodeAt(ix); code !== QUOTE && ix < text.length; code = text.charCodeAt(ix)) {
    ix += code === BACKSLASH ? 2 : 1;
  }
  return ix + 1;
};

export interface KeyPlace {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** The keys of the object opened at `open`, as far as `before`; that much is known to be well formed. */
export const keysOf = (text: string, open: number, before: number): readonly KeyPlace[] => {
  const keys: KeyPlace[] = [];
  let depth = 0;
  let isKey = true;
  for (let at = open; at < before;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = skipString(text, at);
      if (depth === 1 && isKey) keys.push({ key: JSON.parse(text.slice(at, end)) as string, start: at, end });
      at = end;
      continue;
    }
    if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
    else if (depth === 1 && (code === 44 || code === 58)) isKey = code === 44;
    at += 1;
  }
  return keys;
};
