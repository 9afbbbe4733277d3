import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const MODULE = fileURLToPath(new URL("./node-console.ts", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with the console of this module; `stopAfter` closes the reading end of stdout after that many bytes. */
const run = (body: string, input: string, stopAfter = Number.POSITIVE_INFINITY): Promise<Ended> =>
  new Promise((resolve) => {
    const source = `import { nodeConsole } from ${JSON.stringify(MODULE)}; const terminal = nodeConsole(); ${body}`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", source]);
    let [stdout, stderr, receivedCount] = ["", "", 0];
    child.stdout.on("data", (chunk: Buffer) => {
      receivedCount += chunk.length;
      stdout += chunk.toString();
      if (receivedCount >= stopAfter) child.stdout.destroy();
    });
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    // The program may end before it has read everything.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });

describe("the terminal of a process", () => {
  test("a reader that goes away, as head does, ends it quietly with exit code 0", async () => {
    const body = `for (let ix = 0; ix < 100_000; ix += 1) terminal.stdout.write("line ".repeat(20) + "\\n"); process.exit(9);`;
    const ended = await run(body, "", 1000);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
  }, 20_000);

  test("everything written is there when the process exits, however slow the reader", async () => {
    const body = `terminal.stdout.write("x".repeat(5_000_000)); terminal.stderr.write("done"); process.exit(3);`;
    const ended = await run(body, "");
    expect(ended).toMatchObject({ code: 3, stderr: "done" });
    expect(ended.stdout.length).toBe(5_000_000);
  }, 20_000);

  test("standard input is read to its end or its limit; pipes have no columns", async () => {
    const body = `
      const read = terminal.readInput((head) => head.length + 100_000);
      const { bytes, isWhole, sizeBytes } = read.right;
      terminal.stdout.write(JSON.stringify([bytes.length, isWhole, sizeBytes, terminal.stdout.isTty, terminal.stdout.columns(),
        terminal.isInputTty, terminal.environment("PODSIM_NOT_SET")]));`;
    expect((await run(body, "y".repeat(150_000))).stdout).toBe("[150000,true,150000,false,null,false,null]");
    expect((await run(body, "y".repeat(900_000))).stdout).toBe("[65536,false,null,false,null,false,null]");
  }, 20_000);
});
