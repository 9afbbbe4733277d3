// Which colour a cell of a table gets: green for what is well, yellow for what waits, red for what failed.
import type { Color } from "../line/terminal-style.js";

const WELL = new Set(["Running", "Completed", "Succeeded", "Ready", "Active"]);
const WAITS = new Set([
  "Pending",
  "ContainerCreating",
  "PodInitializing",
  "Terminating",
  "SchedulingGated",
  "NotReady",
  "Unknown",
]);

const statusColor = (status: string): Color => {
  if (WELL.has(status)) return "green";
  // A node that is NotReady is lost; a pod of that name only has a container that is done.
  if (WAITS.has(status) || /^Init:\d+\/\d+$/.test(status) || status.includes("SchedulingDisabled")) return "yellow";
  return "red";
};

/** null = as it is. */
export const cellColor = (column: string, cell: string): Color | null => {
  if (cell === column) return null;
  if (column === "STATUS") return statusColor(cell);
  return column === "TYPE" && cell === "Warning" ? "yellow" : null;
};
