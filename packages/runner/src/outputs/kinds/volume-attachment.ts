// VolumeAttachments, with kubectl's columns.
import type { VolumeAttachmentState } from "@podsim/core";
import { attachmentObject } from "../objects/storage-objects.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

const listed = (attachment: VolumeAttachmentState, view: RunView): Listed => {
  const { name, driver, volume, node, isAttached, createdAtUs } = attachment;
  return {
    namespace: "",
    name,
    labels: {},
    cells: () => [name, driver, volume, node, String(isAttached), ageText(createdAtUs, view.nowUs)],
    toObject: () => attachmentObject(attachment, view.clock),
  };
};

export const volumeAttachments = tabledKind<VolumeAttachmentState>({
  kind: "VolumeAttachment",
  group: "storage.k8s.io",
  plural: "volumeattachments",
  singular: "volumeattachment",
  shortNames: [],
  namespaced: false,
  inAll: false,
  columns: [NAME_COLUMN, { name: "ATTACHER" }, { name: "PV" }, { name: "NODE" }, { name: "ATTACHED" }, AGE_COLUMN],
  entity: "volume-attachment",
  table: (world) => world.volumeAttachments,
  listed,
});
