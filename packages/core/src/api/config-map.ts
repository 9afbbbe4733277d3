// ConfigMap (core/v1): texts and bytes by key that pods read; its codec and its rules.
import { base64Length } from "./base64.js";
import { checkDataKeys, DATA_SIZE_MAX_BYTES } from "./data-keys.js";
import type { ObjectMeta } from "./meta.js";
import { namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { constant, textMap, yesOrNo } from "./scalars.js";
import { defaulted, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface ConfigMap {
  readonly apiVersion: "v1";
  readonly kind: "ConfigMap";
  readonly metadata: ObjectMeta;
  readonly data: Readonly<Record<string, string>>;
  /** Values in base64. */
  readonly binaryData: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
}

export const configMapCodec = struct<ConfigMap>("ConfigMap", {
  apiVersion: defaulted(constant("v1"), "v1"),
  kind: defaulted(constant("ConfigMap"), "ConfigMap"),
  metadata: defaulted(namespacedMeta, {}),
  data: defaulted(textMap, {}),
  binaryData: defaulted(textMap, {}),
  immutable: optionalPointer(yesOrNo),
});

export const checkConfigMap = (check: Validity, { metadata, data, binaryData }: ConfigMap): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  checkDataKeys(check, ["data"], Object.keys(data));
  checkDataKeys(check, ["binaryData"], Object.keys(binaryData));
  let bytes = 0;
  for (const value of Object.values(data)) bytes += value.length;
  for (const [key, value] of Object.entries(binaryData)) {
    if (Object.hasOwn(data, key)) {
      check.invalid(["data", key], key, "duplicate of key present in binaryData", {
        part: "key",
        fix: "keep it in one of data and binaryData",
      });
    }
    const length = base64Length(value);
    if (length === null) {
      check.invalid(["binaryData", key], value, "illegal base64 data", {
        fix: "encode it, or write the text as it is under data",
      });
    }
    bytes += length ?? 0;
  }
  const largest = Object.keys(data).length > 0 ? "data" : "binaryData";
  if (bytes > DATA_SIZE_MAX_BYTES) check.tooLong([largest], `may not be more than ${DATA_SIZE_MAX_BYTES} bytes`);
};
