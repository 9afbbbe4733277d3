// What of a request can make a difference to what its command does: two requests that agree in it are followed once.
import type { ScriptRequest } from "@podsim/core";
import { mayAskNetwork } from "./network-commands.js";

/** Commands that show every variable. */
const ALL_VARIABLES = /\b(env|printenv|set|export|declare|compgen|envsubst)\b/;
const HOSTNAME = /hostname|HOSTNAME|uname/;
const DATE = /\bdate\b|SECONDS|EPOCH|strftime|systime|\bfind\b/;
const LUCK = /RANDOM|\bshuf\b|uuid|mktemp|\brand\b|sort -R/;
/** A date that is only printed decides nothing. */
const PRINTED_DATE = /\b(?:echo|printf)\b[^;|&\n]*(?:\$\(|`)\s*date\b[^;|&\n]*|\bdate\b[^;|&\n)]*>>?\s*\S+/g;

const textOf = ({ argv, files, inputs }: ScriptRequest): string => {
  const commands = inputs.flatMap((input) => (input.kind === "command" ? input.argv : []));
  return [...(argv ?? []), ...files.map(({ content }) => content ?? ""), ...commands].join("\n");
};

const mentioned = (env: ScriptRequest["env"], text: string): ScriptRequest["env"] => {
  if (ALL_VARIABLES.test(text)) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => text.includes(name)));
};

export const essentialRequest = (request: ScriptRequest): ScriptRequest => {
  const text = textOf(request);
  const asks = mayAskNetwork(text);
  return {
    ...request,
    env: mentioned(request.env, text),
    hostname: HOSTNAME.test(text) ? request.hostname : "",
    startedAtMillis: DATE.test(text.replaceAll(PRINTED_DATE, "")) ? request.startedAtMillis : 0,
    luck: LUCK.test(text) ? request.luck : "",
    hosts: asks ? request.hosts : {},
    inputs: asks ? request.inputs : request.inputs.filter(({ kind }) => kind !== "network"),
  };
};
