// spec.cluster and spec.behaviors of a scenario: manifests, nodes made from templates, overrides, what containers do.
import { parseObjectPath } from "@podsim/core";
import type { Node } from "@podsim/core";
import { behaviorSpec } from "../behaviors/behavior-spec.js";
import type { Path } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import type { ClusterSketch } from "./cluster-sketch.js";
import type { PlacedBehavior } from "./behavior-issues.js";
import { directoryOf } from "./beside-scenario.js";
import type { LoadedObject, ManifestFiles, OverrideSource } from "./manifest-files.js";
import { buildNodes, nodeGroup } from "./node-group.js";
import type { NodeGroup } from "./node-group.js";
import { buildListed } from "./node-list.js";
import { buildAutoscaler } from "./autoscaler-shape.js";
import { NO_CONTROLLERS } from "./controllers-shape.js";
import type { ControllerSettings, ControllersOutline } from "./controllers-shape.js";
import { buildKarpenter } from "./karpenter-shape.js";
import { issueOfProblem } from "./object-issues.js";
import { notAPath, overrideSchema } from "./overrides.js";
import { clusterShape } from "./scenario-shape.js";
import type { ClusterOutline } from "./scenario-shape.js";
import { isMapping } from "./schema/record.js";
import type { Issue } from "./schema/schema.js";
import type { SectionReader } from "./section-reader.js";

const CLUSTER: Path = ["spec", "cluster"];

const NOTHING: ClusterOutline = {
  dump: [],
  manifests: [],
  objects: [],
  nodes: [],
  overrides: [],
  scheduler: null,
  controllers: NO_CONTROLLERS,
};

/** spec.cluster; of a faulty one, what can be read of it. */
export const readCluster = (raw: unknown, reader: SectionReader): ClusterOutline => {
  if (raw === undefined || raw === null) return NOTHING;
  const read = reader.decode(clusterShape, raw, CLUSTER);
  if (read !== null) return read;
  const given = isMapping(raw) ? raw : {};
  const items = (key: string): readonly unknown[] =>
    Array.isArray(given[key]) ? (given[key] as readonly unknown[]) : [];
  const manifests = items("manifests").filter((each) => typeof each === "string");
  const [objects, nodes, overrides] = [items("objects"), items("nodes"), items("overrides")];
  return { dump: [], manifests, objects, nodes, overrides, scheduler: null, controllers: NO_CONTROLLERS };
};

export const readOverrides = (items: readonly unknown[], reader: SectionReader): readonly OverrideSource[] =>
  items.flatMap((item, ix): readonly OverrideSource[] => {
    const path = [...CLUSTER, "overrides", ix];
    const override = reader.decode(overrideSchema, item, path);
    if (override === null) return [];
    for (const written of Object.keys(override.set)) {
      if (parseObjectPath(written) !== null) continue;
      reader.report({
        code: "E108",
        message: notAPath(written),
        why: "a path is field names with dots between them, and list items in brackets",
        fix: "write spec.replicas, or spec.template.spec.containers[app].image",
        path: [...path, "set", written],
        part: "key",
      });
    }
    return [{ override, document: reader.document, path }];
  });

export const reportUnusedOverrides = (manifests: ManifestFiles, reader: SectionReader): void => {
  for (const { override, path } of manifests.unusedOverrides) {
    const { kind, name } = override.target;
    reader.report({
      code: "E202",
      message: `this override matches no object: ${kind} ${name ?? ""}`.trim(),
      why: "no manifest holds an object of that kind, name and namespace",
      fix: "correct the target, or remove the override",
      path: [...path, "target"],
    });
  }
};

/** Objects of the files a pattern, which is written at `path`, stands for. */
export const loadPattern = (
  manifests: ManifestFiles,
  pattern: string,
  path: Path,
  reader: SectionReader,
): readonly LoadedObject[] => {
  const { file } = reader.document.source;
  const found = manifests.load(directoryOf(file), pattern, file);
  if (!("code" in found)) return found;
  reader.report({ ...found, path });
  // What was meant to be in it, others may refer to.
  reader.hidesObjects = true;
  return [];
};

/** Objects of spec.cluster.manifests, which is a list or one pattern. */
export const loadManifests = (
  manifests: ManifestFiles,
  patterns: readonly string[],
  reader: SectionReader,
): readonly LoadedObject[] => {
  const path = [...CLUSTER, "manifests"];
  const isList = reader.document.locate([...path, 0]) !== null;
  return patterns.flatMap((pattern, ix) => loadPattern(manifests, pattern, isList ? [...path, ix] : path, reader));
};

/** Objects of spec.cluster.objects. */
export const readObjects = (
  manifests: ManifestFiles,
  items: readonly unknown[],
  reader: SectionReader,
): readonly LoadedObject[] =>
  items.flatMap((item, ix) => manifests.inline(reader.document, item, ["spec", "cluster", "objects", ix]));

/** Node objects of a group that is written at `path`. */
export const buildGroup = (
  group: NodeGroup,
  path: Path,
  reader: SectionReader,
  access: InputAccess,
): readonly Node[] => {
  if (group.list !== null) return buildListed(group, group.list, path, reader, access);
  const { nodes, problems } = buildNodes(group);
  for (const problem of problems) reader.report(issueOfProblem(problem, path));
  return nodes;
};

export const readNodeGroups = (
  items: readonly unknown[],
  reader: SectionReader,
  access: InputAccess,
  sketch: ClusterSketch,
): readonly Node[] => {
  const names = new Set<string>();
  return items.flatMap((item, ix) => {
    const path = [...CLUSTER, "nodes", ix];
    const group = reader.decode(nodeGroup, item, path);
    const built = group === null ? [] : buildGroup(group, path, reader, access);
    // What was meant to be in its table, selectors may mean.
    reader.hidesObjects ||= built.length === 0 && group !== null && group.list !== null;
    sketch.hidesNodes ||= group === null;
    const twice = built.find(({ metadata }) => names.has(metadata.name));
    if (twice !== undefined) {
      reader.report({
        code: "E108",
        message: `there are two nodes "${twice.metadata.name}"`,
        why: "two nodes cannot have one name",
        fix: "give the groups different names",
        path: [...path, "name"],
      });
    }
    for (const { metadata } of built) names.add(metadata.name);
    return built;
  });
};

export const readBehaviors = (raw: unknown, reader: SectionReader): readonly PlacedBehavior[] => {
  const base = ["spec", "behaviors"];
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) {
    reader.report({
      code: "E104",
      message: "expected a list of behaviours",
      why: "behaviours are tried in order, the first that matches counts",
      fix: "start every behaviour with a dash",
      path: base,
    });
    return [];
  }
  return (raw as readonly unknown[]).flatMap((item, ix): readonly PlacedBehavior[] => {
    const path = [...base, ix];
    const spec = reader.decode(behaviorSpec, item, path);
    return spec === null ? [] : [{ spec, path }];
  });
};

/** The controllers' settings, and the nodes that their groups and pools begin with. */
export const buildControllers = (
  { settings, autoscaler, karpenter }: ControllersOutline,
  reader: SectionReader,
): { readonly settings: ControllerSettings; readonly nodes: readonly Node[] } => {
  const base = [...CLUSTER, "controllers"];
  const report = (issue: Issue): void => reader.report(issue);
  const groups = autoscaler === null ? null : buildAutoscaler(autoscaler, [...base, "autoscaler"], report);
  const pools = karpenter === null ? null : buildKarpenter(karpenter, [...base, "karpenter"], report);
  return {
    settings: {
      ...settings,
      ...(groups === null ? {} : { clusterAutoscaler: groups.settings }),
      ...(pools === null ? {} : { karpenter: pools.settings }),
    },
    nodes: [...(groups?.nodes ?? []), ...(pools?.nodes ?? [])],
  };
};
