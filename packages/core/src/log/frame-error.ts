// Why bytes are not a log this program can read, and where.

/** Bytes [position, position + byteCount) are not what was written; which of them is not known. */
interface Damage {
  readonly position: number;
  readonly byteCount: number;
}

/**
 * Positions count bytes from the start of the file. For the last four kinds, everything before `frameAt` is intact:
 * decoding just those bytes gives the facts before `fromSeq`.
 */
export type FrameError =
  /** The file does not start as a log does. */
  | { readonly kind: "NotALog"; readonly position: number }
  | { readonly kind: "OtherFormat"; readonly position: number; readonly expected: number; readonly got: number }
  /** The first event type that differs; null where one list ends before the other. */
  | {
      readonly kind: "OtherRegistry";
      readonly position: number;
      readonly typeIx: number;
      readonly expected: string | null;
      readonly got: string | null;
    }
  | (Damage & { readonly kind: "DamagedFileHeader" })
  /** Which facts were in the frame is not known beyond the first. */
  | (Damage & { readonly kind: "DamagedFrameHeader"; readonly frameAt: number; readonly fromSeq: number })
  /** The facts [fromSeq, toSeq) are lost. */
  | (Damage & {
      readonly kind: "DamagedFrameBody";
      readonly frameAt: number;
      readonly fromSeq: number;
      readonly toSeq: number;
    })
  /** A sound frame that does not follow on the one before it: frames are missing, repeated, or of another file. */
  | { readonly kind: "BrokenChain"; readonly frameAt: number; readonly fromSeq: number; readonly gotSeq: number }
  /** Checksums agree but the content is none this program writes. */
  | { readonly kind: "Malformed"; readonly frameAt: number; readonly fromSeq: number; readonly reason: string };

const span = ({ position, byteCount }: Damage): string =>
  `bytes ${String(position)} to ${String(position + byteCount - 1)}`;

/** One sentence, without a full stop, for a message to a person. */
export const describeFrameError = (error: FrameError): string => {
  switch (error.kind) {
    case "NotALog":
      return `not an event log (byte ${String(error.position)} differs)`;
    case "OtherFormat":
      return `log format ${String(error.got)}, this program reads ${String(error.expected)}`;
    case "OtherRegistry":
      return `written with other event types: number ${String(error.typeIx)} is ${error.got ?? "missing"}, here it is ${error.expected ?? "missing"}`;
    case "DamagedFileHeader":
      return `the file header is damaged (${span(error)})`;
    case "DamagedFrameHeader":
      return `damaged from fact ${String(error.fromSeq)} on (${span(error)})`;
    case "DamagedFrameBody":
      return `facts ${String(error.fromSeq)} to ${String(error.toSeq - 1)} are damaged (${span(error)})`;
    case "BrokenChain":
      return `fact ${String(error.fromSeq)} should follow at byte ${String(error.frameAt)}, found a frame of another place or file, from fact ${String(error.gotSeq)}`;
    case "Malformed":
      return `the frame at byte ${String(error.frameAt)}, from fact ${String(error.fromSeq)}, is malformed: ${error.reason}`;
  }
};
