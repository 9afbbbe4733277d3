// What the memory testers stress and stress-ng take, told from their arguments.
import type { Usage } from "@podsim/core";
import { SECOND } from "@podsim/core/time";

/** How fast they fill their memory. */
const BYTES_PER_SECOND = 2 ** 30;
const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** The value after a flag, or behind its "="; null if it is not given. */
const valueOf = (argv: readonly string[], ...flags: readonly string[]): string | null => {
  for (const [ix, arg] of argv.entries()) {
    for (const flag of flags) {
      if (arg === flag) return argv[ix + 1] ?? null;
      if (arg.startsWith(`${flag}=`)) return arg.slice(flag.length + 1);
    }
  }
  return null;
};

const bytesIn = (text: string): number | null => {
  const match = /^(\d+)([bkmg]?)$/i.exec(text);
  return match === null ? null : Number(match[1]) * (UNITS[(match[2] ?? "").toLowerCase()] ?? 1);
};

/** Memory over time of `stress --vm N --vm-bytes B`; null for anything else. */
export const stressMemory = (argv: readonly string[]): Usage | null => {
  const program = argv[0]?.split("/").at(-1);
  if (program !== "stress" && program !== "stress-ng") return null;
  const workers = Number(valueOf(argv, "--vm", "-m") ?? 0);
  const each = bytesIn(valueOf(argv, "--vm-bytes") ?? "256m");
  if (!Number.isInteger(workers) || workers < 1 || each === null) return null;
  const amount = workers * each;
  return {
    kind: "curve",
    points: [
      { atUs: 0, amount: 0, until: "ramp" },
      { atUs: Math.max(1, Math.round((amount / BYTES_PER_SECOND) * SECOND)), amount, until: "step" },
    ],
  };
};
