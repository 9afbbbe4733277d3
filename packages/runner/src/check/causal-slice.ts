// Of everything that happened, what led to a violation: the causes of what its witnesses are.
import type { Breach, Witness } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { factCountAt, Replay } from "../outputs/view/replay.js";
import { subjectName } from "../outputs/view/subject-name.js";

/** "pod shop/web-1" and "pod/shop/web-1" are one object; a witness without a namespace means "default". */
const asWitness = (subject: string): string => subject.replace(" ", "/");

const meant = (witness: Witness): readonly string[] => {
  const parts = witness.split("/");
  return parts.length === 2 ? [witness, `${parts[0] ?? ""}/default/${parts[1] ?? ""}`] : [witness];
};

/** Whether it was a fact that broke the law: otherwise time ran out, or the run was over. */
const isByFact = (log: EventLog, { seq, atUs }: Breach): boolean => seq < log.length && log.at(seq) <= atUs;

/** How many facts there were once the law was broken. */
export const factsUpTo = (log: EventLog, breach: Breach): number =>
  isByFact(log, breach) ? breach.seq + 1 : factCountAt(log, breach.atUs);

/**
 * The facts without which the witnesses would not be what they were when the law was broken: the last change of each, the
 * fact that broke it, and what caused them, cause by cause. In order.
 */
export const causalSlice = (log: EventLog, breach: Breach): readonly number[] => {
  const names = new Set(breach.violation.witnesses.flatMap(meant));
  const breaking = isByFact(log, breach) ? breach.seq : null;
  const changes: number[] = [];
  const lastOf = new Map<string, number>();
  new Replay(log).advance(factsUpTo(log, breach), (step) => {
    const name = asWitness(subjectName(step));
    if (!names.has(name)) return;
    const known = lastOf.get(name);
    // What it was before the fact that broke the law is as much a part of the story.
    if (step.fact.seq === breaking && known !== undefined) changes.push(known);
    lastOf.set(name, step.fact.seq);
  });
  const slice = new Set<number>();
  const follow = (from: number): void => {
    for (let at = from; at >= 0 && !slice.has(at); at = log.causedBy(at)) slice.add(at);
  };
  if (breaking !== null) follow(breaking);
  for (const at of [...changes, ...lastOf.values()]) follow(at);
  return [...slice].sort((a, b) => a - b);
};
