// spec.checks: laws that the run is held against, named by their ids or by the names of their files.
import { INVARIANTS } from "@podsim/core";
import type { Invariant } from "@podsim/core";
import { closest } from "../input/closest.js";
import { list } from "./schema/collections.js";
import type { Issue } from "./schema/schema.js";
import { anything, text } from "./schema/scalars.js";
import type { SectionReader } from "./section-reader.js";

/** "pdb.neverExceededVoluntarily" -> "pdb-never-exceeded-voluntarily" */
export const checkName = ({ id }: Invariant): string =>
  id
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/\./g, "-")
    .toLowerCase();

/** Spelling does not matter, nor does it matter whether the subject is said. */
const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** What scenarios may call a law besides. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  "topology-spread-honoured": "spread.maxSkewHonouredAtBind",
};

/** The law of that name; null = there is none, or there are several. */
const lawNamed = (name: string): Invariant | null => {
  const wanted = bare(OTHER_NAMES[name] ?? name);
  const exact = INVARIANTS.find((law) => bare(law.id) === wanted);
  if (exact !== undefined) return exact;
  const [only, second] = INVARIANTS.filter((law) => bare(law.id).endsWith(wanted));
  return second === undefined ? (only ?? null) : null;
};

const unknown = (name: string): Omit<Issue, "path"> => {
  const names = INVARIANTS.map(checkName);
  const meant = closest(name, names);
  return {
    code: "E108",
    message: `there is no check "${name}"`,
    why: "a check on a law that does not exist would hold whatever happens",
    fix: `${meant === null ? "name one that exists" : `did you mean ${meant}?`}   (podsim list checks)`,
  };
};

/** Ids of the laws that spec.checks names, each once; what is not one is reported. */
export const readChecks = (raw: unknown, reader: SectionReader): readonly string[] => {
  if (raw === undefined || raw === null) return [];
  const path = ["spec", "checks"];
  const names = reader.decode(list(anything), raw, path) ?? [];
  const laws = names.map((given, ix) => {
    const name = reader.decode(text, given, [...path, ix]);
    if (name === null) return null;
    const law = lawNamed(name);
    if (law === null) reader.report({ ...unknown(name), path: [...path, ix] });
    return law;
  });
  return [...new Set(laws.flatMap((law) => law?.id ?? []))];
};
