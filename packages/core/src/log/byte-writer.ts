// A growing run of bytes, little-endian on every platform.
import { BYTES_PER_UNIT_MAX, writeUtf8 } from "./utf8.js";

export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  uint8(value: number): void {
    const at = this.#claim(1);
    this.#view.setUint8(at, value);
  }

  uint32(value: number): void {
    const at = this.#claim(4);
    this.#view.setUint32(at, value, true);
  }

  float64(value: number): void {
    const at = this.#claim(8);
    this.#view.setFloat64(at, value, true);
  }

  bytes(values: Uint8Array): void {
    const at = this.#claim(values.length);
    this.#bytes.set(values, at);
  }

  /** Length in bytes, then UTF-8. */
  text(text: string): void {
    const start = this.#claim(4 + BYTES_PER_UNIT_MAX * text.length);
    this.#length = writeUtf8(text, this.#bytes, start + 4);
    this.#view.setUint32(start, this.#length - start - 4, true);
  }

  /** Room for a column of so many bytes: the view to write it through and where in it the column starts. */
  column(byteCount: number): { readonly view: DataView; readonly start: number } {
    const start = this.#claim(byteCount);
    return { view: this.#view, start };
  }

  /** Overwrites a word written before. */
  patchUint32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  /** The bytes so far, a copy. */
  written(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Start of so many new bytes. May replace the buffer and its view: call it before reading either. */
  #claim(byteCount: number): number {
    const start = this.#length;
    const needed = start + byteCount;
    if (needed > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      bytes.set(this.#bytes.subarray(0, start));
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer);
    }
    this.#length = needed;
    return start;
  }
}
