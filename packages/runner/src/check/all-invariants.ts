// Every law there is: those of a log, and those of a run as a whole.
import { INVARIANTS } from "@podsim/core";
import type { Invariant } from "@podsim/core";
import { RUN_INVARIANTS } from "./run-invariants.js";

export const ALL_INVARIANTS: readonly Invariant[] = [...INVARIANTS, ...RUN_INVARIANTS];
