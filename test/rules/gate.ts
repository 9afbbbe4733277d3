// What gates a change, stage by stage: types, lint, boundaries, dead code, formatting, tests. With --check, all but tests.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

interface Stage {
  readonly name: string;
  /** A command of node_modules/.bin and its arguments. */
  readonly command: readonly [string, ...string[]];
}

interface Outcome {
  readonly stage: Stage;
  readonly passed: boolean;
  readonly seconds: number;
}

const types: Stage = { name: "types", command: ["tsx", "test/rules/build.ts"] };
const lint: Stage = { name: "lint", command: ["eslint", ".", "--concurrency", "2"] };
const boundaries: Stage = { name: "boundaries", command: ["tsx", "test/rules/boundaries.ts"] };
const deadCode: Stage = { name: "dead code", command: ["knip", "--no-progress", "--no-config-hints"] };
const formatting: Stage = { name: "formatting", command: ["prettier", "--check", "--log-level=warn", "--cache", "."] };
const tests: Stage = { name: "tests", command: ["vitest", "run"] };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const spawnStage = (stage: Stage, stdio: "pipe" | "inherit"): ReturnType<typeof spawn> => {
  const [command, ...args] = stage.command;
  const colour = process.stdout.isTTY && process.env["NO_COLOR"] === undefined ? { FORCE_COLOR: "1" } : {};
  return spawn(join(root, "node_modules", ".bin", command), args, {
    cwd: root,
    env: { ...process.env, ...colour },
    stdio: ["ignore", stdio, stdio],
    shell: process.platform === "win32",
  });
};

/** The exit decides; `output` is what the stage printed, "" when it printed straight to the terminal. */
const run = (stage: Stage, stdio: "pipe" | "inherit"): Promise<Outcome & { readonly output: string }> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawnStage(stage, stdio);
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      const seconds = (performance.now() - startedAt) / 1000;
      resolve({ stage, passed: code === 0, seconds, output: Buffer.concat(chunks).toString("utf8") });
    });
  });

/** One line for a stage that passed; its whole output for one that failed. */
const report = async (stage: Stage): Promise<Outcome> => {
  const outcome = await run(stage, "pipe");
  say(`${outcome.passed ? "passed" : "FAILED"}  ${stage.name.padEnd(10)} ${outcome.seconds.toFixed(1).padStart(6)} s`);
  if (!outcome.passed) say(outcome.output.trimEnd().replaceAll(/^/gm, "  "));
  return outcome;
};

const inTurn = async (stages: readonly Stage[]): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const stage of stages) outcomes.push(await report(stage));
  return outcomes;
};

/**
 * Types come first, as nothing said about code that does not compile can be trusted, and beside them what does not read
 * types; then the rest on two cores. The tests survey the boundaries too: once is enough.
 */
const check = async (onlyCheck: boolean): Promise<readonly Outcome[]> => {
  const [compiled, formatted] = await Promise.all([report(types), report(formatting)]);
  if (!compiled.passed) return [compiled, formatted];
  const others = onlyCheck ? [deadCode, boundaries] : [deadCode];
  const lanes = await Promise.all([inTurn([lint]), inTurn(others)]);
  return [compiled, formatted, ...lanes.flat()];
};

const main = async (): Promise<void> => {
  const onlyCheck = process.argv.includes("--check");
  const startedAt = performance.now();
  const outcomes = [...(await check(onlyCheck))];
  const compiled = outcomes[0]?.passed === true;
  if (compiled && !onlyCheck) outcomes.push(await run(tests, "inherit"));

  const failed = outcomes.filter(({ passed }) => !passed).map(({ stage }) => stage.name);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  const skipped = compiled ? "" : "; the stages after it were not run";
  if (failed.length === 0) say(`podsim: ${onlyCheck ? "check" : "test"} passed in ${seconds} s`);
  else say(`podsim: ${onlyCheck ? "check" : "test"} FAILED at ${failed.join(", ")}${skipped}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
};

await main();
