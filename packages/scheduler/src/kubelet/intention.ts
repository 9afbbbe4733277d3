// Everything a kubelet can have in the agenda.
import type { ContainerHookFinished, Duration, NodeIx, PodIx } from "@podsim/core";
import type { Intention } from "../actor.js";
import type { CriticalAdmission } from "./critical-admission-state.js";
import type { PullRequest } from "./image-puller.js";
import type { PodWorker, ProbeWorker } from "./pod-worker.js";

/** Where a sync goes on after something that took time. */
export type ChainStage =
  | "volumes-mounted"
  | "volumes-timed-out"
  | "sandbox-ready"
  | "killed"
  | "pod-killed"
  | "created"
  | "started"
  | "post-start-done";

export type TeardownStage = "begin" | "stopped" | "terminated" | "finish";

/** What concerns a node and not one of its pods. */
export type NodePlan =
  | { readonly kind: "recover"; readonly nodeIx: NodeIx }
  | { readonly kind: "shutdown"; readonly nodeIx: NodeIx; readonly backAfterUs: Duration | null }
  | { readonly kind: "shutdown-group"; readonly nodeIx: NodeIx }
  | { readonly kind: "power-on"; readonly nodeIx: NodeIx }
  | { readonly kind: "eviction-look"; readonly nodeIx: NodeIx }
  | { readonly kind: "image-pass"; readonly nodeIx: NodeIx }
  | { readonly kind: "node-oom"; readonly nodeIx: NodeIx }
  | { readonly kind: "node-status"; readonly nodeIx: NodeIx }
  | { readonly kind: "runtime-look"; readonly nodeIx: NodeIx }
  | { readonly kind: "ready-report"; readonly nodeIx: NodeIx };

export type KubeletPlan =
  | { readonly kind: "admit"; readonly pod: PodIx }
  | { readonly kind: "notice-deletion"; readonly pod: PodIx }
  | { readonly kind: "sync"; readonly worker: PodWorker }
  | { readonly kind: "mount-volumes"; readonly worker: PodWorker }
  | { readonly kind: "continue"; readonly worker: PodWorker; readonly stage: ChainStage }
  | {
      readonly kind: "pull-done";
      readonly nodeIx: NodeIx;
      readonly request: PullRequest;
      readonly error: string | null;
    }
  | { readonly kind: "pull-failed"; readonly request: PullRequest }
  | {
      readonly kind: "own-exit";
      readonly worker: PodWorker;
      readonly container: number;
      readonly attempt: number;
      readonly exitCode: number;
      readonly reason: string;
    }
  | { readonly kind: "look-further"; readonly worker: PodWorker; readonly container: number; readonly attempt: number }
  | {
      readonly kind: "stopped-exit";
      readonly worker: PodWorker;
      readonly container: number;
      readonly attempt: number;
      readonly exitCode: number;
    }
  | {
      readonly kind: "pre-stop-done";
      readonly worker: PodWorker;
      readonly container: number;
      readonly outcome: ContainerHookFinished["outcome"];
    }
  | { readonly kind: "probe"; readonly worker: PodWorker; readonly probe: ProbeWorker }
  | { readonly kind: "probe-results-lost"; readonly worker: PodWorker }
  | { readonly kind: "notice-update"; readonly worker: PodWorker }
  | { readonly kind: "deadline"; readonly worker: PodWorker }
  | { readonly kind: "preemption-timeout"; readonly admission: CriticalAdmission; readonly victim: PodWorker }
  | { readonly kind: "teardown"; readonly worker: PodWorker; readonly stage: TeardownStage }
  | NodePlan;

/** One shape for all plans: there are a score of them, and millions of entries. */
export interface KubeletIntention extends Intention {
  readonly plan: KubeletPlan;
}
