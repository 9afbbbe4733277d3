// Plants bugs and looks for each with the kit's own laws; run as a program: node find-bug.js SCENARIOS [BUG…]. One line of
// JSON for each bug, as it is found.
import { register } from "node:module";
import { PLANTED_BUGS } from "./planted-bugs.js";

/** What was found of one planted bug. */
export interface BugReport {
  readonly bug: string;
  /** The law that was broken; null = none was. */
  readonly law: string | null;
  readonly afterRuns: number;
  readonly eventCount: number;
  readonly isMinimal: boolean;
  /** Parts without which the law is broken all the same; none of what is 1-minimal. */
  readonly needless: readonly string[];
  readonly partCount: number;
  /** Whether the case keeps every law once the bug is switched off. */
  readonly isInnocentWithout: boolean;
  readonly digest: string;
  /** Digest of the case read back from its file's text and played again. */
  readonly replayed: string;
  /** The scenario file that shows the bug. */
  readonly caseText: string;
  readonly story: readonly string[];
  readonly cpuSeconds: number;
}

const NOTHING: Omit<BugReport, "bug" | "cpuSeconds"> = {
  law: null,
  afterRuns: 0,
  eventCount: 0,
  isMinimal: false,
  needless: [],
  partCount: 0,
  isInnocentWithout: true,
  digest: "",
  replayed: "",
  caseText: "",
  story: [],
};

const [, , numRuns = "600", ...asked] = process.argv;
const ids = asked.length > 0 ? asked : PLANTED_BUGS.map(({ id }) => id);

register("./plant-hook.js", import.meta.url, { data: PLANTED_BUGS });
const kit = await import("@podsim/runner/testing");
type Kit = typeof kit;

const switchOn = (bug: string | null): void => {
  (globalThis as { plantedBug?: string | null }).plantedBug = bug;
};

const breaks = (given: Parameters<Kit["playCase"]>[0], laws: Parameters<Kit["judgePlayed"]>[1]): boolean => {
  try {
    return kit.judgePlayed(kit.playCase(given), laws).breaches.length > 0;
  } catch (thrown) {
    if (thrown instanceof kit.UnusableCase) return false;
    throw thrown;
  }
};

const found = (bug: string): Omit<BugReport, "cpuSeconds"> => {
  const { counterexample } = kit.check(kit.invariants, kit.scenario(), { numRuns: Number(numRuns) });
  if (counterexample?.case == null) return { ...NOTHING, bug };
  const { breach, found: how, played, case: smallest } = counterexample;
  const laws = [breach.invariant];
  const caseText = kit.caseText(smallest, breach.invariant);
  const again = kit.caseIn(caseText);
  const parts = kit.reductionsOf(smallest);
  const needless = parts.filter(({ rest }) => breaks(rest, laws)).map(({ part }) => part);
  const replayed = again === null ? "" : kit.playCase(again).cluster.log.digest();
  switchOn(null);
  const isInnocentWithout = !breaks(smallest, laws);
  switchOn(bug);
  return {
    bug,
    law: breach.invariant.id,
    afterRuns: how.afterRuns,
    eventCount: kit.storyOf(counterexample).length,
    isMinimal: how.isMinimal,
    needless,
    partCount: parts.length,
    isInnocentWithout,
    digest: played.cluster.log.digest(),
    replayed,
    caseText,
    story: kit.tellCounterexample(counterexample, { file: null }),
  };
};

for (const bug of ids) {
  const began = process.cpuUsage();
  switchOn(bug);
  const report = found(bug);
  switchOn(null);
  const { user, system } = process.cpuUsage(began);
  process.stdout.write(`${JSON.stringify({ ...report, cpuSeconds: (user + system) / 1e6 })}\n`);
}
