// How many facts a second the event log records, reads back, hashes, stores and restores.
import { createColumnLog, createFrameEncoder, decodeFrames, encodeHeader } from "@podsim/core/log";
import type { ColumnLog, EventDefinition } from "@podsim/core/log";

/** All rates in facts per second of wall time. */
export interface LogBenchResult {
  readonly factCount: number;
  readonly appendedPerSecond: number;
  readonly readPerSecond: number;
  readonly digestedPerSecond: number;
  readonly encodedPerSecond: number;
  readonly decodedPerSecond: number;
  /** Storage form, header included. */
  readonly bytesPerFact: number;
  /** Of the facts recorded: the same for the same size, whatever the machine. */
  readonly digest: string;
}

/** Facts per frame, as a run would write them. */
const FRAME_FACTS = 65_536;

interface Started {
  readonly containerIx: number;
  readonly restartCount: number;
  readonly tookUs: number;
}

interface Pulled {
  readonly image: string;
  readonly tookUs: number;
  readonly node: string | null;
}

interface Refused {
  readonly reason: "Unschedulable" | "SchedulerError";
  readonly nodeCounts: Readonly<Record<string, number>>;
}

const nothing = (state: unknown): unknown => state;

const started: EventDefinition<"ContainerStarted", Started> = {
  type: "ContainerStarted",
  entity: "pod",
  revision: 1,
  fields: { containerIx: "int", restartCount: "int", tookUs: "int" },
  evolve: nothing,
  example: { containerIx: 0, restartCount: 0, tookUs: 1_000 },
};

const pulled: EventDefinition<"ImagePulled", Pulled> = {
  type: "ImagePulled",
  entity: "pod",
  revision: 1,
  fields: { image: "string", tookUs: "int", node: "string?" },
  evolve: nothing,
  example: { image: "nginx:1.27", tookUs: 1_000, node: null },
};

const refused: EventDefinition<"PodRefused", Refused> = {
  type: "PodRefused",
  entity: "pod",
  revision: 1,
  fields: { reason: { oneOf: ["Unschedulable", "SchedulerError"] }, nodeCounts: "json" },
  evolve: nothing,
  example: { reason: "Unschedulable", nodeCounts: { "Insufficient cpu": 3 } },
};

const REGISTRY: readonly EventDefinition[] = [started, pulled, refused];
const IMAGES = Array.from({ length: 50 }, (_, i) => `registry.example/app-${String(i)}:1.${String(i)}`);
const NODE_COUNTS = Array.from({ length: 200 }, (_, i) => ({
  "Insufficient cpu": i,
  "node(s) had untolerated taint": 200 - i,
}));

/** Six facts in eight carry three numbers, one text, one a JSON value. */
const record = (factCount: number): ColumnLog => {
  const log = createColumnLog(REGISTRY);
  for (let i = 0; i < factCount; i += 1) {
    const pod = i % 5_000;
    const at = 700 * i;
    switch (i & 7) {
      case 3:
        log.append(at, pulled, pod, i - 1, { image: IMAGES[i % 50] ?? "", tookUs: i % 60_000_000, node: null });
        break;
      case 6:
        log.append(at, refused, pod, i - 1, { reason: "Unschedulable", nodeCounts: NODE_COUNTS[i % 200] ?? {} });
        break;
      default:
        log.append(at, started, pod, i - 1, { containerIx: i & 1, restartCount: i % 11, tookUs: i % 900_000 });
    }
  }
  return log;
};

const encode = (log: ColumnLog): Uint8Array => {
  const encoder = createFrameEncoder(log);
  const parts = [encodeHeader(log.registry)];
  while (encoder.encodedCount < log.length) {
    parts.push(encoder.encode(Math.min(log.length, encoder.encodedCount + FRAME_FACTS)));
  }
  const file = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
};

/** The result and how often a second it could be had. */
const timed = <T>(work: () => T): { readonly result: T; readonly perSecond: number } => {
  const start = performance.now();
  const result = work();
  return { result, perSecond: 1_000 / (performance.now() - start) };
};

/** Measures one pass each over `size` (>= 1) facts. Throws if what is stored does not read back. */
export const benchLog = (size: number): LogBenchResult => {
  const recording = timed(() => record(size));
  const log = recording.result;
  const reading = timed(() => {
    let sum = 0;
    log.forEach(0, size, (envelope) => (sum += envelope.at + envelope.causedBy));
    return sum;
  });
  const digesting = timed(() => log.digest());
  const encoding = timed(() => encode(log));
  const decoding = timed(() => decodeFrames(encoding.result, REGISTRY));
  const decoded = decoding.result;
  if (decoded._tag === "Left" || decoded.right.log.digest() !== digesting.result) {
    throw new Error("the stored log does not read back as it was");
  }
  return {
    factCount: size,
    appendedPerSecond: size * recording.perSecond,
    readPerSecond: size * reading.perSecond,
    digestedPerSecond: size * digesting.perSecond,
    encodedPerSecond: size * encoding.perSecond,
    decodedPerSecond: size * decoding.perSecond,
    bytesPerFact: encoding.result.length / size,
    digest: digesting.result,
  };
};
