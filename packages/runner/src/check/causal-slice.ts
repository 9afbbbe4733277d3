// Of everything that happened, what led to a violation: the causes of what its witnesses are.
import type { Witness } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { Replay } from "../outputs/view/replay.js";
import { subjectName } from "../outputs/view/subject-name.js";

/** "pod shop/web-1" and "pod/shop/web-1" are one object; a witness without a namespace means "default". */
const asWitness = (subject: string): string => subject.replace(" ", "/");

const meant = (witness: Witness): readonly string[] => {
  const parts = witness.split("/");
  return parts.length === 2 ? [witness, `${parts[0] ?? ""}/default/${parts[1] ?? ""}`] : [witness];
};

/**
 * The facts up to `seq` without which the witnesses would not be what they are: the last change of each, the fact that
 * broke the law, and what caused them, cause by cause. In order.
 */
export const causalSlice = (log: EventLog, seq: number, witnesses: readonly Witness[]): readonly number[] => {
  const names = new Set(witnesses.flatMap(meant));
  const last = Math.min(seq, log.length - 1);
  const changes: number[] = [];
  const lastOf = new Map<string, number>();
  new Replay(log).advance(last + 1, (step) => {
    const name = asWitness(subjectName(step));
    if (!names.has(name)) return;
    const known = lastOf.get(name);
    // What it was before the fact that broke the law is as much a part of the story.
    if (step.fact.seq === seq && known !== undefined) changes.push(known);
    lastOf.set(name, step.fact.seq);
  });
  const slice = new Set<number>();
  const follow = (from: number): void => {
    for (let at = from; at >= 0 && !slice.has(at); at = log.causedBy(at)) slice.add(at);
  };
  if (seq < log.length) follow(last);
  for (const at of [...changes, ...lastOf.values()]) follow(at);
  return [...slice].sort((a, b) => a - b);
};
