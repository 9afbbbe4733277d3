// The keys of ConfigMaps and Secrets, and the rules for what they hold.
import { fieldText } from "./errors.js";
import type { Path } from "./errors.js";
import type { Validity } from "./validity.js";

/** Of all values together, keys left out, in bytes. */
export const DATA_SIZE_MAX_BYTES = 1_048_576;
const KEY_LENGTH_MAX = 253;

/** The name under which a ConfigMap or Secret holds a value. */
export const dataKey = (key: string): readonly string[] => {
  if (key.length > KEY_LENGTH_MAX) return [`must be no more than ${KEY_LENGTH_MAX} characters`];
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
    const examples = "'key.name',  or 'KEY_NAME',  or 'key-name'";
    return [
      `a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. ${examples}, regex used for validation is '[-._a-zA-Z0-9]+')`,
    ];
  }
  if (key === ".") return ["must not be '.'"];
  if (key === "..") return ["must not be '..'"];
  return key.startsWith("..") ? ["must not start with '..'"] : [];
};

/** Of the key below `at`. */
export const checkDataKey = (check: Validity, at: Path, key: string): void => {
  check.keyAt(at, key, dataKey(key), { field: `${fieldText(at)}[${key}]` });
};

export const checkDataKeys = (check: Validity, at: Path, keys: readonly string[]): void => {
  for (const key of keys) checkDataKey(check, at, key);
};
