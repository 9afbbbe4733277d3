// How the tools of an image word what the interpreter words as GNU and bash do.
import type { ScriptTools } from "@podsim/core";

const BUSYBOX: readonly (readonly [RegExp, string])[] = [
  [/^cat: (.+): No such file or directory$/gm, "cat: can't open '$1': No such file or directory"],
  [/^ls: cannot access '(.+)': No such file or directory$/gm, "ls: $1: No such file or directory"],
  [/^rm: cannot remove '(.+)': No such file or directory$/gm, "rm: can't remove '$1': No such file or directory"],
  [/^stat: cannot stat(?:x)? '(.+)': No such file or directory$/gm, "stat: can't stat '$1': No such file or directory"],
];

/** @param shell as it was called: it names itself before what it has to say */
export const wordErrors = (text: string, tools: ScriptTools, shell: string): string => {
  if (tools === "bash") return text;
  if (tools !== "busybox") {
    return shell === "bash" ? text : text.replace(/^bash: (.+): command not found$/gm, `${shell}: 1: $1: not found`);
  }
  const worded = BUSYBOX.reduce((current, [pattern, words]) => current.replace(pattern, words), text);
  return worded.replace(/^bash: (.+): command not found$/gm, `${shell}: $1: not found`);
};
