// What a run that does not come to an end was busy with.
import type { EventLog } from "@podsim/core/log";
import type { NodeIx, PodIx } from "@podsim/core";
import type { Cluster } from "@podsim/scheduler";

export interface HotObject {
  /** "pod shop/web-1" */
  readonly object: string;
  /** The type that most of its facts have. */
  readonly factType: string;
  readonly factCount: number;
  /** Of how many facts these were. */
  readonly ofCount: number;
}

const WINDOW = 200_000;

const nameOf = ({ world }: Cluster, entity: string, subject: number): string => {
  switch (entity) {
    case "pod": {
      const pod = world.pods.at(subject as PodIx)?.identity;
      return pod === undefined ? `pod #${String(subject)}` : `pod ${pod.namespace}/${pod.name}`;
    }
    case "node":
      return `node ${world.nodes.at(subject as NodeIx)?.name ?? `#${String(subject)}`}`;
    case "deployment": {
      const meta = world.deployments.at(subject)?.object.metadata;
      return meta === undefined ? `deployment #${String(subject)}` : `deployment ${meta.namespace}/${meta.name}`;
    }
    default:
      return entity;
  }
};

const countOf = (counts: ReadonlyMap<string, number>): readonly [string, number] =>
  [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ["", 0]);

const tally = (log: EventLog, from: number, keyOf: (seq: number) => string | null): readonly [string, number] => {
  const counts = new Map<string, number>();
  for (let seq = from; seq < log.length; seq += 1) {
    const key = keyOf(seq);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return countOf(counts);
};

/** The object that most of the last facts are about; null of an empty log. */
export const hottestObject = (cluster: Cluster): HotObject | null => {
  const { log } = cluster;
  const from = Math.max(0, log.length - WINDOW);
  const entityOf = (seq: number): string => log.registry[log.typeOf(seq)]?.entity ?? "";
  const keyOf = (seq: number): string => `${entityOf(seq)} ${String(log.subject(seq))}`;
  const [key, factCount] = tally(log, from, keyOf);
  const [entity, subject] = key.split(" ");
  if (entity === undefined || subject === undefined) return null;
  const [factType] = tally(log, from, (seq) =>
    keyOf(seq) === key ? (log.registry[log.typeOf(seq)]?.type ?? "") : null,
  );
  return { object: nameOf(cluster, entity, Number(subject)), factType, factCount, ofCount: log.length - from };
};
