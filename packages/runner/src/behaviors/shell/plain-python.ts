// Which Python programs can be followed: those on the command line that only compute, look at their environment, sleep and
// exit. Anything else is a program nobody knows.

const MODULES = /^(os|sys|time|math|json)$/;
/** What reaches beyond the program itself, or may not end. */
const BEYOND = /\b(open|input|exec|eval|__import__|fork|system|popen|async|class)\b|\*\*|\d{7,}|range\([^)]*\d{6,}/;

const importsOf = (code: string): readonly string[] =>
  [...code.matchAll(/^\s*(?:import\s+(.+?)|from\s+(\S+)\s+import\s.*?)\s*$/gm)].flatMap(([, several, one]) =>
    (several ?? one ?? "").split(",").map((name) => name.trim().split(" ")[0] ?? ""),
  );

export const isPython = (name: string): boolean => /^(.*\/)?python3?$/.test(name);

/** The program text of `python -c …`; null if it is not given so. */
export const pythonText = (args: readonly string[]): string | null => {
  const at = args.findIndex((arg) => /^-[a-zA-Z]*c$/.test(arg));
  return at < 0 || args.slice(0, at).some((arg) => !arg.startsWith("-")) ? null : (args[at + 1] ?? null);
};

export const isPlainPython = (code: string): boolean => {
  const lines = code.replaceAll(";", "\n");
  if (BEYOND.test(code) || !importsOf(lines).every((name) => MODULES.test(name))) return false;
  return !/\bwhile\b/.test(code) || /\bsleep\(/.test(code);
};
