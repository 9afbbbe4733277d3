import { expect, test } from "vitest";
import { fieldLabel } from "./field-label.js";

test.each([
  ["apiVersion", "API Version"],
  ["uid", "UID"],
  ["leaseDurationSeconds", "Lease Duration Seconds"],
  ["clusterIPs", "Cluster I Ps"],
  ["podIP", "Pod IP"],
  ["PDFReader", "PDF Reader"],
  ["no-schedule", "No - Schedule"],
  ["kubernetes.io/os", "kubernetes.io/os"],
  ["x2", "x2"],
])("%s is shown as %s", (field, label) => {
  expect(fieldLabel(field)).toBe(label);
});
