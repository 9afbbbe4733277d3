// Behaviours for tests: a container that serves after a second and runs until it is told to stop, and variations of it.
import type { Behavior } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";

const MEBIBYTE = 1024 * 1024;

/** Image 80 MiB at 40 MiB/s (2 s), serves after 1 s, exits 0 within 100 ms of SIGTERM, probes pass once it serves. */
export const aBehavior = (changes: Partial<Behavior> = {}): Behavior => ({
  name: "test",
  image: { sizeBytes: 80 * MEBIBYTE, pullBytesPerSecond: 40 * MEBIBYTE, missing: false, cached: false },
  startup: { kind: "constant", value: SECOND },
  run: null,
  exitCode: 0,
  crash: null,
  probes: { startup: null, liveness: null, readiness: null },
  onSigterm: { exitAfter: { kind: "constant", value: 100 * MILLISECOND }, exitCode: 0 },
  hooks: {
    postStart: { takes: { kind: "constant", value: 0 }, fails: false },
    preStop: { takes: { kind: "constant", value: 0 }, fails: false },
  },
  ...changes,
});
