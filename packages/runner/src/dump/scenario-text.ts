// The scenario that begins with a dump: written once, for a person to go on with.
import type { DumpItem } from "./dump-items.js";
import type { Trouble } from "./found-troubles.js";
import { textAt } from "./raw-value.js";

const quoted = (text: string): string =>
  /^[\w./-]+$/.test(text) && !/^[\d.]+$/.test(text) ? text : JSON.stringify(text);

const behaviorLine = ({ namespace, container, image, kind, ...of }: Trouble): string => {
  const match = `match: { namespace: ${quoted(namespace)}, container: ${quoted(container)}, image: ${quoted(image)} }`;
  const share = Math.max(0.01, Math.round((100 * of.troubledCount) / of.podCount) / 100);
  if (kind === "image") return `    - { ${match}, image: { missing: true } }`;
  if (of.troubledCount === of.podCount) {
    return `    - { ${match}, run: ${String(of.ranSeconds)}s, exitCode: ${String(of.exitCode)} }`;
  }
  const crash = `crash: { chance: ${String(share)}, after: ${String(of.ranSeconds)}s, exitCode: ${String(of.exitCode)} }`;
  return `    - { ${match}, ${crash} }`;
};

const behaviorLines = (troubles: readonly Trouble[]): readonly string[] =>
  troubles.length === 0
    ? []
    : [
        "  # What these did when the dump was taken, they go on doing. Everything else runs as it did.",
        "  behaviors:",
        ...troubles.map(behaviorLine),
      ];

const firstOf = (items: readonly DumpItem[], kind: string): DumpItem["raw"] | undefined =>
  items.find((item) => item.kind === kind && textAt(item.raw, "metadata", "namespace") !== "kube-system")?.raw;

/** Entries to uncomment, about objects that are there. */
const timelineLines = (items: readonly DumpItem[]): readonly string[] => {
  const node = textAt(firstOf(items, "Node"), "metadata", "name");
  const deployment = firstOf(items, "Deployment");
  const target = `deployment/${textAt(deployment, "metadata", "name")}, namespace: ${textAt(deployment, "metadata", "namespace")}`;
  return [
    "  # timeline:",
    ...(node === ""
      ? []
      : [
          `  #   - { at: 1m, drain: { nodes: { names: [${node}] } } }`,
          `  #   - { at: 1m, fail: { nodes: { names: [${node}] }, mode: power-off } }`,
        ]),
    ...(deployment === undefined
      ? []
      : [
          `  #   - { at: 1m, scale: { target: ${target}, replicas: 10 } }`,
          `  #   - { at: 1m, rollout: { target: ${target}, set: { image: "registry.example/new:1" } } }`,
        ]),
  ];
};

/** `takenAt`: time 0 of its clock; null = what it is by default. */
export const scenarioText = (
  name: string,
  files: readonly string[],
  items: readonly DumpItem[],
  takenAt: string | null,
  troubles: readonly Trouble[],
): string =>
  [
    "apiVersion: podsim.dev/v1alpha1",
    "kind: Scenario",
    `metadata: { name: ${quoted(name)} }`,
    "spec:",
    "  question: What becomes of this cluster if nobody does anything?",
    "  clock:",
    ...(takenAt === null ? [] : [`    start: "${takenAt}"     # when the dump was taken, by its newest stamp`]),
    "    stop: { after: 1h }",
    "  cluster:",
    `    dump: [${files.map((file) => quoted(`./${file}`)).join(", ")}]     # as kubectl printed it; it is not changed`,
    ...behaviorLines(troubles),
    ...timelineLines(items),
    "",
  ].join("\n");
