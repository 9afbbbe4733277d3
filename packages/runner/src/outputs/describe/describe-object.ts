// Objects of kinds that kubectl has no words of its own for: it prints their fields, in order of their names.
import { fieldsOf, mapOf, textOf } from "../objects/as-written.js";
import type { Fields } from "../objects/as-written.js";
import type { KubeObject } from "../objects/kube-object.js";
import { annotationTexts } from "../text/annotation-texts.js";
import { fieldLabel } from "../text/field-label.js";
import { goText } from "../text/go-value.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";

const describeFields = (fields: Fields, level: number, out: IndentedWriter): void => {
  for (const field of Object.keys(fields).sort()) {
    const value = fields[field];
    if (typeof value !== "object" || value === null) {
      out.line(level, `${fieldLabel(field)}:`, goText(value));
      continue;
    }
    out.line(level, `${fieldLabel(field)}:`);
    for (const each of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (typeof each === "object" && each !== null) describeFields(fieldsOf(each), level + 1, out);
      else out.line(level + 1, goText(each));
    }
  }
};

export const describeObject = (object: KubeObject, view: RunView, out: IndentedWriter): void => {
  const { name, namespace, labels, annotations, ...metadata } = object.metadata;
  out.line(0, "Name:", textOf(name));
  out.line(0, "Namespace:", textOf(namespace));
  out.values("Labels", keyValues(mapOf(labels)));
  out.values("Annotations", annotationTexts(mapOf(annotations)));
  describeFields({ ...object, metadata }, 0, out);
  describeEvents(view, object.kind, textOf(namespace), textOf(name), out);
};
