// What containers of a dump were doing wrong, as behaviours that go on doing it: nobody else tells a run that they crash.
import type { DumpItem } from "./dump-items.js";
import { at, listAt, textAt } from "./raw-value.js";

export interface Trouble {
  readonly namespace: string;
  readonly container: string;
  readonly image: string;
  /** Pods with such a container, and those of them that were in trouble. */
  readonly podCount: number;
  readonly troubledCount: number;
  /** "crash": it ended again and again; "image": it cannot be pulled. */
  readonly kind: "crash" | "image";
  /** Whole seconds that the last instance ran. */
  readonly ranSeconds: number;
  readonly exitCode: number;
}

const CRASHES: ReadonlySet<string> = new Set(["CrashLoopBackOff", "Error", "RunContainerError"]);
const PULLS: ReadonlySet<string> = new Set(["ImagePullBackOff", "ErrImagePull"]);

interface Seen {
  readonly kind: Trouble["kind"];
  readonly ranSeconds: number;
  readonly exitCode: number;
}

const secondsBetween = (from: string, to: string): number => {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1_000);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 1;
};

const troubleOf = (status: unknown): Seen | null => {
  const reason = textAt(status, "state", "waiting", "reason");
  if (PULLS.has(reason)) return { kind: "image", ranSeconds: 0, exitCode: 0 };
  if (!CRASHES.has(reason)) return null;
  const ended = at(status, "lastState", "terminated");
  const exitCode = at(ended, "exitCode");
  return {
    kind: "crash",
    ranSeconds: secondsBetween(textAt(ended, "startedAt"), textAt(ended, "finishedAt")),
    exitCode: typeof exitCode === "number" ? exitCode : 1,
  };
};

/** One per namespace, container and image that was in trouble in some pod, in the order of the dump. */
export const foundTroubles = (items: readonly DumpItem[]): readonly Trouble[] => {
  const groups = new Map<string, { podCount: number; troubledCount: number; seen: Seen | null; of: Trouble }>();
  for (const { kind, raw } of items) {
    if (kind !== "Pod") continue;
    const namespace = textAt(raw, "metadata", "namespace") || "default";
    const statuses = [...listAt(raw, "status", "initContainerStatuses"), ...listAt(raw, "status", "containerStatuses")];
    for (const spec of [...listAt(raw, "spec", "initContainers"), ...listAt(raw, "spec", "containers")]) {
      const [container, image] = [textAt(spec, "name"), textAt(spec, "image")];
      const key = JSON.stringify([namespace, container, image]);
      const none = {
        namespace,
        container,
        image,
        podCount: 0,
        troubledCount: 0,
        kind: "crash",
        ranSeconds: 0,
        exitCode: 0,
      } as const;
      const group = groups.get(key) ?? { podCount: 0, troubledCount: 0, seen: null, of: none };
      groups.set(key, group);
      group.podCount += 1;
      const trouble = troubleOf(statuses.find((status) => status["name"] === container));
      if (trouble === null) continue;
      group.troubledCount += 1;
      group.seen ??= trouble;
    }
  }
  return [...groups.values()].flatMap(({ podCount, troubledCount, seen, of }) =>
    seen === null ? [] : [{ ...of, ...seen, podCount, troubledCount }],
  );
};
