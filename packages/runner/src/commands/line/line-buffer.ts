// Lines on their way to a stream, written in pieces of a useful size: a system call per line costs more than the line.
import type { OutputStream } from "../../io/console.js";

const PIECE_CHARACTERS = 64 * 1024;

export class LineBuffer {
  readonly #stream: OutputStream;
  #text = "";

  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  line(text: string): void {
    this.#text += `${text}\n`;
    if (this.#text.length >= PIECE_CHARACTERS) this.flush();
  }

  lines(texts: Iterable<string>): void {
    for (const text of texts) this.line(text);
  }

  /** To be called at the end, and before anything waits. */
  flush(): void {
    if (this.#text !== "") this.#stream.write(this.#text);
    this.#text = "";
  }
}
