// `describe storageclass` and `describe csinode`: kubectl's fields in kubectl's order.
import { isDefaultClass } from "@podsim/core";
import type { CsiNodeState, StorageClassState } from "@podsim/core";
import { fieldsOf, mapOf, textOf, textsOf } from "../objects/as-written.js";
import { annotationTexts } from "../text/annotation-texts.js";
import { goText } from "../text/go-value.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { NONE, orNone, UNSET } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";

const joined = (map: Readonly<Record<string, string>>): string => orNone(keyValues(map).join(","));

const describeMountOptions = (options: readonly string[], out: IndentedWriter): void => {
  if (options.length === 0) return out.line(0, "MountOptions:", NONE);
  out.line(0, "MountOptions:");
  for (const option of options) out.line(1, option);
};

/** Where volumes of the class may be made. */
const describeTopologies = (terms: StorageClassState["object"]["allowedTopologies"], out: IndentedWriter): void => {
  if (terms.length === 0) return;
  out.line(0, "AllowedTopologies:", "");
  for (const [i, { matchLabelExpressions }] of terms.entries()) {
    const texts = matchLabelExpressions.map(({ key, values }) => `${key} in [${values.join(", ")}]`);
    out.values(`Term ${i}`, texts, "  ");
  }
};

export const describeStorageClass = ({ object }: StorageClassState, view: RunView, out: IndentedWriter): void => {
  const { metadata, provisioner, reclaimPolicy, volumeBindingMode, allowVolumeExpansion, allowedTopologies } = object;
  const { parameters, mountOptions } = fieldsOf(object);
  out.line(0, "Name:", metadata.name);
  out.line(0, "IsDefaultClass:", isDefaultClass(object) ? "Yes" : "No");
  out.line(0, "Annotations:", joined(metadata.annotations));
  out.line(0, "Provisioner:", provisioner);
  out.line(0, "Parameters:", joined(mapOf(parameters)));
  // Whether it was said that there is none, or nothing was said, is not kept apart; hardly anybody says it.
  out.line(0, "AllowVolumeExpansion:", allowVolumeExpansion ? "True" : UNSET);
  describeMountOptions(textsOf(mountOptions), out);
  out.line(0, "ReclaimPolicy:", reclaimPolicy);
  out.line(0, "VolumeBindingMode:", volumeBindingMode);
  describeTopologies(allowedTopologies, out);
  describeEvents(view, "StorageClass", "", metadata.name, out);
};

export const describeCsiNode = ({ object, createdAtUs }: CsiNodeState, view: RunView, out: IndentedWriter): void => {
  const { metadata, spec } = object;
  out.line(0, "Name:", metadata.name);
  out.values("Labels", keyValues(metadata.labels));
  out.values("Annotations", annotationTexts(metadata.annotations));
  out.line(0, "CreationTimestamp:", view.clock.rfc1123(createdAtUs));
  out.line(0, "Spec:");
  if (spec.drivers.length > 0) out.line(1, "Drivers:");
  for (const driver of spec.drivers) {
    const count = driver.allocatable?.count;
    out.line(2, `${driver.name}:`);
    out.line(3, "Node ID:", textOf(fieldsOf(driver)["nodeID"]));
    if (count !== undefined) {
      out.line(3, "Allocatables:");
      out.line(4, "Count:", String(count));
    }
    if (driver.topologyKeys.length > 0) out.line(3, "Topology Keys:", goText(driver.topologyKeys));
  }
  describeEvents(view, "CSINode", "", metadata.name, out);
};
