// The front door "core/log": what a fact is, the log that holds facts, its storage form and its text form.
export { eventCodec } from "../event-codec.js";
export { createColumnLog } from "./column-log.js";
export { encodeHeader, FORMAT_VERSION } from "./file-header.js";
export { describeFrameError } from "./frame-error.js";
export { createFrameEncoder, decodeFrames } from "./frames.js";
export { decodeLines, encodeLine, LINE_ERRORS_MAX } from "./json-lines.js";
export { canonicalJson, isJson } from "./json-value.js";
export { invariant, InvariantViolation } from "../invariant.js";

export type { Entity, Envelope, EventDefinition } from "../event.js";
export type { ColumnLog } from "./column-log.js";
export type { EventLog, EventRecorder } from "./event-log.js";
export type { FrameError } from "./frame-error.js";
export type { DecodedFrames, FrameEncoder, FrameTail } from "./frames.js";
export type { LineError, LineFault } from "./json-lines.js";
export type { JsonValue } from "./json-value.js";
export type { PackedFacts } from "./packed-facts.js";
