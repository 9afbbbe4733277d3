// The rules for what a volume is made of: one source, and what each of them has to say.
import { isRecord } from "./api-type.js";
import type { Path } from "./errors.js";
import { checkFieldRef, checkResourceFieldRef, FILE_FIELDS } from "./field-reference-validation.js";
import { dns1123Subdomain } from "./names.js";
import { checkClaimSpec } from "./persistent-volume-claim.js";
import type {
  ConfigMapSource,
  DownwardFile,
  EmptyDirSource,
  HostPathSource,
  KeyToPath,
  SecretSource,
  Volume,
  VolumeProjection,
} from "./pod.js";
import { compareQuantities, ZERO } from "../quantity.js";
import { quantityFrom } from "./quantity-text.js";
import { checkFilePath, checkNoBackstep, checkRelativePath } from "./relative-path.js";
import type { Validity } from "./validity.js";

const MODE_MAX = 0o777;

const checkMode = (check: Validity, path: Path, mode: number | undefined): void => {
  if (mode === undefined || (mode >= 0 && mode <= MODE_MAX)) return;
  check.invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive", {
    fix: "write it with a leading 0, such as 0644, or as 420, its decimal",
  });
};

const checkItems = (check: Validity, at: Path, items: readonly KeyToPath[] = []): void => {
  for (const [i, { key, path, mode }] of items.entries()) {
    if (key === "") check.required([...at, i, "key"]);
    if (path === "") check.required([...at, i, "path"]);
    checkFilePath(check, [...at, i, "path"], path);
    checkMode(check, [...at, i, "mode"], mode);
  }
};

/** A ConfigMap or Secret whose name is at `path`. */
const checkNamed = (check: Validity, path: Path, name: string, source: ConfigMapSource | SecretSource): void => {
  const at = path.slice(0, -1);
  if (name === "") check.required(path);
  checkMode(check, [...at, "defaultMode"], source.defaultMode);
  checkItems(check, [...at, "items"], source.items);
};

const checkDownwardFiles = (check: Validity, at: Path, files: readonly DownwardFile[]): void => {
  for (const [i, { path, fieldRef, resourceFieldRef, mode }] of files.entries()) {
    const here = [...at, i];
    if (path === "") check.required([...here, "path"]);
    checkFilePath(check, [...here, "path"], path);
    if (fieldRef !== undefined) {
      checkFieldRef(check, [...here, "fieldRef"], fieldRef, FILE_FIELDS);
      if (resourceFieldRef !== undefined) {
        const detail = "fieldRef and resourceFieldRef can not be specified simultaneously";
        check.invalid(here, "resource", detail, { fix: "remove one of the two" });
      }
    } else if (resourceFieldRef !== undefined) {
      checkResourceFieldRef(check, [...here, "resourceFieldRef"], resourceFieldRef, true);
    } else {
      const fix = "add fieldRef: { fieldPath: metadata.labels }, or a resourceFieldRef";
      check.required(here, "one of fieldRef and resourceFieldRef is required", { fix });
    }
    checkMode(check, [...here, "mode"], mode);
  }
};

const TOKEN_SECONDS_MIN = 600;
const TOKEN_SECONDS_MAX = 2 ** 32;
const TOKEN_SECONDS_DEFAULT = 3600;

const checkToken = (check: Validity, at: Path, token: NonNullable<VolumeProjection["serviceAccountToken"]>): void => {
  const { path, expirationSeconds: seconds = TOKEN_SECONDS_DEFAULT } = token;
  const place = [...at, "expirationSeconds"];
  if (seconds < TOKEN_SECONDS_MIN) check.invalid(place, seconds, "may not specify a duration less than 10 minutes");
  if (seconds > TOKEN_SECONDS_MAX) {
    check.invalid(place, seconds, "may not specify a duration larger than 2^32 seconds");
  }
  if (path === "") check.required([...at, "path"]);
  else checkFilePath(check, [...at, "path"], path);
};

const PROJECTIONS = [
  "secret",
  "configMap",
  "downwardAPI",
  "serviceAccountToken",
  "clusterTrustBundle",
  "podCertificate",
] as const;

const pathsOf = ({ configMap, secret, downwardAPI }: VolumeProjection): readonly string[] =>
  [secret?.items, configMap?.items, downwardAPI?.items].flatMap((items) => (items ?? []).map(({ path }) => path));

const checkProjected = (check: Validity, at: Path, volume: NonNullable<Volume["projected"]>): void => {
  const seen = new Set<string>();
  checkMode(check, [...at, "defaultMode"], volume.defaultMode);
  for (const [i, source] of volume.sources.entries()) {
    const here = [...at, "sources", i];
    for (const kind of ["secret", "configMap"] as const) {
      const one = source[kind];
      if (one !== undefined) checkNamed(check, [...here, kind, "name"], one.name, one);
    }
    if (source.downwardAPI !== undefined) {
      checkDownwardFiles(check, [...here, "downwardAPI", "items"], source.downwardAPI.items);
    }
    if (source.serviceAccountToken !== undefined) {
      checkToken(check, [...here, "serviceAccountToken"], source.serviceAccountToken);
    }
    const given: Readonly<Record<string, unknown>> = { ...source };
    if (PROJECTIONS.filter((kind) => (given[kind] ?? null) !== null).length > 1) {
      const fix = "make each of them an item of sources";
      check.forbidden(here, "may not specify more than 1 volume type per source", { fix });
    }
    for (const path of pathsOf(source)) {
      if (path !== "" && seen.has(path)) check.invalid(at, path, "conflicting duplicate paths");
      seen.add(path);
    }
  }
};

const HOST_PATH_TYPES: readonly string[] = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

const checkHostPath = (check: Validity, at: Path, { path, type = "" }: HostPathSource): void => {
  if (path === "") check.required([...at, "path"]);
  else checkNoBackstep(check, [...at, "path"], path);
  if (!HOST_PATH_TYPES.includes(type)) check.unsupported([...at, "type"], type, HOST_PATH_TYPES);
};

const checkEmptyDir = (check: Validity, at: Path, { sizeLimit = "0" }: EmptyDirSource): void => {
  if (compareQuantities(quantityFrom(sizeLimit), ZERO) >= 0) return;
  const fix = "write a size that is not negative, or leave sizeLimit out";
  check.forbidden([...at, "sizeLimit"], "SizeLimit field must be a valid resource quantity", { fix });
};

/** All sources there are and the fields they cannot do without, in the order the server looks at them. */
const SOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  ["emptyDir", []],
  ["hostPath", []],
  ["gitRepo", ["repository"]],
  ["gcePersistentDisk", ["pdName"]],
  ["awsElasticBlockStore", ["volumeID"]],
  ["secret", []],
  ["nfs", ["server", "path"]],
  ["iscsi", ["targetPortal", "iqn"]],
  ["glusterfs", ["endpoints", "path"]],
  ["persistentVolumeClaim", ["claimName"]],
  ["rbd", ["monitors", "image"]],
  ["cinder", ["volumeID"]],
  ["cephfs", ["monitors"]],
  ["quobyte", ["registry", "volume"]],
  ["downwardAPI", []],
  ["fc", []],
  ["flocker", []],
  ["flexVolume", ["driver"]],
  ["configMap", []],
  ["azureFile", ["secretName", "shareName"]],
  ["vsphereVolume", ["volumePath"]],
  ["photonPersistentDisk", ["pdID"]],
  ["portworxVolume", ["volumeID"]],
  ["azureDisk", ["diskName", "diskURI"]],
  ["storageos", ["volumeName"]],
  ["projected", []],
  ["scaleIO", ["gateway", "system", "volumeName"]],
  ["csi", ["driver"]],
  ["ephemeral", []],
  ["image", []],
  // A PersistentVolume's alone.
  ["local", ["path"]],
]);

const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

const IQN = /iqn\.\d{4}-\d{2}\.[a-zA-Z0-9.-]+:[^,;*&$|\s]+$/;
const ISCSI_NAMES: Readonly<Record<string, RegExp>> = {
  iqn: IQN,
  eui: /^eui.[a-zA-Z0-9]{16}$/,
  naa: /^naa.[a-zA-Z0-9]{32}$/,
};
const LUN_MAX = 255;

const checkIscsi = (check: Validity, at: Path, { iqn, lun }: Readonly<Record<string, unknown>>): void => {
  if (typeof iqn === "string" && iqn !== "") {
    const known = ISCSI_NAMES[iqn.slice(0, 3)];
    if (known === undefined) {
      check.invalid([...at, "iqn"], iqn, "must be valid format starting with iqn, eui, or naa");
    } else if (!known.test(iqn)) check.invalid([...at, "iqn"], iqn, "must be valid format");
  }
  if (typeof lun === "number" && (lun < 0 || lun > LUN_MAX)) {
    check.invalid([...at, "lun"], lun, `must be between 0 and ${LUN_MAX}, inclusive`);
  }
};

const DRIVER_NAME_MAX = 63;

const checkDriver = (check: Validity, path: Path, driver: unknown): void => {
  if (typeof driver !== "string" || driver === "") return;
  if (driver.length > DRIVER_NAME_MAX) check.tooLong(path, `may not be more than ${DRIVER_NAME_MAX} bytes`);
  check.names(path, driver, dns1123Subdomain(driver.toLowerCase()));
};

/** Fields of a source that a volume of a pod and a PersistentVolume have in common. */
export const checkSourceFields = (check: Validity, at: Path, name: string, source: unknown): void => {
  if (!isRecord(source)) return;
  for (const field of SOURCES.get(name) ?? []) {
    if (isMissing(source[field])) check.required([...at, name, field]);
  }
  const { path } = source;
  if (name === "nfs" && typeof path === "string" && path !== "" && !path.startsWith("/")) {
    check.invalid([...at, name, "path"], path, "must be an absolute path", { fix: `write /${path}` });
  }
  if (name === "iscsi") checkIscsi(check, [...at, name], source);
  if (name === "csi") checkDriver(check, [...at, name, "driver"], source["driver"]);
  const { directory } = source;
  if (name === "gitRepo" && typeof directory === "string")
    checkRelativePath(check, [...at, name, "directory"], directory);
};

const checkFilled = (check: Validity, at: Path, volume: Volume): void => {
  const { emptyDir, hostPath, configMap, secret, projected, downwardAPI, ephemeral } = volume;
  if (emptyDir !== undefined) checkEmptyDir(check, [...at, "emptyDir"], emptyDir);
  if (hostPath !== undefined) checkHostPath(check, [...at, "hostPath"], hostPath);
  if (configMap !== undefined) checkNamed(check, [...at, "configMap", "name"], configMap.name, configMap);
  if (secret !== undefined) checkNamed(check, [...at, "secret", "secretName"], secret.secretName, secret);
  if (projected !== undefined) checkProjected(check, [...at, "projected"], projected);
  if (downwardAPI !== undefined) {
    checkMode(check, [...at, "downwardAPI", "defaultMode"], downwardAPI.defaultMode);
    checkDownwardFiles(check, [...at, "downwardAPI", "items"], downwardAPI.items);
  }
  if (ephemeral !== undefined) {
    checkClaimSpec(check, [...at, "ephemeral", "volumeClaimTemplate", "spec"], ephemeral.volumeClaimTemplate.spec);
  }
};

/** What the volume at `at` is filled with; without any source it is an emptyDir. */
export const checkVolumeSource = (check: Validity, at: Path, volume: Volume): void => {
  const given: Readonly<Record<string, unknown>> = { ...volume };
  const [first, ...others] = [...SOURCES.keys()].filter((name) => (given[name] ?? null) !== null);
  if (first === undefined) return;
  checkFilled(check, at, volume);
  checkSourceFields(check, at, first, given[first]);
  for (const other of others) {
    check.forbidden([...at, other], "may not specify more than 1 volume type", {
      fix: `make a volume of its own of ${other}, or remove it`,
      secondary: { path: [...at, first], label: "the first is here" },
    });
  }
};
