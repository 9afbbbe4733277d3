// How a plugin says no.

/**
 * "Unschedulable": it might be otherwise if pods went away, so preemption may try. "UnschedulableAndUnresolvable": no pod
 * that goes away changes it. Either way the pod waits for a change that the plugin said it would wake up for.
 */
export type Code = "Unschedulable" | "UnschedulableAndUnresolvable";

export interface Verdict {
  readonly code: Code;
  /** Kubernetes' sentences; each is counted by itself in the message of a pod that fits nowhere. */
  readonly reasons: readonly string[];
}

export const unschedulable = (...reasons: readonly string[]): Verdict => ({ code: "Unschedulable", reasons });

export const unresolvable = (...reasons: readonly string[]): Verdict => ({
  code: "UnschedulableAndUnresolvable",
  reasons,
});
