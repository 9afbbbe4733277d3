// Runs a plain Python program in MicroPython: what it prints, how it exits, how long it sleeps.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";

export interface PythonEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** All its sleeps together; null = they would never end. */
  readonly sleptSeconds: number | null;
}

const HEAP_BYTES = 4 * 1024 * 1024;
const SLEEPS_MAX = 10_000;
const ENDLESS = "sleeps for ever";

/** os and time as a container has them; the program's own directory and clock are not its. */
const PREAMBLE = `
import sys, _host
class _Module: pass
_os = _Module()
_os.environ = dict(_host.variables())
_os.getenv = lambda key, default=None: _os.environ.get(key, default)
_os.getpid = lambda: 1
sys.modules["os"] = _os
_time = _Module()
_time.sleep = _host.sleep
_time.time = _host.time
sys.modules["time"] = _time
`;

/** SystemExit's argument as the shell sees it. */
const exitOf = (message: string): { readonly exitCode: number; readonly stderr: string } => {
  const said = /SystemExit: ?(.*)\s*$/s.exec(message)?.[1]?.trim() ?? "";
  if (said === "" || said === "None") return { exitCode: 0, stderr: "" };
  return /^-?\d+$/.test(said) ? { exitCode: Number(said) & 255, stderr: "" } : { exitCode: 1, stderr: `${said}\n` };
};

/** @param untilSeconds a program that sleeps for longer than this in all sleeps for ever */
export const runPython = async (
  code: string,
  env: Readonly<Record<string, string>>,
  nowSeconds: number,
  untilSeconds: number,
): Promise<PythonEnd> => {
  let stdout = "";
  let slept = 0;
  let sleeps = 0;
  const python = await loadMicroPython({
    heapsize: HEAP_BYTES,
    linebuffer: true,
    stdout: (line) => {
      stdout += `${line}\n`;
    },
  });
  python.registerJsModule("_host", {
    variables: () => Object.entries(env),
    time: () => nowSeconds + slept,
    sleep: (seconds: number) => {
      slept += seconds;
      sleeps += 1;
      if (slept > untilSeconds || sleeps > SLEEPS_MAX) throw new RangeError(ENDLESS);
    },
  });
  try {
    python.runPython(PREAMBLE);
    python.runPython(code);
    return { stdout, stderr: "", exitCode: 0, sleptSeconds: slept };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes(ENDLESS)) return { stdout, stderr: "", exitCode: 0, sleptSeconds: null };
    const isExit = error instanceof Error && error.name === "PythonError" && /SystemExit/.test(message);
    if (!isExit) return { stdout, stderr: message, exitCode: 1, sleptSeconds: slept };
    return { stdout, sleptSeconds: slept, ...exitOf(message) };
  }
};
