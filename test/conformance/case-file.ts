// Recorded decisions of the real kube-scheduler: what a case file holds.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Kubernetes objects as manifests have them. */
export type Manifest = Readonly<Record<string, unknown>>;

export interface CaseInput {
  readonly nodes: readonly Manifest[];
  /** Bound by spec.nodeName. */
  readonly pods?: readonly Manifest[];
  /** In deciding order. */
  readonly pending: readonly Manifest[];
  readonly services?: readonly Manifest[];
  readonly replicaSets?: readonly Manifest[];
  readonly namespaces?: readonly Manifest[];
  readonly priorityClasses?: readonly Manifest[];
  readonly pdbs?: readonly Manifest[];
  readonly pvcs?: readonly Manifest[];
  readonly pvs?: readonly Manifest[];
  readonly storageClasses?: readonly Manifest[];
  readonly csiNodes?: readonly Manifest[];
}

export interface RejectedGroup {
  /** The first plugin that said no. */
  readonly plugin: string;
  /** Sorted. */
  readonly reasons: readonly string[];
  readonly code: string;
  readonly nodes: readonly string[];
}

/** One decision, recorded or made. */
export interface CaseDecision {
  readonly pod: string;
  readonly node: string | null;
  /** Sorted. */
  readonly feasible: readonly string[];
  readonly filter: readonly RejectedGroup[];
  /** Plugin -> node -> score times weight. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Sorted. */
  readonly ties: readonly string[];
  readonly message?: string;
  /** Of a pod that fits nowhere. */
  readonly preemption?: {
    readonly nominated: string | null;
    /** namespace/name, in the order in which they are to go. */
    readonly victims: readonly string[];
  };
}

export interface Case {
  /** "fit/002". */
  readonly name: string;
  readonly input: CaseInput;
  readonly expected: readonly CaseDecision[];
}

/** The cases of one family: the JSON files in the folder of that name. */
export const readCases = (root: string, family: string): readonly Case[] =>
  readdirSync(join(root, family))
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const { input, expected } = JSON.parse(readFileSync(join(root, family, file), "utf8")) as Omit<Case, "name">;
      return { name: `${family}/${file.replace(/\.json$/, "")}`, input, expected };
    });
