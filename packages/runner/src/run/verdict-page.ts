// Lines of a report for people, in the colours and signs that the terminal wants.
import { escapeTerminal } from "../input/escape-terminal.js";

export interface VerdictStyle {
  readonly color: boolean;
  /** "ok FAIL !" instead of signs. */
  readonly ascii: boolean;
}

const SGR = { green: 32, yellow: 33, red: 31, cyan: 36, dim: 2, bold: 1 } as const;

type Look = keyof typeof SGR;

export class Page {
  readonly lines: string[] = [];

  constructor(readonly style: VerdictStyle) {}

  paint(text: string, ...looks: readonly Look[]): string {
    return this.style.color && text !== ""
      ? `\u001b[${looks.map((look) => SGR[look]).join(";")}m${text}\u001b[0m`
      : text;
  }

  sign(kind: "ok" | "fail" | "warn"): string {
    if (kind === "ok") return this.paint(this.style.ascii ? "ok  " : "✓", "green");
    if (kind === "warn") return this.paint(this.style.ascii ? "!   " : "!", "yellow");
    return this.paint(this.style.ascii ? "FAIL" : "✗", "red");
  }

  heading(text: string, columns = ""): void {
    const title = `${this.style.ascii ? "==" : "█"} ${text}`;
    this.lines.push(`${this.paint(title, "bold")}${columns === "" ? "" : this.paint(columns, "dim")}`);
  }

  line(text = ""): void {
    this.lines.push(text.trimEnd());
  }

  plain(text: string): string {
    const safe = escapeTerminal(text);
    return this.style.ascii
      ? safe.replace(/[·–—×…]/g, (sign) => (sign === "…" ? "..." : sign === "×" ? "x" : "-"))
      : safe;
  }

  text(): string {
    return `${this.lines.join("\n")}\n`;
  }
}
