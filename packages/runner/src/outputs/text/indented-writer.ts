// Collects what describe prints: lines at a level of indentation, cells at tabs, maps over several lines.
import { alignTabs } from "./elastic-tabs.js";
import type { TabbedLine } from "./elastic-tabs.js";

const INDENT = "  ";

export class IndentedWriter {
  #block: TabbedLine[] = [];
  readonly #done: string[] = [];

  /** One line, `level` times two blanks in. */
  line(level: number, ...cells: readonly string[]): void {
    const [first = "", ...rest] = cells;
    this.#block.push([INDENT.repeat(level) + first, ...rest]);
  }

  /** "Labels:" and one line per value below each other; <none> if there are none. `indent` goes before the title. */
  values(title: string, values: readonly string[], indent = ""): void {
    if (values.length === 0) this.#block.push([`${indent}${title}:`, "<none>"]);
    values.forEach((value, k) => this.#block.push([k === 0 ? `${indent}${title}:` : indent, value]));
  }

  /** Columns do not line up across this point. */
  flush(): void {
    this.#done.push(...alignTabs(this.#block));
    this.#block = [];
  }

  /** Everything written so far. */
  lines(): readonly string[] {
    this.flush();
    return this.#done;
  }
}

/** "key=value" in order of keys. */
export const keyValues = (map: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(map)
    .sort()
    .map((key) => `${key}=${map[key] ?? ""}`);
