// Nodes listed in a table: every row is a node made from the group's template, with what its columns say.
import { parseObjectPath, putAtPath } from "@podsim/core";
import type { Node } from "@podsim/core";
import type { Path } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import { readTable, RowReports } from "../arrivals/read-trace.js";
import { cellsOf, settingsOf } from "../arrivals/table-columns.js";
import type { Cells, Places, Setting } from "../arrivals/table-columns.js";
import { besideScenario } from "./beside-scenario.js";
import { unnumbered } from "../run/drawn-node-order.js";
import { buildNodes, renamed } from "./node-group.js";
import type { NodeGroup, NodeList } from "./node-group.js";
import { issueOfProblem } from "./object-issues.js";
import type { Mapping } from "./schema/record.js";
import type { SectionReader } from "./section-reader.js";

const NODE_PLACES: Places = {
  resource: (name) => [`status.allocatable[${name}]`],
  label: (key) => `metadata.labels[${key}]`,
};

const templateWith = (group: NodeGroup, settings: readonly Setting[]): Mapping =>
  settings.reduce<Mapping>((template, [path, value]) => {
    const steps = parseObjectPath(path);
    const placed = steps === null ? null : putAtPath(template, steps, value);
    return placed === null || placed.path === null ? template : (placed.value as Mapping);
  }, group.template ?? {});

const nameIn = (group: NodeGroup, list: NodeList, cells: Cells, row: number): string =>
  list.columns.name === null
    ? `${group.name}-${String(row + 1)}`
    : cells(list.columns.name.column).trim().toLowerCase();

/** The nodes of a group whose list is written at `path`. */
export const buildListed = (
  group: NodeGroup,
  list: NodeList,
  path: Path,
  reader: SectionReader,
  access: InputAccess,
): readonly Node[] => {
  const at = [...path, "list"];
  const table = readTable(besideScenario(list.file, reader), list.columns, at, { access, reader });
  if (table === null) return [];
  const cells = cellsOf(table);
  const rows = new RowReports(table, reader);
  const seen = new Set<string>();
  // What is wrong with the template itself is told once, at its place.
  const own = buildNodes({ ...group, name: "node", list: null, count: null, perZone: null });
  for (const problem of own.problems) reader.report(issueOfProblem(problem, path));
  if (own.problems.length > 0) return [];
  return table.rows.flatMap((each, row): readonly Node[] => {
    const of = cells(each);
    const name = nameIn(group, list, of, row);
    const template = templateWith(group, settingsOf(list.columns, NODE_PLACES, "", of));
    const { nodes, problems } = buildNodes({ name, count: null, perZone: null, template, list: null });
    const [problem] = problems;
    if (problem !== undefined) {
      rows.add(
        row,
        `${problem.path.slice(problem.path[0] === "template" ? 1 : 0).join(".")}: ${problem.message}`,
        problem.why,
        problem.fix ?? "correct the row, or the unit of its column",
      );
    } else if (seen.has(name))
      rows.add(row, `there are two nodes "${name}"`, "two nodes cannot have one name", "rename one of them");
    seen.add(name);
    return list.order === "shuffled" ? nodes.map((node) => renamed(node, unnumbered(name))) : nodes;
  });
};
