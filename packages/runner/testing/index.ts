// What tests of the runner, and of programs that use it, build on.
export { memoryConsole } from "./memory-console.js";
export type { MemoryConsole, MemoryConsoleOptions } from "./memory-console.js";
export { memoryFiles } from "./memory-files.js";
export type { MemoryFiles, MemoryFilesOptions } from "./memory-files.js";

// The property-testing kit: laws, arbitraries, and what looks for a history that breaks a law.
export { violated } from "@podsim/core";
export { arb } from "../src/check/arbitraries/index.js";
export { scenario } from "../src/check/arbitraries/scenarios.js";
export { assertHolds } from "../src/check/assert-holds.js";
export { commands } from "../src/check/commands.js";
export { ControlPlane } from "../src/check/control-plane.js";
export { caseFileName, caseIn, caseText } from "../src/check/case-file.js";
export { check, LawBroken, LawUnusable } from "../src/check/check.js";
export { ALL_INVARIANTS as invariants } from "../src/check/all-invariants.js";
export { reductionsOf } from "../src/check/reductions.js";
export { judgePlayed } from "../src/check/judge-played.js";
export { UnusableCase } from "../src/check/load-case.js";
export { playCase } from "../src/check/simulate-case.js";
export { always, eventually, never, step } from "../src/check/stated-laws.js";
export { storyOf, tellCounterexample } from "../src/check/tell-counterexample.js";
export { ApiError } from "@podsim/scheduler";
export type {
  ApiCall,
  ApiMetadata,
  ApiObject,
  Call,
  Client,
  Reconcile,
  ReconcileContext,
  Reconciler,
  ReconcileResult,
  WatchedKind,
} from "@podsim/scheduler";
export type { ControllerTrouble } from "@podsim/core";
export type { ScenarioOptions } from "../src/check/arbitraries/scenarios.js";
export type { CaseScenario, CaseStep } from "../src/check/case-scenario.js";
export type { JsonMap } from "../src/check/json-map.js";
export type { Happening, KubernetesView, LeaseInView, PodInView } from "../src/check/kubernetes-view.js";
export type { StatedEventually } from "../src/check/stated-laws.js";
export type { Invariant, Judgement, Violation, Witness } from "@podsim/core";
export type { ControlPlaneOptions } from "../src/check/control-plane.js";
export type { CheckOptions, CheckResult } from "../src/check/check.js";
export type { Counterexample, Evidence } from "../src/check/counterexample.js";
