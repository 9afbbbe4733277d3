// The volumes of a pod or a pod template, and what a PersistentVolume is made of.
import { claimClassOf } from "@podsim/core";
import type { PersistentVolumeSpec, PodSpec, Volume } from "@podsim/core";
import { fieldsOf, listOf, mapOf, textOf } from "../objects/as-written.js";
import { ANNOTATION_BYTES_MAX, annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { NONE, UNKNOWN } from "../text/none.js";
import { shortened } from "../text/shortened.js";
import { describeDataSource } from "./data-source.js";
import { PERSISTENT_SOURCES, POD_SOURCES } from "./volume-sources.js";

/** How long a service account's token is good where nothing is said. */
const TOKEN_SECONDS = 3_600;

/** One of the sources that are put together in one volume; of those kubectl has no words for, nothing is said. */
const describeProjection = (source: Readonly<Record<string, unknown>>, out: IndentedWriter): void => {
  const { secret, downwardAPI, configMap, serviceAccountToken } = source;
  const describeObject = (title: string, projection: unknown): void => {
    const { name, optional } = fieldsOf(projection);
    out.line(2, title, textOf(name));
    out.line(2, "Optional:", String(optional === true));
  };
  if (secret !== undefined) describeObject("SecretName:", secret);
  else if (downwardAPI !== undefined) out.line(2, "DownwardAPI:", "true");
  else if (configMap !== undefined) describeObject("ConfigMapName:", configMap);
  else if (serviceAccountToken !== undefined) {
    const { expirationSeconds } = fieldsOf(serviceAccountToken);
    out.line(2, "TokenExpirationSeconds:", textOf(expirationSeconds ?? TOKEN_SECONDS));
  }
};

const describeItems = (items: unknown, out: IndentedWriter): void => {
  out.line(2, "Items:");
  for (const { fieldRef, resourceFieldRef, path } of listOf(items)) {
    if (fieldRef !== undefined) out.line(3, `${textOf(fieldsOf(fieldRef)["fieldPath"])} -> ${textOf(path)}`);
    if (resourceFieldRef !== undefined) {
      out.line(3, `${textOf(fieldsOf(resourceFieldRef)["resource"])} -> ${textOf(path)}`);
    }
  }
};

/** kubectl puts the indentation before some values too. */
const indented = (text: string): string => `    ${text}`;

const describeAttributes = (attributes: unknown, out: IndentedWriter): void => {
  const texts = keyValues(mapOf(attributes)).map((text) => shortened(text, ANNOTATION_BYTES_MAX));
  out.values("VolumeAttributes", texts.map(indented), "    ");
};

const describeEphemeral = ({ volumeClaimTemplate }: NonNullable<Volume["ephemeral"]>, out: IndentedWriter): void => {
  const { metadata, spec } = volumeClaimTemplate;
  out.line(2, "StorageClass:", claimClassOf(volumeClaimTemplate));
  out.line(2, "Volume:", spec.volumeName ?? "");
  const describeMap = (title: string, texts: readonly string[]): void => {
    out.values(title, (texts.length === 0 ? [NONE] : texts).map(indented), "    ");
  };
  describeMap("Labels", keyValues(metadata.labels));
  describeMap("Annotations", annotationTexts(metadata.annotations));
  out.line(2, "Capacity:", "");
  out.line(2, "Access Modes:", "");
  out.line(2, "VolumeMode:", spec.volumeMode);
  describeDataSource(spec, 2, out);
};

/** What is more than a line with a title. */
const describeParts = (volume: Volume, out: IndentedWriter): void => {
  const { projected, downwardAPI, ephemeral } = volume;
  for (const source of listOf(projected?.sources)) describeProjection(source, out);
  if (downwardAPI !== undefined) describeItems(downwardAPI.items, out);
  if (ephemeral !== undefined) describeEphemeral(ephemeral, out);
  const { csi } = fieldsOf(volume);
  if (csi !== undefined) describeAttributes(fieldsOf(csi)["volumeAttributes"], out);
};

const describeSource = (name: string, given: unknown, isPersistent: boolean, out: IndentedWriter): void => {
  const source = (isPersistent ? PERSISTENT_SOURCES : POD_SOURCES)[name];
  if (source === undefined) return out.line(1, UNKNOWN);
  out.line(2, "Type:", source.type);
  for (const [title, valueOf] of source.lines) out.line(2, title, valueOf(fieldsOf(given), isPersistent));
};

/** `space` is the indentation of a template; "" for a pod. */
export const describeVolumes = ({ volumes = [] }: PodSpec, space: string, out: IndentedWriter): void => {
  if (volumes.length === 0) return out.line(0, `${space}Volumes:`, "<none>");
  out.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    out.line(1, `${space === "" ? "" : " "}${volume.name}:`);
    // A volume without a source is a directory of its own.
    const name = Object.keys(volume).find((key) => key !== "name") ?? "emptyDir";
    describeSource(name, fieldsOf(volume)[name], false, out);
    describeParts(volume, out);
  }
};

export const describePersistentSource = (spec: PersistentVolumeSpec, out: IndentedWriter): void => {
  out.line(0, "Source:");
  const given = fieldsOf(spec);
  const name = Object.keys(PERSISTENT_SOURCES).find((source) => given[source] !== undefined) ?? "";
  describeSource(name, given[name], true, out);
  if (spec.csi !== undefined) describeAttributes(fieldsOf(spec.csi)["volumeAttributes"], out);
};
