// What the words behind kill, killall, pkill and trap say of signals.
/** Names of signals by their numbers, as trap takes them. */
export const SIGNAL_NAMES: Readonly<Record<string, string>> = {
  "0": "EXIT",
  "1": "HUP",
  "2": "INT",
  "3": "QUIT",
  "15": "TERM",
};

const nameOf = (text: string): string => {
  if (text === "0") return text;
  return text === "9" ? "KILL" : (SIGNAL_NAMES[text] ?? text.replace(/^SIG/, ""));
};

/** The signal by its short name (TERM unless told, "0" = none), and whom it is for: process ids, jobs or names. */
export const readKill = (args: readonly string[]): { readonly signal: string; readonly targets: readonly string[] } => {
  let signal = "TERM";
  const targets: string[] = [];
  for (let ix = 0; ix < args.length; ix += 1) {
    const arg = args[ix] ?? "";
    if (arg === "-s" || arg === "-n") signal = nameOf(args[(ix += 1)] ?? "TERM");
    else if (/^-./.test(arg) && targets.length === 0) signal = nameOf(arg.slice(1));
    else targets.push(arg);
  }
  return { signal, targets };
};
