// Makes up scenarios of mixed size until it has tried as many as it was told, or a law is broken; what breaks one is told
// and its case printed, to be kept in test/cases. Twenty thousand take some minutes; nothing is wrong in any of them.
//   node benchmarks/dist/check-many.js [scenarios] [seed]
import { caseText, check, invariants, scenario, tellCounterexample } from "@podsim/runner/testing";

/** From one node with one workload to five with four, from five minutes to two hours. */
const SIZES = [
  { nodes: 1, workloads: 1, steps: 3, minutes: 15 },
  { nodes: 3, workloads: 2, steps: 5, minutes: 30 },
  { nodes: 5, workloads: 3, steps: 8, minutes: 30 },
  { nodes: 5, workloads: 4, steps: 14, minutes: 60 },
] as const;

/** Scenarios between two lines of progress. */
const BATCH = 250;

const [, , asked = "20000", from = "1"] = process.argv;
const total = Number(asked);
const began = performance.now();
let tried = 0;
for (let seed = Number(from); tried < total; seed += 1) {
  const size = SIZES[seed % SIZES.length] ?? SIZES[0];
  const numRuns = Math.min(BATCH, total - tried);
  const { counterexample, failure } = check(invariants, scenario(size), { numRuns, seed });
  if (failure !== null) {
    process.stdout.write(`${failure.invariant.id} cannot be judged: ${failure.message} (seed ${String(seed)})\n`);
    process.exitCode = 2;
    break;
  }
  if (counterexample !== null) {
    const { case: smallest, breach } = counterexample;
    process.stdout.write(`${tellCounterexample(counterexample, { file: null }).join("\n")}\n`);
    if (smallest !== null) process.stdout.write(`\n${caseText(smallest, breach.invariant)}`);
    process.exitCode = 1;
    break;
  }
  tried += numRuns;
  const seconds = (performance.now() - began) / 1000;
  const rate = Math.round(tried / seconds);
  process.stdout.write(`${String(tried)} scenarios kept every law (up to seed ${String(seed)}, ${String(rate)}/s)\n`);
}
