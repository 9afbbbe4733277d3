// `describe configmap` and `describe secret`: kubectl's fields in kubectl's order.
import { base64Length } from "@podsim/core";
import type { ConfigMapState, ObjectMeta, SecretState } from "@podsim/core";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";

const describeMetadata = ({ name, namespace, labels, annotations }: ObjectMeta, out: IndentedWriter): void => {
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(annotations));
  out.flush();
};

const heading = (title: string, out: IndentedWriter): void => {
  out.line(0, "");
  out.line(0, title);
  out.line(0, "====");
};

const inOrder = (values: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));

export const describeConfigMap = ({ object }: ConfigMapState, view: RunView, out: IndentedWriter): void => {
  const { metadata, data, binaryData } = object;
  describeMetadata(metadata, out);
  heading("Data", out);
  for (const [key, value] of inOrder(data)) {
    out.line(0, `${key}:`);
    out.line(0, "----");
    for (const line of value.split("\n")) out.line(0, line);
    out.line(0, "");
  }
  heading("BinaryData", out);
  for (const [key, value] of inOrder(binaryData)) out.line(0, `${key}: ${base64Length(value) ?? 0} bytes`);
  out.line(0, "");
  out.flush();
  describeEvents(view, "ConfigMap", metadata.namespace, metadata.name, out);
};

/** Never shows a value. */
export const describeSecret = ({ object }: SecretState, out: IndentedWriter): void => {
  describeMetadata(object.metadata, out);
  out.line(0, "");
  out.line(0, "Type:", object.type);
  heading("Data", out);
  out.flush();
  for (const [key, value] of inOrder(object.data)) out.line(0, `${key}:`, `${base64Length(value) ?? 0} bytes`);
};
