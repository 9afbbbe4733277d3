// Text from files made safe to print: nothing in it can move the cursor, colour the screen or reorder what is read.

// C0 and C1 controls, line and paragraph separators, and the marks that reverse or hide text.
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");

/** How one unsafe character is shown: ^[ for escape, \n, \t and \r by name, others by number. */
const showUnsafe = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code === 9) return "\\t";
  if (code === 10) return "\\n";
  if (code === 13) return "\\r";
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  if (code === 127) return "^?";
  return code < 160 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
};

/** One line of printable text. Names, messages and file contents pass through here before they reach a terminal. */
export const escapeTerminal = (text: string): string => text.replace(UNSAFE, showUnsafe);
