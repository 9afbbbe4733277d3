// Runs manifest files as `podsim run -f FILE --nodes 3 --until 15m` does, and shows what became of their pods.
import { podRow } from "@podsim/core";
import type { ContainerExited, Envelope, PodState } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import { adHocRun, execute, nodeFiles } from "@podsim/runner";
import type { Execution, PreparedRun } from "@podsim/runner";
import type { TimelineEntry } from "@podsim/scheduler";

export const prepareFile = (file: string, directory: string): PreparedRun | readonly string[] => {
  const access = { files: nodeFiles(directory), readInput: () => Promise.resolve("") };
  const options = { files: [file], nodes: ["3"], untilUs: 15 * MINUTE, strict: false, seeds: [1] };
  const loaded = adHocRun(options, access as unknown as Parameters<typeof adHocRun>[1]);
  if (loaded._tag === "Right") return loaded.right;
  return loaded.left.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message));
};

/** Also deletes pods of namespace default at a time. */
export const runFile = async (
  file: string,
  directory: string,
  deleted: Readonly<Record<string, number>> = {},
): Promise<Execution> => {
  const prepared = prepareFile(file, directory);
  if (!("timeline" in prepared)) throw new TypeError(prepared.join("\n"));
  const deletions = Object.entries(deleted).map(([name, atSeconds]): TimelineEntry => {
    const target = { kind: "Pod", namespace: "default", name };
    const request = { verb: "delete", target, graceSeconds: null };
    return { atUs: atSeconds * SECOND, name: `delete-${name}`, text: "", requests: [request] };
  });
  return execute({ ...prepared, timeline: [...prepared.timeline, ...deletions] }, 1);
};

export const factsOf = ({ cluster: { log } }: Execution, type: string, pod?: string): readonly Envelope[] => {
  const found: Envelope[] = [];
  const names = new Map<number, string>();
  log.forEach(0, log.length, (fact) => {
    if (fact.definition.type === "PodCreated") names.set(fact.subject, (fact.data as { name: string }).name);
    if (fact.definition.type !== type) return;
    if (pod === undefined || names.get(fact.subject) === pod) found.push(fact);
  });
  return found;
};

/** Whole seconds at which facts were recorded, counted from the first start of a container of the pod. */
export const secondsOf = (run: Execution, type: string, pod?: string): readonly number[] => {
  const from = factsOf(run, "ContainerStarted", pod)[0]?.at ?? 0;
  return factsOf(run, type, pod).map(({ at }) => Math.round((at - from) / SECOND));
};

export const exitsOf = (run: Execution, pod?: string): readonly string[] =>
  factsOf(run, "ContainerExited", pod).map(({ data }) => {
    const { exitCode, reason, message } = data as ContainerExited;
    return [`${String(exitCode)} ${reason}`, message.trim()].filter((text) => text !== "").join(": ");
  });

export const podsOf = ({ cluster: { world } }: Execution): readonly PodState[] => [...world.pods.values()];

/** As `kubectl get pods` would show them at the end: ready, status, restarts. */
export const rowsOf = (run: Execution): Readonly<Record<string, string>> =>
  Object.fromEntries(
    podsOf(run).map((pod) => {
      const { name, ready, status, restarts } = podRow(pod, run.endUs);
      return [name, `${ready} ${status} ${restarts.replace(/ .*/, "")}`];
    }),
  );
