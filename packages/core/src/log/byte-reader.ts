// Reads little-endian bytes that may be anything: the first thing that cannot be is kept as the fault, later reads give 0.
import { readUtf8 } from "./utf8.js";

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  #at: number;
  #fault: string | null = null;

  /** Reads within [from, to); positions are those of `bytes`. */
  constructor(bytes: Uint8Array, from: number, to: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = from;
    this.#end = to;
  }

  /** What was wrong first, or null. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Where the next byte is read. */
  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  /** Declares the bytes faulty, unless they already are. */
  refuse(fault: string): void {
    this.#fault ??= fault;
    this.#at = this.#end;
  }

  uint8(): number {
    const at = this.#take(1);
    return at < 0 ? 0 : this.#view.getUint8(at);
  }

  uint32(): number {
    const at = this.#take(4);
    return at < 0 ? 0 : this.#view.getUint32(at, true);
  }

  float64(): number {
    const at = this.#take(8);
    return at < 0 ? 0 : this.#view.getFloat64(at, true);
  }

  /** A view on the next bytes, empty if there are not so many. */
  bytes(byteCount: number): Uint8Array {
    const at = this.#take(byteCount);
    return at < 0 ? new Uint8Array(0) : this.#bytes.subarray(at, at + byteCount);
  }

  /** Length in bytes, then UTF-8. */
  text(): string {
    const byteCount = this.uint32();
    const at = this.#take(byteCount);
    if (at < 0) return "";
    const text = readUtf8(this.#bytes, at, at + byteCount);
    if (text === null) this.refuse("UTF-8 expected");
    return text ?? "";
  }

  /** The next bytes as a column to read through `view` from `start`; null if there are not so many. */
  column(byteCount: number): { readonly view: DataView; readonly start: number } | null {
    const start = this.#take(byteCount);
    return start < 0 ? null : { view: this.#view, start };
  }

  /** Start of the next bytes, after which they count as read; -1 if there are not so many. */
  #take(byteCount: number): number {
    if (byteCount > this.#end - this.#at) {
      this.refuse(`${String(byteCount)} more bytes expected, ${String(this.#end - this.#at)} there`);
      return -1;
    }
    const at = this.#at;
    this.#at += byteCount;
    return at;
  }
}
