// What is shown before a run: the question, the size, and what the run leaves out.
import type { PreparedRun } from "./prepared.js";
import { Page } from "./verdict-page.js";
import type { VerdictStyle } from "./verdict-page.js";

/** What is shown before a run: the question, the size, and what the run leaves out. */
export const renderHeader = (prepared: PreparedRun, style: VerdictStyle): string => {
  const page = new Page(style);
  const { name, question, counts, settings, notModelled } = prepared;
  page.line(`${page.paint(page.plain(name), "bold")}${question === null ? "" : `   ${page.plain(question)}`}`);
  const many = (count: number, noun: string, plural = `${noun}s`): string =>
    `${String(count)} ${count === 1 ? noun : plural}`;
  const parts = [
    many(counts.nodes, "node"),
    many(counts.pods, "pod"),
    many(counts.timelineEntries, "timeline entry", "timeline entries"),
  ];
  page.line(page.plain(`${parts.join(" · ")} · kubernetes ${settings.kubernetes} profile`));
  if (notModelled.length > 0) {
    const fields = notModelled.map(({ field }) => field);
    const shown = fields.slice(0, 4).join(", ");
    const rest = fields.length > 4 ? ` and ${String(fields.length - 4)} more` : "";
    page.line(
      `${page.sign("warn")} ${page.plain(`${many(fields.length, "field or kind is", "fields and kinds are")} not modelled and ignored: ${shown}${rest}   (--strict refuses)`)}`,
    );
  }
  return page.text();
};
