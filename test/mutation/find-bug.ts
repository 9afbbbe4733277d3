// Plants one bug and looks for it with the kit's own laws; run as a program: node find-bug.js BUG [SCENARIOS] [found|smallest].
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
  digest: "",
  replayed: "",
  caseText: "",
  story: [],
};

const report = async (id: string, numRuns: number, minimise: boolean): Promise<BugReport> => {
  const bug = PLANTED_BUGS.find((each) => each.id === id);
  if (bug === undefined) throw new Error(`no bug is called ${id}`);
  register("./plant-hook.js", import.meta.url, { data: { module: bug.module, find: bug.find, instead: bug.instead } });
  const began = process.cpuUsage();
  const kit = await import("@podsim/runner/testing");
  const { counterexample } = kit.check(kit.invariants, kit.scenario(), { numRuns, minimise });
  const { user, system } = process.cpuUsage(began);
  const common = { bug: id, cpuSeconds: (user + system) / 1e6 };
  if (counterexample === null) return { ...NOTHING, ...common };
  const { breach, found, played } = counterexample;
  const caseText = counterexample.case === null ? "" : kit.caseText(counterexample.case, breach.invariant);
  const again = kit.caseIn(caseText);
  return {
    ...common,
    law: breach.invariant.id,
    afterRuns: found.afterRuns,
    eventCount: kit.storyOf(counterexample).length,
    isMinimal: found.isMinimal,
    digest: played.cluster.log.digest(),
    replayed: again === null ? "" : kit.playCase(again).cluster.log.digest(),
    caseText,
    story: kit.tellCounterexample(counterexample, { file: null }),
  };
};

const [, , id = "", numRuns = "1000", how = "smallest"] = process.argv;
process.stdout.write(`${JSON.stringify(await report(id, Number(numRuns), how === "smallest"))}\n`);
