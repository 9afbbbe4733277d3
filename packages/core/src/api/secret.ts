// Secret (core/v1): bytes by key that pods read, of a type that says which keys there must be; its codec and its rules.
import { base64Length, base64Of, textOfBase64 } from "./base64.js";
import { checkDataKey, DATA_SIZE_MAX_BYTES } from "./data-keys.js";
import { isRecord } from "./api-type.js";
import type { ApiType, JsonRecord } from "./api-type.js";
import type { ObjectMeta } from "./meta.js";
import { namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { constant, text, textMap, yesOrNo } from "./scalars.js";
import { completed, defaulted, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface Secret {
  readonly apiVersion: "v1";
  readonly kind: "Secret";
  readonly metadata: ObjectMeta;
  readonly type: string;
  /** Values in base64; those of stringData are among them. */
  readonly data: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
}

type SecretDraft = Secret & { readonly stringData: Readonly<Record<string, string>> };

const secretAsWritten = struct<SecretDraft>("Secret", {
  apiVersion: defaulted(constant("v1"), "v1"),
  kind: defaulted(constant("Secret"), "Secret"),
  metadata: defaulted(namespacedMeta, {}),
  type: defaulted(text, "Opaque"),
  data: defaulted(textMap, {}),
  stringData: defaulted(textMap, {}),
  immutable: optionalPointer(yesOrNo),
});

/** stringData is for writing only: the server keeps it as data, over what was there. */
export const secretCodec: ApiType<Secret> = completed(secretAsWritten, ({ stringData, ...draft }) => {
  const written = Object.entries(stringData).map(([key, value]) => [key, base64Of(value)] as const);
  return written.length === 0 ? draft : { ...draft, data: { ...draft.data, ...Object.fromEntries(written) } };
});

/** Keys that a Secret of the type must have. */
const REQUIRED_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["kubernetes.io/dockercfg", [".dockercfg"]],
  ["kubernetes.io/dockerconfigjson", [".dockerconfigjson"]],
  ["kubernetes.io/ssh-auth", ["ssh-privatekey"]],
  ["kubernetes.io/tls", ["tls.crt", "tls.key"]],
]);

/** Where a key was written, or would be: data as decoded holds what stands under stringData too. */
const placeOf = (key: string | null, { data, stringData }: JsonRecord): "data" | "stringData" => {
  if (!isRecord(stringData)) return "data";
  return !isRecord(data) || (key !== null && Object.hasOwn(stringData, key)) ? "stringData" : "data";
};

const DOCKER_CONFIGS: ReadonlyMap<string, string> = new Map([
  ["kubernetes.io/dockercfg", ".dockercfg"],
  ["kubernetes.io/dockerconfigjson", ".dockerconfigjson"],
]);

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || isRecord(value);
  } catch {
    return false;
  }
};

/** What is no base64 has been said. */
const checkJson = (check: Validity, key: string, value: string, written: JsonRecord): void => {
  const text = base64Length(value) === null ? null : textOfBase64(value);
  if (text === null || isJsonObject(text)) return;
  check.invalid([placeOf(key, written), key], "<secret contents redacted>", "it holds no JSON object", {
    fix: 'write what kubectl create secret docker-registry makes: {"auths": {"REGISTRY": {"auth": "..."}}}',
  });
};

const checkType = (check: Validity, { type, data, metadata }: Secret, written: JsonRecord): void => {
  for (const key of REQUIRED_KEYS.get(type) ?? []) {
    if (Object.hasOwn(data, key)) continue;
    check.required([placeOf(key, written), key], "", {
      field: `data[${key}]`,
      fix: `add ${key}: a Secret of type ${type} has it`,
    });
  }
  const config = DOCKER_CONFIGS.get(type);
  if (config !== undefined && Object.hasOwn(data, config)) checkJson(check, config, data[config] ?? "", written);
  const isBasic = type === "kubernetes.io/basic-auth";
  if (isBasic && !Object.hasOwn(data, "username") && !Object.hasOwn(data, "password")) {
    check.required([placeOf(null, written)], "username or password", {
      field: "data",
      fix: "add username or password",
    });
  }
  const account = metadata.annotations["kubernetes.io/service-account.name"] ?? "";
  if (type === "kubernetes.io/service-account-token" && account === "") {
    check.required(["metadata", "annotations", "kubernetes.io/service-account.name"]);
  }
};

export const checkSecret = (check: Validity, secret: Secret, written: JsonRecord): void => {
  checkMeta(check, secret.metadata, dns1123Subdomain);
  let bytes = 0;
  for (const [key, value] of Object.entries(secret.data)) {
    const place = placeOf(key, written);
    checkDataKey(check, [place], key);
    const length = base64Length(value);
    if (length === null) {
      check.invalid(["data", key], value, "illegal base64 data", {
        fix: "encode it, or write the text as it is under stringData",
      });
    }
    bytes += length ?? 0;
  }
  if (bytes > DATA_SIZE_MAX_BYTES) {
    check.tooLong([placeOf(null, written)], `may not be more than ${DATA_SIZE_MAX_BYTES} bytes`, { field: "data" });
  }
  checkType(check, secret, written);
};
