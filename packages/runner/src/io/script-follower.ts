// Follows containers' commands in a thread of its own, started with the first of them, and remembers what it saw.
import { createRequire } from "node:module";
import type { FollowScript, ScriptRequest, ScriptTrace } from "@podsim/core";
import { essentialRequest } from "../behaviors/shell/essential-request.js";
import { bundledFile } from "./built-files.js";

/** Traces remembered at most; beyond that all are forgotten, which costs time and changes nothing. */
const TRACES_MAX = 20_000;

type Follow = (request: ScriptRequest) => Promise<ScriptTrace>;

/** Loaded with the first command that is followed: most runs have none. */
const startThread = (): FollowScript => {
  const { createSyncFn } = createRequire(import.meta.url)("synckit") as typeof import("synckit");
  return createSyncFn<Follow>(bundledFile("script-thread.js"));
};

const traces = new Map<string, ScriptTrace>();
let follow: FollowScript | null = null;

const remembered = (request: ScriptRequest): ScriptTrace => {
  const key = JSON.stringify(request);
  let trace = traces.get(key);
  if (trace === undefined) {
    follow ??= startThread();
    trace = follow(request);
    if (traces.size >= TRACES_MAX) traces.clear();
    traces.set(key, trace);
  }
  return trace;
};

/** @param startMillis date of the run's time 0, in ms since 1970 */
export const scriptFollower =
  (startMillis: number): FollowScript =>
  (request) =>
    remembered(essentialRequest({ ...request, startedAtMillis: startMillis + request.startedAtMillis }));
